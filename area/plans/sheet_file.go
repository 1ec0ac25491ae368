package plans

import (
	"net/http"
	"strings"

	"kaname/kit/fault"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/kit/web"
)

// blankRows are the empty rows of the template that hold text, so that Excel does not make a date of 1-2.
const blankRows = 300

func columns() []textfile.Column {
	out := make([]textfile.Column, len(cols))
	for i, c := range cols {
		out[i] = textfile.Column{Key: c.key, Name: c.name, Aliases: c.aliases, Help: c.help, Example: c.example, Number: c.number, Required: c.key == "kind" || c.key == "title"}
	}
	return out
}

// ParseSheet reads one plan from the filled-in template, as xlsx or CSV, and checks it.
func ParseSheet(name string, data []byte) (Plan, Problems) {
	t, err := textfile.Read(name, data)
	if err != nil {
		return Plan{}, Problems{{What: fault.As(err).Say, Remedy: "ひな型を書き出して、見くらべてください。"}}
	}
	t = t.FindHeader(columns())
	at := Place{Line: t.HeaderLine}
	m, err := textfile.Match(t.Header, columns())
	if err != nil {
		var ps Problems
		fault.ProblemsOf(err).Each(func(_, say string) { ps.add(at, say, "", "ひな型の見出しを使ってください。") })
		return Plan{}, ps
	}
	var slips Problems
	for _, h := range m.Unknown {
		remedy := "ひな型の見出しに直すか、「備考」にするか、列ごと消してください。"
		if near := nearest(h, columnNames()); near != "" {
			remedy = "「" + near + "」ではありませんか。"
		}
		slips.add(at, "「"+clip(h)+"」という列が分かりません。", "書いたことが読まれずに消えるのを防ぐためです。", remedy)
	}
	var rows []sheetRow
	for _, r := range t.Rows {
		if !r.Blank() {
			rows = append(rows, sheetRow{line: r.Line, get: func(key string) string { return m.Get(r, key) }})
		}
	}
	p, ps := parseRows(rows)
	slips = append(slips, ps...)
	return p, slips
}

func columnNames() []string {
	var all []string
	for _, c := range cols {
		all = append(all, c.name)
	}
	return all
}

// sheetOf writes rows by column key in the order of the template.
func sheetOf(title string, rows []cells, notes ...string) textfile.Sheet {
	s := textfile.Sheet{Title: title, Columns: columns(), Notes: notes}
	for _, c := range rows {
		line := make([]string, len(cols))
		for i := range cols {
			line[i] = c[cols[i].key]
		}
		s.Rows = append(s.Rows, line)
	}
	return s
}

var notes = []string{
	"1行に一つ書きます。「区分」で何の行かを決め、はじめの「計画全体」の行で計画の名や段の名を決めます。",
	"「番号」は、版を改めても変えない印です。次の版では、同じ番号の取組が担当と近況を引きつぎます。",
	"取組をやめるときは行を消さず、「終了」の行に年度と理由を書きます。",
	"数の目標がない取組は、目標の列をすべて空にします。",
	"記入例の行は、書きかえるか消してから使ってください。",
}

// Template is the sheet that an office fills in: a small made-up plan with a row of every kind.
func Template() textfile.Sheet {
	s := sheetOf("計画", sheetCells(example()), notes...)
	for range blankRows {
		s.Rows = append(s.Rows, make([]string, len(cols)))
	}
	return s
}

