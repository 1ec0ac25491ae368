package plans

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/ui"
)

// running names the wards that run a plan, each with its first year.
func running(rec Record) string {
	if len(rec.Adoptions) == 0 {
		return "まだ始めていません"
	}
	var s []string
	for _, ad := range rec.Adoptions {
		s = append(s, ad.WardName+"（"+ad.FromFY.Era()+"から）")
	}
	return strings.Join(s, "、")
}

func names(all []string) string { return strings.Join(all, "、") }

func pathKey(key string) string { return url.PathEscape(key) }

// lowest is the plan's own word for what a group's rows are.
func lowest(g group) string {
	for i := len(g.Rows) - 1; i >= 0; i-- {
		if g.Rows[i].Counted {
			return g.Rows[i].Item.Level
		}
	}
	if len(g.Rows) > 0 {
		return g.Rows[len(g.Rows)-1].Item.Level
	}
	return "項目"
}

func hasCounted(g group) bool {
	for _, row := range g.Rows {
		if row.Counted {
			return true
		}
	}
	return false
}

func span(v view) string {
	if v.Running {
		return "4"
	}
	return "2"
}

func spanRest(v view) string {
	if v.Running {
		return "3"
	}
	return "1"
}

func readingsCell(rs []Reading, unit string) string {
	var s []string
	for _, r := range rs {
		if r.Value == nil {
			continue
		}
		one := clock.FY(r.FY).Short() + " " + Number(*r.Value) + unit
		if r.Stretch != nil {
			one += "（できれば" + Number(*r.Stretch) + unit + "）"
		}
		if r.N > 0 {
			one += "（n=" + strconv.Itoa(r.N) + "）"
		}
		s = append(s, one)
	}
	return strings.Join(s, "、")
}

// sentence says the year in one line.
func sentence(r Report) string {
	var parts []string
	for _, t := range r.Tallies() {
		parts = append(parts, fmt.Sprintf("%s%d", t.Word, t.N))
	}
	return fmt.Sprintf("%sの取組%d件は、%sです。", r.Adoption.WardName, r.Counted(), strings.Join(parts, "・"))
}

func diffWords(d Diff) string {
	var parts []string
	for _, k := range diffKinds {
		parts = append(parts, fmt.Sprintf("%s%d", k, d.Count(k)))
	}
	return strings.Join(parts, "・")
}

func asBefore(rows []Row) int {
	n := 0
	for _, row := range rows {
		n += len(row.Last)
	}
	return n
}

func lastOffices(row Row) string {
	var s []string
	for _, st := range row.Last {
		s = append(s, st.OfficeName)
	}
	return strings.Join(s, "、")
}

// served names the entries that an item supports.
func served(p Plan, keys []string) string {
	var s []string
	for _, k := range keys {
		if it := p.Find(k); it != nil {
			s = append(s, it.Title)
		}
	}
	return strings.Join(s, "、")
}

func itemHead(v view, row Row) ui.HeadOf {
	h := v.head(row.Item.Title, ui.Link{Name: v.Plan.Title, Href: v.href("")})
	h.Sub = strings.Join(append(v.parents(row), row.Item.Level+row.Item.Number), " › ")
	if row.State.Word != "" {
		state := row.State
		h.State, h.Meta = &state, v.Adoption.WardName+"　"+v.FY.Era()
	}
	return h
}

func wardChoices(f uploadForm) []ui.Choice {
	var out []ui.Choice
	if f.City {
		out = append(out, ui.Choice{Value: "", Name: "全市（どの区も始められる）"})
	}
	for _, w := range f.Wards {
		out = append(out, ui.Choice{Value: w.ID, Name: w.Name})
	}
	return out
}

func where(p Problem) string {
	if s := p.Place.String(); s != "" {
		return s
	}
	return "ファイル全体"
}
