package staffsurveys

import "kaname/kit/questionnaire"

// Indicator is the statement that a ward's development plan measures: the share who agree, to be 90 % or more.
const Indicator = "igi"

// RecommendID is the eNPS question, FreeID the free text.
const (
	RecommendID = "susume"
	FreeID      = "jiyuu"
)

// BankVersion is the wording of the template; it goes up with any change of words.
const BankVersion = 1

// statements are the template's statements, each a short name and what is to be agreed with. The last two ask about
// this program's own burden.
var statements = []struct{ id, short, ask string }{
	{Indicator, "仕事の意義", "市民や社会にとって意義のある仕事だと思う"},
	{"hatasu", "役割がわかる", "自分に何が期待されているかがわかっている"},
	{"hanasu", "話しやすさ", "職場で、気づいたことや困っていることを話しやすい"},
	{"tasuke", "助けあい", "忙しいとき、職場で助けあえている"},
	{"joushi", "上司の支え", "上司は、自分の仕事や成長を気にかけている"},
	{"seichou", "成長", "この1年で、仕事の力がついたと感じる"},
	{"kaizen", "変えられる", "仕事のやり方を、自分たちで変えられると感じる"},
	{"mitomeru", "認められる", "よい仕事をしたとき、認められていると感じる"},
	{"yasumu", "休みやすさ", "必要なときに休みをとれる"},
	{"yaku", "しくみが役立つ", "目標や調べに書くことは、自分の役に立っている"},
	{"ryou", "入力の量", "仕事で求められる入力や報告は、多すぎない"},
}

// agreement is the scale of every statement, best first; the words follow the national personnel authority's five steps.
var agreement = []string{"まったくその通り", "どちらかといえばその通り", "どちらともいえない", "どちらかといえばちがう", "まったくちがう"}

// Template is the form a survey begins with: eleven statements, 0 to 10, and one free text.
func Template() questionnaire.Form {
	ja := func(s string) questionnaire.Words { return questionnaire.Words{questionnaire.Origin: s} }
	var f questionnaire.Form
	for _, st := range statements {
		q := questionnaire.Question{ID: st.id, Version: BankVersion, Kind: questionnaire.Scale, Ask: ja(st.ask), Short: ja(st.short)}
		for i, label := range agreement {
			q.Options = append(q.Options, questionnaire.Option{Code: byte(len(agreement) - i), Score: len(agreement) - i, Label: ja(label)})
		}
		f.Questions = append(f.Questions, q)
	}
	f.Questions = append(f.Questions,
		questionnaire.Question{ID: RecommendID, Version: BankVersion, Kind: questionnaire.Likelihood, Short: ja("すすめたい気持ち"),
			Ask: ja("この職場で働くことを、親しい人にどのくらいすすめたいですか"), Help: ja("0はまったくすすめない、10はとてもすすめたい")},
		questionnaire.Question{ID: FreeID, Version: BankVersion, Kind: questionnaire.Text, Most: 400, Short: ja("自由記述"),
			Ask: ja("職場がよくなるために、1つ変えるなら何ですか"), Help: ja("書かなくてもかまいません。自分やほかの人の名前、日や場所など、だれのことかわかることは書かないでください。不正の通報は、ここではなく公益通報の窓口へお願いします。")})
	return f
}
