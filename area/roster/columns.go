package roster

import (
	"strings"

	"kaname/kit/kana"
	"kaname/kit/textfile"
	"kaname/people"
)

// staffColumns are the columns of a staff file, the same for reading, for templates and for lists written out.
var staffColumns = []textfile.Column{
	{Key: "number", Name: "職員番号", Aliases: []string{"番号", "職員コード", "職員ID", "社員番号"}, Required: true, Help: "先頭の0もそのまま。この番号で同じ人かどうかを見ます。", Example: "004101"},
	{Key: "family", Name: "姓", Aliases: []string{"氏", "名字", "苗字"}, Example: "髙橋"},
	{Key: "given", Name: "名", Aliases: []string{"下の名前"}, Example: "花子"},
	{Key: "family_kana", Name: "セイ", Aliases: []string{"姓カナ", "氏カナ", "姓フリガナ", "姓（カナ）"}, Help: "五十音順に使います。", Example: "タカハシ"},
	{Key: "given_kana", Name: "メイ", Aliases: []string{"名カナ", "名フリガナ"}, Example: "ハナコ"},
	{Key: "called", Name: "表示名", Aliases: []string{"通称", "旧姓", "呼び名"}, Help: "旧姓や通称で呼ぶとき。姓と名に分けない名前はここだけに書きます。"},
	{Key: "employment", Name: "雇用区分", Aliases: []string{"雇用の形", "任用区分", "雇用形態", "職員区分"}, Help: "正規・再任用・任期付・会計年度任用・委託", Example: "正規"},
	{Key: "office", Name: "所属コード", Aliases: []string{"所属CD", "部署コード", "課コード"}, Help: "発令日にある所属のコード。", Example: "110201"},
	{Key: "title", Name: "職", Aliases: []string{"職名", "役職", "職位", "補職名"}, Example: "主事"},
	{Key: "role", Name: "役割", Aliases: []string{"権限"}, Help: "空なら職から決めます（課長→所属長、係長→管理監督者、ほか→職員）。", Example: "職員"},
	{Key: "main", Name: "本務/兼務", Aliases: []string{"本務・兼務", "本務兼務", "本兼", "本務兼務区分", "発令区分"}, Help: "空は本務。", Example: "本務"},
	{Key: "from", Name: "発令日", Aliases: []string{"異動日", "発令年月日", "採用日", "異動年月日"}, Help: "2026/4/1、R8.4.1 など。前の本務はその前の日で終わります。", Example: "2026/4/1"},
	{Key: "to", Name: "退職日", Aliases: []string{"退職年月日", "任期満了日"}, Help: "空はそのまま。"},
}

// wholeName are columns that other systems write: a name in one cell. They are read, never written.
var wholeName = []textfile.Column{
	{Key: "name", Name: "氏名", Aliases: []string{"職員氏名", "名前", "漢字氏名"}, Help: "姓と名のあいだの空きで分けます。"},
	{Key: "name_kana", Name: "フリガナ", Aliases: []string{"氏名カナ", "カナ氏名", "氏名フリガナ", "ふりがな"}},
}