func example() Plan {
	five, two, eighty, was, aim := 5.0, 2.0, 80.0, 61.5, 70.0
	return Plan{
		ID: "minato-2026", Version: "1.0", Title: "窓口みちしるべ", Municipality: "湊市", Ward: "みなと区", From: 2026, To: 2029, Levels: []string{"柱", "方針", "取組"},
		Slogan: "また来てもよい窓口へ", Vision: []string{"話しやすく、一度で用がすむ区役所にする。"}, Staff: []string{"来た人の話を最後まで聞く職員"}, Workplace: []string{"困ったことを言い合える職場"},
		Principles: []Principle{{Key: "r1", Title: "市民の視点", Text: "相手の立場で考える。"}},
		Roles:      []Role{{Who: "所属長", Duties: []string{"職員の工夫を支える"}}},
		Revisions:  []Revision{{FY: 2028, Text: "中間見直しで取組の数をしぼる"}},
		Items: []Item{{Key: "1", Level: "柱", Title: "待たせない", Items: []Item{
			{Key: "1-0", Level: "方針", Title: "手順を減らす", Text: "書く所と回る所を減らします。", Statement: true},
			{Key: "1-1", Level: "取組", Title: "書かせない窓口", Before: "3枚の用紙に住所を書く", After: "1回聞いて職員が入力する", Responsible: []string{"区民課", "税務課"}, Serves: []string{"1-0"},
				Targets: []Target{{Shape: Ratio, Value: &eighty, Unit: "%", Of: "転入手続きの件数", By: 2028}, {Shape: Cadence, Value: &two, Every: Monthly, What: "点検する"}}},
			{Key: "1-2", Level: "取組", Title: "外の研修に出る", From: 2026, To: 2027, Targets: []Target{{Shape: Count, Value: &five, Unit: "人", Every: Yearly}}},
			{Key: "1-3", Level: "取組", Title: "意見交換会", Targets: []Target{{Shape: Coverage, Of: "全課", By: 2026}}},
			{Key: "1-4", Level: "取組", Title: "記載台の見直し", Targets: []Target{{Shape: Milestone, By: 2027, What: "やりとげる"}}},
			{Key: "1-5", Level: "取組", Title: "接遇研修", Targets: []Target{{Shape: Conditional, When: "窓口の格付けの結果", Then: "内容を見直す"}}},
			{Key: "1-6", Level: "取組", Title: "昼の放送", Ended: &Ending{FY: 2027, Why: "案内表示に移した"}},
		}}},
		Indicators: []Indicator{{Key: "s1", Title: "応対に満足した回答者の割合", Unit: "%", Base: "市民意識調査の回答者", Source: Origin{Kind: OutsideSurvey, Name: "市民意識調査", By: "市企画課", Question: "問12"},
			Baseline: []Reading{{FY: 2024, Value: &was, N: 1204}}, Targets: []Reading{{FY: 2028, Value: &aim}}}},
	}
}

func (ps *Plans) template(w http.ResponseWriter, r *http.Request) error {
	as := web.Query(r).Get("as")
	return textfile.Send(w, as, Template(), textfile.FileName(textfile.Ext(as), "計画のひな型"))
}

// writePlan gives a plan back as a filled-in template: what is read from it is the same plan.
func writePlan(w http.ResponseWriter, r *http.Request, as string, p Plan) error {
	return ui.SendList(w, r, sheetOf("計画", sheetCells(p), notes...), textfile.FileName(textfile.Ext(as), p.Title, p.Version+"版"))
}

// reportSheet is a year's report as a list: one line for each initiative and office, none left out.
func reportSheet(r Report) textfile.Sheet {
	s := textfile.Sheet{Title: r.FY.Era() + "報告", Notes: []string{sentence(r), "取組のすべてを、状態と理由つきで載せています。いくつかの所属が行う取組は、所属ごとに1行です。"}}
	for _, c := range [][2]string{{"番号", "計画の中の番号"}, {"段", "計画での段の名"}, {"上の段", "上の段の題名"}, {"取組", "題名"}, {"目標", "計画が約束したこと"}, {"担当", "動かしている所属"}, {"おもな人", ""}, {"状態", ""}, {"ようす・理由", "いちばん新しいひとことか、その状態の理由"}} {
		s.Columns = append(s.Columns, textfile.Column{Name: c[0], Help: c[1]})
	}
	for _, row := range r.Rows {
		if !row.Counted {
			continue
		}
		it := row.Item
		base := []string{it.Key, it.Level, strings.Join(r.parents(row), " › "), it.Title, it.TargetWords()}
		if len(row.Standings) == 0 {
			s.Rows = append(s.Rows, append(base, "", "", row.State.Word, row.Why))
		}
		for _, st := range row.Standings {
			s.Rows = append(s.Rows, append(base[:5:5], st.OfficeName, st.OwnerName, st.State.Word, st.Line))
		}
	}
	return s
}

func writeReport(w http.ResponseWriter, r *http.Request, as string, rep Report) error {
	return ui.SendList(w, r, reportSheet(rep), textfile.FileName(textfile.Ext(as), rep.FY.Era(), rep.Plan.Title, rep.Adoption.WardName))
}
