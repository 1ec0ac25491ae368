package plans

// The kinds of row (区分) a plan sheet has beside the plan's own level names.
const (
	kindHead      = "計画全体"
	kindVision    = "めざす姿"
	kindGround    = "背景"
	kindStaff     = "めざす職員像"
	kindWork      = "めざす職場"
	kindPrinciple = "理念"
	kindRole      = "役割"
	kindTarget    = "追加の目標"
	kindIndicator = "指標"
	kindActual    = "指標の実績"
	kindGoal      = "指標の目標"
	kindRevision  = "中間見直し"
	kindEnding    = "終了"
)

var kinds = []string{kindHead, kindVision, kindGround, kindStaff, kindWork, kindPrinciple, kindRole, kindTarget, kindIndicator, kindActual, kindGoal, kindRevision, kindEnding}

// isReserved says that a level may not have the name, because the sheet uses it for something else.
func isReserved(level string) bool {
	for _, k := range kinds {
		if k == level {
			return true
		}
	}
	return false
}

// col is one column of the sheet.
type col struct {
	key, name string
	aliases   []string
	help      string
	example   string
	number    bool
}

var cols = []col{
	{"kind", "区分", []string{"種別"}, "計画全体・めざす姿・背景・めざす職員像・めざす職場・理念・役割・追加の目標・指標・指標の実績・指標の目標・中間見直し・終了、または計画の段の名（柱・方針・取組など）", "取組", false},
	{"key", "番号", []string{"項目番号", "No", "No."}, "版を改めても変えない印。1-1 のような番号は、セルの書式を「文字列」にして書く", "1-1", false},
	{"parent", "親番号", []string{"上位番号"}, "上の段の番号。空なら、すぐ上にある上の段の項目の下に入る。上に置くものがなければ「なし」", "1", false},
	{"number", "表示番号", nil, "計画書に載っている番号（(1) など）。番号と同じなら空でよい", "(1)", false},
	{"title", "題名", []string{"名称", "取組名", "項目"}, "一行の題名。「計画全体」の行では欄の名", "地域ごとの勉強会", false},
	{"text", "内容", []string{"説明", "概要"}, "どんなことをするか", "地域の課題を分かち合う", false},
	{"before", "いまのようす", []string{"前", "現状", "ビフォー"}, "始める前のようす（あれば）", "", false},
	{"after", "めざすようす", []string{"後", "あるべき姿", "アフター"}, "実現したときのようす（あれば）", "", false},
	{"responsible", "担当", []string{"担当課", "所管", "所管課"}, "役割や所属。二つ以上は「／」で区切る", "総務課", false},
	{"room", "しくみ", []string{"部屋"}, "どのしくみで動かすか（目標・基準・アンケート・学び・地域・朝会 など。分からなければ空）", "地域", false},
	{"run", "取組にする", nil, "理念や方針の文で、取組として始めないものだけ「しない」", "", false},
	{"serves", "つながる番号", []string{"関連番号"}, "この項目が支える方針などの番号。二つ以上は「／」で区切る", "", false},
	{"shape", "目標の形", nil, "割合・回数・頻度・全数・期限・条件つき。数の目標がなければ空", "期限", false},
	{"value", "値", []string{"目標値", "実績値"}, "数だけを書く", "", true},
	{"stretch", "挑戦値", nil, "できれば届きたい値（あれば）", "", true},
	{"unit", "単位", nil, "人・回・件・% など", "", false},
	{"of", "母数", []string{"対象"}, "何についての数か（職員アンケート回答者、全課 など）", "", false},
	{"every", "頻度", nil, "日・週・月・四半期・年", "", false},
	{"years", "年度", []string{"実施年度"}, "取組を行う年度（2013、平成25〜28年度 など。計画の期間のあいだずっとなら空）。指標の実績・目標、中間見直し、終了では、その年度", "", false},
	{"due", "目標の年度", []string{"目標年度", "達成年度"}, "目標をいつまでに果たすか。「平成26年度」はその年度まで、「平成26年度〜」はその年度から", "平成25年度", false},
	{"direction", "向き", nil, "低いほどよい指標だけ「低いほどよい」", "", false},
	{"what", "すること", nil, "期限・全数の目標で、何をやりとげるか", "", false},
	{"when", "条件", nil, "条件つきの目標で、何が起きたら", "", false},
	{"then", "そのとき", nil, "条件つきの目標で、何をするか", "", false},
	{"indicator", "読む指標", nil, "目標が見る指標の番号", "", false},
	{"origin", "出典の種類", nil, "来庁者アンケート・職員アンケート・外部の調査・外部の格付け・業務の記録", "", false},
	{"name", "出典の名", nil, "調査や格付けの名", "", false},
	{"by", "調べる人", nil, "調査をする団体", "", false},
	{"question", "設問", nil, "どの問いの答えか", "", false},
	{"n", "回答数", []string{"n"}, "実績のもとになった回答の数", "", true},
	{"memo", "備考", []string{"メモ"}, "覚え書き。取り込みません", "", false},
}

// headField is one line of 「計画全体」: its word, and where it goes.
type headField struct {
	word string
	text func(*Plan) *string
	year func(*Plan) *int
}

var headFields = []headField{
	{word: "識別名", text: func(p *Plan) *string { return &p.ID }},
	{word: "版", text: func(p *Plan) *string { return &p.Version }},
	{word: "計画の題名", text: func(p *Plan) *string { return &p.Title }},
	{word: "市町村", text: func(p *Plan) *string { return &p.Municipality }},
	{word: "区", text: func(p *Plan) *string { return &p.Ward }},
	{word: "はじまりの年度", year: func(p *Plan) *int { return &p.From }},
	{word: "おわりの年度", year: func(p *Plan) *int { return &p.To }},
	{word: "段の名"},
	{word: "合言葉", text: func(p *Plan) *string { return &p.Slogan }},
	{word: "出典の題名", text: func(p *Plan) *string { return &p.Source.Title }},
	{word: "出典の発行者", text: func(p *Plan) *string { return &p.Source.Issuer }},
	{word: "出典の日付", text: func(p *Plan) *string { return &p.Source.Date }},
	{word: "出典の注記", text: func(p *Plan) *string { return &p.Source.Note }},
}

const (
	wordLevels = "段の名"
	atTop      = "なし" // in 親番号: hangs under nothing
)

// headKeys name the fields of 「計画全体」 as Check knows them.
var headKeys = map[string]string{"識別名": "id", "版": "version", "計画の題名": "title", "市町村": "municipality", "区": "ward", "はじまりの年度": "from", "おわりの年度": "to", wordLevels: "levels", "合言葉": "slogan"}
