package surveys

import (
	"fmt"
	"strings"

	"github.com/skip2/go-qrcode"

	"kaname/kit/clock"
	"kaname/kit/ui"
	"kaname/people"
)

// indexRow is one survey in the list.
type indexRow struct {
	Survey Survey
	State  ui.State
	Month  string // forms this month
	N      int
	Top2   string // in words, hidden below the limit
}

func indexRowOf(s Survey, c *Columns, limit int, today clock.Date) indexRow {
	row := indexRow{Survey: s, State: *stateOf(s, today), N: c.N()}
	month := c.Forms(Part{From: string(today)[:7], To: string(today)[:7]})
	row.Month = formsWord(month, limit, false)
	if few(month, limit) {
		row.Month = fmt.Sprintf("%d件未満", limit)
	}
	if c.overall < 0 {
		row.Top2 = "全体の問いがありません"
		return row
	}
	switch overall := c.Count(c.overall, Part{}); {
	case few(overall.N(), limit):
		row.Top2 = HiddenWord(limit)
	case overall.N() == 0:
		row.Top2 = "答えが届くと出ます"
	default:
		row.Top2 = fmt.Sprintf("%s%%（n=%d）", overall.Top2Rate(), overall.N())
	}
	return row
}

// yearSwitch chooses the fiscal year of the list.
func yearSwitch(fy, now clock.FY) ui.Switch {
	s := ui.Switch{Name: "年度", Now: fy.Era()}
	for y := now + 1; y >= now-4; y-- {
		s.Ways = append(s.Ways, ui.Link{Name: y.Era(), Href: "/voices?fy=" + itoa(int(y)), On: y == fy})
	}
	return s
}

// stateOf is the survey's state as a word with its shape.
func stateOf(s Survey, today clock.Date) *ui.State {
	switch {
	case s.Taking(today):
		return &ui.State{Word: "受けとり中", Shape: "full", Tone: "good"}
	case s.Over(today):
		return &ui.State{Word: "終わりました", Shape: "done", Tone: "quiet"}
	}
	return &ui.State{Word: "準備中", Shape: "think", Tone: "quiet"}
}

func tabs(s Survey, on string) []ui.Link {
	var links []ui.Link
	for _, t := range [][2]string{{"", "全体"}, {"moves", "うごき"}, {"compare", "くらべる"}, {"cross", "かけ合わせ"}, {"comments", "自由記述"},
		{"changes", "変わったこと"}, {"counters", "窓口と掲示"}, {"entry", "紙の入力"}, {"kiosks", "端末"}, {"about", "この調べについて"}} {
		links = append(links, ui.Link{Name: t[1], Href: strings.TrimSuffix("/voices/"+s.ID+"/"+t[0], "/"), On: t[0] == on})
	}
	return links
}

func weight(w float64) string {
	return strings.Replace(fmt.Sprintf("%.2f", w), "-", "−", 1)
}

// width is the Wilson interval of the satisfaction in words: 72.1〜79.9%.
func width(c Counts) string {
	if c.N() == 0 {
		return "–"
	}
	low, high := Wilson(c.Top2(), c.N())
	return fmt.Sprintf("%.1f〜%.1f%%", 100*low, 100*high)
}

func reviewWord(l Lang) string {
	switch l.Review() {
	case "origin":
		return "もとの文です"
	case "reviewed":
		return "その言葉を母語とする人が確かめました"
	}
	return "その言葉を母語とする人の確かめを待っています"
}

func draftTitle(s Survey) string {
	if s.ID == "" {
		return "アンケートを作る"
	}
	return "アンケートをなおす"
}

func draftAction(s Survey) string {
	if s.ID == "" {
		return "/voices"
	}
	return "/voices/" + s.ID
}

func officeChoices(offices []people.Office, may func(people.Office) bool) []ui.Choice {
	var all []ui.Choice
	for _, o := range offices {
		if may(o) {
			all = append(all, ui.Choice{Value: o.ID, Name: strings.Repeat("　", max(0, o.Depth()-1)) + o.Name})
		}
	}
	return all
}

func surveyChoices(all []Survey) []ui.Choice {
	var cs []ui.Choice
	for _, s := range all {
		cs = append(cs, ui.Choice{Value: s.ID, Name: s.Title})
	}
	return cs
}

func goalChoices(goals []GoalLink) []ui.Choice {
	cs := []ui.Choice{{Value: "", Name: "つなげない"}}
	for _, g := range goals {
		cs = append(cs, ui.Choice{Value: g.ID, Name: g.Name})
	}
	return cs
}

func goalHref(goals []GoalLink, id string) string {
	for _, g := range goals {
		if g.ID == id && id != "" {
			return g.Href
		}
	}
	return ""
}

// sent says how many forms came from each counter; small numbers are hidden like every other cell.
func (r Results) sent() map[string]string {
	counters := r.columns.Counters()
	n := make([]int, len(counters))
	for i, id := range counters {
		n[i] = r.columns.Forms(Part{Counter: id})
	}
	h := Hide(n, r.Limit)
	words := map[string]string{}
	for i, id := range counters {
		words[id] = formsWord(n[i], r.Limit, h.Cells[i])
	}
	return words
}

func formsWord(n, limit int, hidden bool) string {
	if hidden {
		return fmt.Sprintf("%d件未満を守るため出しません", limit)
	}
	return fmt.Sprintf("%d件", n)
}

// qr draws the QR code of an address as one path; its quiet zone is four modules wide, as readers need.
func qr(address string) string {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return ""
	}
	bits := code.Bitmap()
	var path strings.Builder
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	n := len(bits)
	return fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="アンケートを開くQRコード" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		n, n, n, n, path.String())
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
