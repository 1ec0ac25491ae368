package ratings

import (
	"context"
	"slices"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/people"
)

// years is how many years before a rating are shown beside it.
const years = 6

// Index is the list of a ward's ratings.
type Index struct {
	Ward  people.Office
	Wards []people.Office // for who reads every ward
	Rows  []Row
}

// Row is a rating with its results.
type Row struct {
	Rating
	Results Results
}

// Index loads the ratings of a ward; "" is a's own ward, or the first one for who reads all.
func (rs *Ratings) Index(ctx context.Context, a people.Actor, wardID string) (x Index, err error) {
	err = rs.DB.Read(ctx, func(tx *db.Tx) error {
		if x.Ward, x.Wards, err = wardOf(ctx, tx, a, wardID); err != nil || x.Ward.ID == "" {
			return err
		}
		all, err := list(ctx, tx, a, x.Ward.ID, 9999, 20)
		if err != nil {
			return err
		}
		scores, err := scoresOf(ctx, tx, all...)
		x.Rows = nil
		for _, r := range all {
			x.Rows = append(x.Rows, Row{r, Work(r.Draft, scores[r.ID])})
		}
		return err
	})
	return x, err
}

// wardOf finds the ward that a page is about; another ward's is not found.
func wardOf(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) (w people.Office, all []people.Office, err error) {
	if wardID == "" {
		wardID = a.WardID
	}
	if a.City() {
		if all, err = people.Wards(ctx, tx, a.Today); err != nil || len(all) == 0 {
			return w, all, err
		}
		if wardID == "" {
			return all[0], all, nil
		}
	}
	if w, err = people.OfficeIn(ctx, tx, wardID); err != nil || w.Kind != "ward" || !a.SeesWard(w.ID) {
		return w, all, fault.Missing("この区")
	}
	return w, all, nil
}

// View is a rating's page.
type View struct {
	Rating
	Results
	Earlier []Earlier
	Actions []Action // this year's
	Past    []Past   // those of earlier years, with the mark that followed
	Figures []Figure // the ward's own survey in the same time
}

// Past is an earlier year's action beside the means of its item then and now.
type Past struct {
	Action
	FY        clock.FY
	Name      string // field and item
	Then, Now Mean   // without a value where they may not be compared
}

// View loads a rating's page: its means, the years before it, what was done, and what visitors said.
func (rs *Ratings) View(ctx context.Context, a people.Actor, ratingID string) (v View, err error) {
	err = rs.DB.Read(ctx, func(tx *db.Tx) error { v, err = rs.viewIn(ctx, tx, a, ratingID); return err })
	return v, err
}

func (rs *Ratings) viewIn(ctx context.Context, tx *db.Tx, a people.Actor, ratingID string) (v View, err error) {
	if v.Rating, err = find(ctx, tx, a, ratingID); err != nil {
		return v, err
	}
	before, err := list(ctx, tx, a, v.WardID, v.FY-1, years)
	if err != nil {
		return v, err
	}
	all := append([]Rating{v.Rating}, before...)
	scores, err := scoresOf(ctx, tx, all...)
	if err != nil {
		return v, err
	}
	actions, err := actionsOf(ctx, tx, all...)
	if err != nil {
		return v, err
	}
	v.Results = Work(v.Draft, scores[v.ID])
	for _, x := range before {
		e := compare(v.Rating, x, Work(x.Draft, scores[x.ID]))
		v.Earlier = append(v.Earlier, e)
		v.Past = append(v.Past, v.past(e, actions)...)
	}
	for _, x := range actions {
		if x.RatingID == v.ID {
			v.Actions = append(v.Actions, x)
		}
	}
	if rs.Survey != nil {
		v.Figures, err = rs.Survey(ctx, tx, a, v.WardID, v.From, v.To)
	}
	return v, err
}

// past sets the actions of an earlier year beside the means of then and now.
func (v View) past(e Earlier, actions []Action) (out []Past) {
	for _, x := range actions {
		if x.RatingID != e.Rating.ID {
			continue
		}
		p := Past{Action: x, FY: e.Rating.FY, Name: x.about(e.Rating)}
		for _, f := range v.Results.Fields {
			if e.Whys[f.Key] != "" || e.matches[f.Key].Key != x.Field {
				continue
			}
			if x.Item == "" {
				p.Now, p.Then = f.Mean, e.matches[f.Key].Mean
			}
			old, _ := e.matches[f.Key].Field.Item(x.Item)
			for _, i := range f.Items {
				if x.Item != "" && same(i.Name, old.Name) {
					p.Now, p.Then = i.Mean, e.items[f.Key+"/"+i.Key]
				}
			}
		}
		out = append(out, p)
	}
	return out
}

// about names what an action is about: 電話応対「名のり」.
func (x Action) about(r Rating) string {
	f, _ := r.Field(x.Field)
	if it, ok := f.Item(x.Item); ok {
		return f.Name + "「" + it.Name + "」"
	}
	return f.Name
}