// officeColumns are the columns of a file of offices.
var officeColumns = []textfile.Column{
	{Key: "code", Name: "所属コード", Aliases: []string{"コード", "所属CD", "部署コード", "課コード"}, Required: true, Help: "先頭の0もそのまま。", Example: "110201"},
	{Key: "name", Name: "名前", Aliases: []string{"所属名", "所属名称", "名称", "部署名"}, Required: true, Example: "窓口担当"},
	{Key: "level", Name: "段", Aliases: []string{"階層", "区分"}, Help: "区、課、担当など、設定した呼び名。", Example: "担当"},
	{Key: "parent", Name: "上の所属コード", Aliases: []string{"上位所属コード", "親コード", "上位コード", "親所属コード"}, Example: "1102"},
	{Key: "kind", Name: "種類", Help: "区は「区」。ほかは空でかまいません。", Example: "所属"},
	{Key: "sort", Name: "並び", Aliases: []string{"並び順", "表示順"}, Number: true, Help: "同じ段の中で小さい順。", Example: "1"},
	{Key: "counter", Name: "窓口", Aliases: []string{"窓口の有無"}, Help: "来庁者を受けるなら○。", Example: "○"},
	{Key: "from", Name: "始まりの日", Aliases: []string{"設置日", "開始日", "施行日"}, Help: "名前や上の所属がこの日から変わるときは、前の所属をその前の日で終えて引きつぎます。", Example: "2026/4/1"},
	{Key: "to", Name: "終わりの日", Aliases: []string{"廃止日", "終了日"}, Help: "空はそのまま。"},
	{Key: "heirs", Name: "引きつぐ所属コード", Aliases: []string{"後継コード", "引継先コード", "統合先コード"}, Help: "終わるとき。2つ以上は「、」で区切り、主なものを先に。"},
}

// columnsFor are the columns that a file of a kind may have.
func columnsFor(kind string) []textfile.Column {
	if kind == "offices" {
		return officeColumns
	}
	return append(append([]textfile.Column{}, staffColumns...), wholeName...)
}

// columnName is the name of a column by its key.
func columnName(kind, key string) string {
	for _, c := range columnsFor(kind) {
		if c.Key == key {
			return c.Name
		}
	}
	return ""
}

// employmentWords are the words that personnel systems use, as search compares them, the narrower before the wider.
var employmentWords = func() [][2]string {
	var out [][2]string
	for _, e := range [][2]string{{"会計年度", "fiscal_year"}, {"再任用", "reappointed"}, {"任期付", "fixed_term"}, {"委託", "contractor"},
		{"正規", "regular"}, {"正職員", "regular"}, {"常勤", "regular"}, {"一般職", "regular"}} {
		out = append(out, [2]string{kana.Fold(e[0]), e[1]})
	}
	return out
}()

// employmentOf reads the kind of employment; "" is unknown.
func employmentOf(text string) string {
	text = kana.Fold(text)
	for _, e := range people.Employments {
		if text == e.Value {
			return e.Value
		}
	}
	for _, e := range employmentWords {
		if strings.Contains(text, e[0]) && !strings.HasPrefix(text, "非") {
			return e[1]
		}
	}
	return ""
}

// roleOf reads a role by its name, with or without what stands in brackets; ok is false for a word that is none.
func roleOf(text string) (people.Role, bool) {
	text = kana.Fold(text)
	for _, r := range people.Roles {
		name := kana.Fold(r.Name)
		short, _, _ := strings.Cut(name, "(")
		if text == string(r.Role) || text == name || text == short {
			return r.Role, true
		}
	}
	return "", false
}

// roleByTitle is the role that a title gives where the file names none: the least that the title needs.
func roleByTitle(title string) people.Role {
	switch {
	case strings.HasSuffix(title, "区長") && !strings.HasSuffix(title, "副区長"):
		return people.WardHead
	case strings.HasSuffix(title, "課長"), strings.HasSuffix(title, "室長"), strings.HasSuffix(title, "所長"):
		return people.SectionHead
	case strings.HasSuffix(title, "係長"), strings.HasSuffix(title, "課長代理"), strings.HasSuffix(title, "主査"):
		return people.Supervisor
	}
	return people.Staff
}

// mainOf reads 本務/兼務; ok is false for a word that is neither.
func mainOf(text string) (main, ok bool) {
	switch kana.Fold(text) {
	case "", "本務", "本", "主":
		return true, true
	case "兼務", "兼", "併任", "兼任":
		return false, true
	}
	return false, false
}

// yesIn says whether a cell means yes: anything but the ways people write that there is none.
func yesIn(text string) bool {
	switch kana.Fold(text) {
	case "", "0", "×", "x", "なし", "無", "無し", "ない", "ー", "いいえ", "no", "false":
		return false
	}
	return true
}
