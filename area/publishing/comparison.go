package publishing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/people"
)

// Comparison is what would go out of a ward at a time, beside what went out last. To know it every page is drawn, so
// it is made when somebody asks for it, and kept.
type Comparison struct {
	At    clock.Instant
	By    string       // who asked for it
	Count int          // files
	First bool         // nothing of the ward had gone out before
	Says  string       // the differences, counted
	Diff  []Difference // of the Japanese pages and the data
}

// Compare draws the ward's public pages up to this year and keeps how they differ from the last that were written
// out. step hears how many files are done.
func (p *Publishing) Compare(ctx context.Context, a people.Actor, wardID string, step func(done, total int)) error {
	if wardID == "" || !a.MayInWard(people.Publish, wardID) {
		return refuse(a, wardID)
	}
	at := p.instant() // what is saved while the pages are drawn is newer than the comparison
	s, err := p.site(ctx, wardID, a.FY)
	if err != nil {
		return err
	}
	b, err := s.make(step)
	if err != nil {
		return err
	}
	return p.DB.Write(ctx, func(tx *db.Tx) error {
		files, err := filesOf(ctx, tx, wardID, a.FY)
		if err != nil {
			return err
		}
		var before map[string]string
		if files != "" {
			if err := json.Unmarshal([]byte(files), &before); err != nil {
				return err
			}
		}
		diff := b.compare(before)
		c := Comparison{At: at, By: a.ID, Count: len(b.files), First: before == nil, Says: countOf(diff)}
		c.Diff = slices.DeleteFunc(diff, func(x Difference) bool { return !ja(x.Path) })
		if err := saveComparison(ctx, tx, wardID, a.FY, c, b.sample()); err != nil {
			return err
		}
		return p.Note(ctx, tx, a, "compare", "office", wardID, a.FY.Era())
	})
}

// saveComparison puts a comparison in the place of the ward's earlier one of the year.
func saveComparison(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY, c Comparison, sample bool) error {
	diff, err := json.Marshal(c.Diff)
	if err != nil {
		return err
	}
	return tx.Exec(ctx, `
		INSERT INTO publishing_comparisons (ward_id, fy, by_id, at, count, first, says, diff, sample) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (ward_id, fy) DO UPDATE SET by_id = excluded.by_id, at = excluded.at, count = excluded.count, first = excluded.first, says = excluded.says, diff = excluded.diff`,
		wardID, fy, c.By, c.At, c.Count, c.First, c.Says, string(diff), sample)
}

// comparisonOf loads the ward's newest comparison of the year; At is "" where there is none.
func comparisonOf(ctx context.Context, tx *db.Tx, wardID string, fy clock.FY) (c Comparison, err error) {
	diff := ""
	err = tx.Row(ctx, `
		SELECT c.at, COALESCE(s.display, ''), c.count, c.first, c.says, c.diff FROM publishing_comparisons c LEFT JOIN staff s ON s.id = c.by_id
		WHERE c.ward_id = $1 AND c.fy = $2`, wardID, fy).Scan(&c.At, &c.By, &c.Count, &c.First, &c.Says, &diff)
	if fault.Of(err) == fault.NotFound {
		return Comparison{}, nil
	}
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(diff), &c.Diff)
}

// changed says whether something of the year that the desk shows was approved or saved after since, up to now: sample
// data may lie in the future.
func (d desk) changed(since, now clock.Instant) bool {
	after := func(at clock.Instant) bool { return since < at && at <= now }
	return after(d.Year.Announced.UpdatedAt) || slices.ContainsFunc(slices.Concat(d.Year.Promises, d.Year.Past, d.Year.Kept), func(x Promise) bool { return after(x.at()) || after(x.UpdatedAt) })
}

// countOf counts the differences in a sentence.
func countOf(diff []Difference) string {
	n := map[string]int{}
	for _, d := range diff {
		n[d.Kind]++
	}
	var out []string
	for _, k := range []string{"新しい", "変わった", "なくなった"} {
		if n[k] > 0 {
			out = append(out, fmt.Sprintf("%sファイル %d", k, n[k]))
		}
	}
	return strings.Join(out, "、")
}

// pageName is what a file of a ward's site is called where it is compared.
func (b bundle) pageName(path string) string {
	w := &b.site.Wards[0]
	names := map[string]string{"index.html": "トップ", "how.html": "この数の読み方", "about.html": "アクセシビリティ方針",
		"data/columns.html": "列の説明", "data/columns.csv": "列の説明（CSV）", w.Slug + "/index.html": w.Name + " これまでの年度"}
	if n := names[path]; n != "" {
		return n
	}
	for fy := range b.site.Standards {
		if path == standardsPath(fy) {
			return "市の基準 " + fy.Era()
		}
	}
	for _, y := range w.Years {
		if n := y.pageName(w, path); n != "" {
			return n
		}
	}
	return path
}

func (y Year) pageName(w *Ward, path string) string {
	year := func(fy clock.FY) string { return " " + fy.Era() }
	switch path {
	case yearPath(w, y.FY):
		return w.Name + "の約束と結果" + year(y.FY)
	case voicesPath(w, y.FY):
		return "声から変わったこと" + year(y.FY)
	case yearData(w, y.FY):
		return "約束と結果" + year(y.FY) + "（CSV）"
	}
	for _, p := range y.Promises {
		switch path {
		case promisePath(w, y.FY, p):
			return p.text().Title + year(y.FY)
		case promiseData(w, y.FY, p):
			return p.text().Title + year(y.FY) + "（CSV）"
		}
	}
	return ""
}

// Difference is a page that is new, changed or gone since the last writing-out.
type Difference struct{ Kind, Path, Name string }

// compare lists how the bundle differs from the last one; languages and data follow their Japanese page.
func (b bundle) compare(before map[string]string) []Difference {
	var out []Difference
	for _, f := range b.files {
		was, known := before[f.path]
		switch {
		case f.path == manifestName:
		case !known:
			out = append(out, Difference{"新しい", f.path, b.pageName(f.path)})
		case was != b.sums[f.path]:
			out = append(out, Difference{"変わった", f.path, b.pageName(f.path)})
		}
	}
	for path := range before {
		if _, still := b.sums[path]; !still {
			out = append(out, Difference{"なくなった", path, path})
		}
	}
	slices.SortFunc(out, func(x, y Difference) int { return strings.Compare(x.Path, y.Path) })
	return out
}

// ja says whether a file is one that stands for its page in every language.
func ja(path string) bool {
	return !strings.HasPrefix(path, Easy.dir()) && !strings.HasPrefix(path, En.dir()) && !strings.HasPrefix(path, "assets/")
}
