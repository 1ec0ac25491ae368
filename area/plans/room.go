package plans

// Room is a hint at where in the house an item is carried out.
type Room string

// rooms names every room a plan may point to, in the words of the template.
var rooms = []struct {
	Room Room
	Name string
}{
	{"goals", "目標"},
	{"standards", "基準"},
	{"policies", "方針"},
	{"aims", "月間目標"},
	{"surveys", "アンケート"},
	{"approval", "承認"},
	{"publishing", "公開"},
	{"calendar", "段取り"},
	{"plans", "計画"},
	{"people", "名簿"},
	{"kaizen", "改善"},
	{"voices", "市民の声"},
	{"ratings", "格付け"},
	{"training", "学び"},
	{"thanks", "ありがとう"},
	{"awards", "表彰"},
	{"area", "地域"},
	{"huddle", "朝会"},
	{"meetings", "集まり"},
	{"teams", "プロジェクト"},
	{"newsletter", "庁内報"},
	{"reports", "年次報告"},
	{"leader", "区長だより"},
	{"appraisal", "目標管理シート"},
	{"staffsurvey", "職員アンケート"},
	{"proposals", "職員提案"},
	{"research", "政策研究"},
}

// Name is what people call the room; "" for a room this house does not know.
func (r Room) Name() string {
	for _, known := range rooms {
		if known.Room == r {
			return known.Name
		}
	}
	return ""
}

// roomNamed finds a room by its key or by the name people use.
func roomNamed(s string) (Room, bool) {
	for _, known := range rooms {
		if string(known.Room) == s || known.Name == s {
			return known.Room, true
		}
	}
	return "", false
}

func roomNames() []string {
	var all []string
	for _, r := range rooms {
		all = append(all, string(r.Room))
	}
	return all
}