// figure is what visitors said of an item; ok is false where the survey has none that matches.
func (v View) figure(it Item) (f Figure, ok bool) {
	name := it.Ask
	if name == "" {
		name = it.Name
	}
	for _, f := range v.Figures {
		if same(f.Item, name) {
			return f, true
		}
	}
	return f, false
}

// others are the published figures of a field by its name, "" the whole.
func (x Rating) others(field string) (out []Other) {
	for _, o := range x.Others {
		if o.Field == field {
			out = append(out, o)
		}
	}
	return out
}

// starred says the stars of a mean in a sentence: ★★（3.5点以上）.
func (d Draft) starred(m Mean) string {
	if m.Value == nil {
		return ""
	}
	stars, ok := d.Rule.Stars(m.Value)
	if !ok {
		return "きまりのしきい値が入っていないため、星は出していません"
	}
	for _, l := range d.Rule.Levels {
		if l.Stars == stars && l.AtLeast != nil {
			return starsWord(stars) + "（" + points(*l.AtLeast) + "点以上）"
		}
	}
	return starsWord(stars) + "（いちばん下のしきい値に届きません）"
}

// disagrees says that the announced stars are not those of the rule, or "".
func (v View) disagrees() string {
	stars, ok := v.Rule.Stars(v.Whole.Value)
	if !ok || v.Announced == nil || *v.Announced == stars {
		return ""
	}
	return "公表された星は" + starsWord(*v.Announced) + "、入っている評点ときまりからは" + starsWord(stars) + "です。評点かきまりを報告書と見くらべてください。"
}

// count says what a mean was taken over: 調査員2人・4回・評点64個.
func (m Mean) count(k Kind) string {
	times := "訪問"
	if k == Call {
		times = "電話"
	}
	return "調査員" + itoa(m.Investigators) + "人・" + times + itoa(m.Times) + "回・評点" + itoa(m.N) + "個"
}

// below says that an item lies under its field's mean.
func (f FieldResult) below(it ItemResult) bool {
	return it.Mean.Value != nil && f.Mean.Value != nil && it.Mean.Value.Cmp(f.Mean.Value) < 0
}

// records lists the records that have marks, in the order of fields and numbers, with how many marks each has.
func records(d Draft, scores []Score) (out []record) {
	n := map[Sheet]int{}
	for _, s := range scores {
		n[Sheet{s.Field, s.Investigator, s.Visit}]++
	}
	for s, k := range n {
		f, _ := d.Field(s.Field)
		out = append(out, record{s, f, k})
	}
	place := func(f Field) int { return slices.IndexFunc(d.Fields, func(g Field) bool { return g.Key == f.Key }) }
	slices.SortFunc(out, func(a, b record) int {
		if p := place(a.field) - place(b.field); p != 0 {
			return p
		}
		if a.Investigator != b.Investigator {
			return a.Investigator - b.Investigator
		}
		return a.Visit - b.Visit
	})
	return out
}

type record struct {
	Sheet
	field Field
	marks int
}

// pairs are two people's versions side by side.
func (d Draft) pairs(mine Draft) []ui.Pair {
	return []ui.Pair{{Label: "年度", Theirs: d.FY.Era(), Mine: mine.FY.Era()}, {Label: "調査の名前", Theirs: d.Name, Mine: mine.Name}, {Label: "調べた人", Theirs: d.By, Mine: mine.By},
		{Label: "期間", Theirs: d.period(), Mine: mine.period()}, {Label: "物差し", Theirs: d.Scale.Words(), Mine: mine.Scale.Words()},
		{Label: "分野と項目", Theirs: WriteFields(d.Fields), Mine: WriteFields(mine.Fields)}, {Label: "平均の出し方", Theirs: d.Rule.Words(), Mine: mine.Rule.Words()},
		{Label: "星の段階", Theirs: WriteLevels(d.Rule.Levels), Mine: WriteLevels(mine.Rule.Levels)}}
}

func (d Draft) period() string { return d.From.Slash() + "〜" + d.To.Slash() }

// Publication is what the public would read once it is approved: means with n, the rule and the announced stars.
func (v View) Publication() Publication {
	p := Publication{RatingID: v.ID, WardID: v.WardID, Title: v.WardName + "　" + v.Name + "　" + v.FY.Era(), Sample: v.Sample}
	p.Lines = append(p.Lines, "調べた人 "+v.By+"、期間 "+v.period()+"、"+v.Scale.Words())
	for _, f := range v.Results.Fields {
		p.Lines = append(p.Lines, f.Name+" "+f.Mean.String()+"点（"+f.Mean.count(f.Kind)+"）")
	}
	whole := "全体 " + v.Whole.String() + "点"
	if v.Announced != nil {
		whole += "、公表された星 " + starsWord(*v.Announced)
	}
	p.Lines = append(p.Lines, whole, v.Rule.Words())
	return p
}
