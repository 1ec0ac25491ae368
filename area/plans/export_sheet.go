package plans

import (
	"strconv"
	"strings"
)

// cells is one row of the sheet by column key.
type cells map[string]string

// sheetCells writes the plan as rows of the template, in the order of the document; parseRows reads the same plan back.
func sheetCells(p Plan) []cells {
	w := &sheetWriter{}
	for _, f := range headFields {
		value := strings.Join(p.Levels, "／")
		if f.text != nil {
			value = *f.text(&p)
		} else if f.year != nil {
			value = yearCell(*f.year(&p))
		}
		w.add(cells{"kind": kindHead, "title": f.word, "text": value})
	}
	w.lines(kindVision, p.Vision)
	w.lines(kindGround, p.Background)
	w.lines(kindStaff, p.Staff)
	w.lines(kindWork, p.Workplace)
	for _, pr := range p.Principles {
		w.add(cells{"kind": kindPrinciple, "key": pr.Key, "title": pr.Title, "text": pr.Text, "room": pr.Room.Name()})
	}
	for _, r := range p.Roles {
		if len(r.Duties) == 0 {
			w.add(cells{"kind": kindRole, "title": r.Who})
		}
		for _, d := range r.Duties {
			w.add(cells{"kind": kindRole, "title": r.Who, "text": d})
		}
	}
	w.revisions(p.Revisions, "")
	w.items(p.Items, "")
	w.indicators(p.Indicators, "")
	return w.rows
}

type sheetWriter struct{ rows []cells }

func (w *sheetWriter) add(c cells) { w.rows = append(w.rows, c) }

func (w *sheetWriter) lines(kind string, lines []string) {
	for _, l := range lines {
		w.add(cells{"kind": kind, "text": l})
	}
}

func (w *sheetWriter) items(items []Item, parent string) {
	for _, it := range items {
		row := cells{"kind": it.Level, "key": it.Key, "parent": parent, "number": it.Number, "title": it.Title, "text": it.Text, "before": it.Before, "after": it.After,
			"responsible": strings.Join(it.Responsible, "／"), "room": it.Room.Name(), "serves": strings.Join(it.Serves, "／"), "years": spanCell(it.From, it.To)}
		if parent == "" {
			row["parent"] = atTop
		}
		if it.Statement {
			row["run"] = "しない"
		}
		for i, t := range it.Targets {
			if i == 0 {
				w.target(row, t)
			}
		}
		w.add(row)
		for _, t := range it.Targets[min(1, len(it.Targets)):] {
			more := cells{"kind": kindTarget, "parent": it.Key}
			w.target(more, t)
			w.add(more)
		}
		w.revisions(it.Revisions, it.Key)
		if it.Ended != nil {
			w.ending(it.Ended, it.Key)
		}
		w.indicators(it.Indicators, it.Key)
		w.items(it.Items, it.Key)
	}
}

func (w *sheetWriter) target(row cells, t Target) {
	row["shape"], row["unit"], row["of"] = t.Shape.Name(), t.Unit, t.Of
	row["value"], row["stretch"] = numberCell(t.Value), numberCell(t.Stretch)
	row["every"], row["direction"] = periodCell[t.Every], dirWord[t.Direction]
	row["what"], row["when"], row["then"], row["indicator"] = t.What, t.When, t.Then, t.Indicator
	switch {
	case t.From != 0:
		row["due"] = yearCell(t.From) + "〜" + yearCell(t.By)
	case t.By != 0:
		row["due"] = yearCell(t.By)
	}
}

var periodCell = map[Period]string{Daily: "日", Weekly: "週", Monthly: "月", Quarterly: "四半期", Yearly: "年"}

func (w *sheetWriter) indicators(ins []Indicator, parent string) {
	for _, in := range ins {
		w.add(cells{"kind": kindIndicator, "key": in.Key, "parent": parent, "title": in.Title, "unit": in.Unit, "of": in.Base, "direction": dirWord[in.Direction],
			"origin": originWord[in.Source.Kind], "name": in.Source.Name, "by": in.Source.By, "question": in.Source.Question})
		for _, v := range in.Baseline {
			w.reading(kindActual, in.Key, v)
		}
		for _, v := range in.Targets {
			w.reading(kindGoal, in.Key, v)
		}
		if in.Ended != nil {
			w.ending(in.Ended, in.Key)
		}
	}
}

func (w *sheetWriter) reading(kind, indicator string, v Reading) {
	row := cells{"kind": kind, "parent": indicator, "years": yearCell(v.FY), "value": numberCell(v.Value), "stretch": numberCell(v.Stretch)}
	if v.N != 0 {
		row["n"] = strconv.Itoa(v.N)
	}
	w.add(row)
}

func (w *sheetWriter) revisions(rs []Revision, parent string) {
	for _, v := range rs {
		w.add(cells{"kind": kindRevision, "parent": parent, "years": yearCell(v.FY), "text": v.Text})
	}
}

func (w *sheetWriter) ending(e *Ending, parent string) {
	w.add(cells{"kind": kindEnding, "parent": parent, "years": yearCell(e.FY), "text": e.Why})
}

func numberCell(v *float64) string {
	if v == nil {
		return ""
	}
	return Number(*v)
}

func yearCell(fy int) string {
	if fy == 0 {
		return ""
	}
	return EraYear(fy)
}

func spanCell(from, to int) string {
	switch {
	case from == 0 && to == 0:
		return ""
	case from == to:
		return yearCell(from)
	}
	return yearCell(from) + "〜" + yearCell(to)
}
