package surveys

import (
	"context"
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// HiddenWord stands wherever a figure is too small to be shown.
func HiddenWord(limit int) string {
	return fmt.Sprintf("%d件未満のため表示しません", limit)
}

// Results are everything a results page says about one survey, counted at one moment.
type Results struct {
	Survey    Survey
	Limit     int
	N         int // forms sent
	ByMode    [len(Modes)]int
	Latest    clock.Date // day of the newest answer
	Items     []ItemRow  // the five-point questions, as asked
	Others    []Tally    // the other closed questions and those of numbers and days
	Portfolio Portfolio
	Months    Groups // the overall item by month

	columns  *Columns
	counters []Counter
}

// ItemRow is one item over the whole survey.
type ItemRow struct {
	Item
	Counts
	Hidden bool // answered by at least one and fewer than the limit
}

// GroupRow is one counter or month.
type GroupRow struct {
	Key, Name string
	Counts
	Hidden bool
}

// Groups are the answers to one item side by side, none of which can be worked out if it is hidden.
type Groups struct {
	Item   int
	Rows   []GroupRow
	Total  Counts
	Hidden bool // the total too
}

// Results counts the survey for those in whose reach it is.
func (ss *Surveys) Results(ctx context.Context, a people.Actor, surveyID string) (r Results, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		r, err = ss.resultsIn(ctx, tx, s)
		return err
	})
	return r, err
}

func (ss *Surveys) resultsIn(ctx context.Context, tx *db.Tx, s Survey) (Results, error) {
	city, err := ss.City(ctx)
	if err != nil {
		return Results{}, err
	}
	counters, err := wardCounters(ctx, tx, s)
	if err != nil {
		return Results{}, err
	}
	c, err := ss.columnsOf(ctx, tx, s)
	if err != nil {
		return Results{}, err
	}
	return resultsOf(s, c, counters, limitOf(city.HideBelow)), nil
}

func resultsOf(s Survey, c *Columns, counters []Counter, limit int) Results {
	r := Results{Survey: s, Limit: limit, N: c.N(), ByMode: c.ByMode(), Latest: clock.Date(c.Latest()), columns: c, counters: counters}
	all := c.CountAll(Part{})
	for i, it := range c.items {
		r.Items = append(r.Items, ItemRow{Item: it, Counts: all[i], Hidden: few(all[i].N(), limit)})
	}
	r.Others = tallies(s.Form, c, limit)
	if c.overall >= 0 {
		r.Portfolio = MakePortfolio(all, c.AllPairs(Part{}), c.overall, limit)
	}
	if len(c.items) > 0 {
		r.Months = r.ByMonth(r.first())
	}
	return r
}

// first is the place of the item that stands for the whole: the overall one, or the first where the form has none.
func (r Results) first() int { return max(r.columns.overall, 0) }

// overall is that item's row; zero where the form has no five-point question.
func (r Results) overall() ItemRow {
	if len(r.Items) == 0 {
		return ItemRow{}
	}
	return r.Items[r.first()]
}

func few(n, limit int) bool { return n > 0 && n < limit }

// ByCounter is one item for each counter, in the order of the offices; counters without answers are left out.
func (r Results) ByCounter(item int) Groups {
	by := map[string]Counts{}
	for _, g := range r.columns.ByCounter(item, Part{}) {
		by[g.Key] = g.Counts
	}
	var rows []GroupRow
	for _, c := range r.counters {
		if n, ok := by[c.ID]; ok {
			rows = append(rows, GroupRow{Key: c.ID, Name: c.Place, Counts: n})
		}
	}
	return hideGroups(item, rows, r.Limit)
}

// ByMonth is one item for each month, oldest first.
func (r Results) ByMonth(item int) Groups {
	var rows []GroupRow
	for _, g := range r.columns.ByMonth(item, Part{}) {
		rows = append(rows, GroupRow{Key: g.Key, Name: monthName(g.Key), Counts: g.Counts})
	}
	return hideGroups(item, rows, r.Limit)
}

func hideGroups(item int, rows []GroupRow, limit int) Groups {
	g := Groups{Item: item, Rows: rows}
	n := make([]int, len(rows))
	for i, row := range rows {
		n[i] = row.N()
		g.Total = g.Total.Add(row.Counts)
	}
	h := Hide(n, limit)
	for i := range rows {
		rows[i].Hidden = h.Cells[i]
	}
	g.Hidden = h.Total
	return g
}

func monthName(m string) string {
	return m[:4] + "年" + strings.TrimPrefix(m[5:], "0") + "月"
}

// Sentence is the survey in one breath: satisfaction with its n, how it stands to the month before, what to look at first.
func (r Results) Sentence() string {
	overall := r.overall()
	switch {
	case r.N == 0:
		return "まだ届いていません。"
	case len(r.Items) == 0:
		return fmt.Sprintf("回答は%d件です。", r.N)
	case overall.Hidden || overall.N() == 0:
		return fmt.Sprintf("回答は%d件です。%d件に届くまで、割合は出しません。", r.N, r.Limit)
	case overall.N() < BarsFrom:
		return fmt.Sprintf("%s人は%d人中%d人です。%d件に届くまで、図や重みは出しません。", r.content("「満足」と答えた", "で上2つを選んだ"), overall.N(), overall.Top2(), BarsFrom)
	}
	s := fmt.Sprintf("%s%s%%（n=%d）。", r.content("満足は", "の上2つは"), overall.Top2Rate(), overall.N())
	s += r.Months.lastStep()
	if fix := r.Portfolio.In(FixFirst); len(fix) > 0 {
		s += "「" + r.columns.items[fix[0].Item].Short(Ja).Plain() + "」は、重みの割に低いままです。"
	}
	return s
}

// content is how the sentence speaks of the two best answers: as 満足 of the overall item, else by the item's name.
func (r Results) content(whole, part string) string {
	if r.columns.overall >= 0 {
		return whole
	}
	return "「" + r.overall().Short(Ja).Plain() + "」" + part
}

// lastStep compares the newest month with the one before it, in words.
func (g Groups) lastStep() string {
	if len(g.Rows) < 2 {
		return ""
	}
	a, b := g.Rows[len(g.Rows)-2], g.Rows[len(g.Rows)-1]
	if a.Hidden || b.Hidden || a.N() == 0 || b.N() == 0 {
		return ""
	}
	return fmt.Sprintf("%sは%s%%（n=%d）、%sは%s%%（n=%d）で、%s", a.Name, a.Top2Rate(), a.N(), b.Name, b.Top2Rate(), b.N(),
		clearWord(Difference(a.Top2(), a.N(), b.Top2(), b.N())))
}

func clearWord(d Shift) string {
	switch {
	case !d.Clear:
		return "差ははっきりしません。"
	case d.Points > 0:
		return fmt.Sprintf("%sポイント高く、はっきりした差があります。", d.Points)
	}
	return fmt.Sprintf("%sポイント低く、はっきりした差があります。", Tenths(-d.Points))
}

// Standing says which counter differs most clearly from all the others together.
func (r Results) Standing(g Groups) string {
	best, word := Tenths(0), ""
	for _, row := range g.Rows {
		rest := g.Total.N() - row.N()
		if row.Hidden || g.Hidden || row.N() == 0 || rest < 1 {
			continue
		}
		d := Difference(g.Total.Top2()-row.Top2(), rest, row.Top2(), row.N())
		if size := max(d.Points, -d.Points); d.Clear && size > best {
			best, word = size, row.Name+"は「"+r.columns.items[g.Item].Short(Ja).Plain()+"」がほかより"+clearWord(d)
		}
	}
	if word == "" {
		return "窓口による差ははっきりしません。"
	}
	return word
}

// Modes in words: 紙 188・スマホ 151・窓口端末 73.
func (r Results) modeWords() string {
	var parts []string
	for i, n := range r.ByMode {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", ModeNames[i], n))
		}
	}
	return strings.Join(parts, "・")
}

// AsOf is the line that heads the page: until when, how many, how they came.
func (r Results) AsOf(now clock.Instant) string {
	if r.N == 0 {
		return now.Show() + " まで、回答はまだ届いていません"
	}
	return fmt.Sprintf("%s までの回答 %d件（%s）　対象 %sの窓口に来て、答えた人", now.Show(), r.N, r.modeWords(), r.Survey.WardName)
}

// Notes are what must stand beside these figures, written from the figures themselves (domain §5.2, §5.3).
func (r Results) Notes() []Remark {
	notes := []Remark{
		{"だれの数か", "窓口に来て、このアンケートに答えた人の割合です。区民全体の割合ではありません。"},
		{"選び方", "答えるかどうかは来た人が決めています。無作為抽出ではないため、幅は目安です。"},
		{"n（母数）", "問いごとの有効回答の数です。無回答と「利用していない・わからない」は入れていません。"},
		{"丸め", "割合は小数第2位を四捨五入しています。合計が100にならないことや、足した割合と「満足」の割合が0.1ちがうことがあります。平均は小数第3位を四捨五入しています。"},
		{"小さな数", fmt.Sprintf("%d件未満の集計は出しません。ほかから引き算できる数も合わせて隠します。書き出したファイルでも同じです。", r.Limit)},
		{"差の読み方", "2つの割合の差は、95%の幅が0をまたがないときだけ「はっきりした差」と書きます。"},
	}
	if r.N > 0 {
		notes = append(notes, Remark{"答え方", r.modeShares()})
	}
	if r.Portfolio.View != Words {
		weight := "「全体として」の答えとの相関（ピアソンのr）です。両方に答えた人で計算しています。"
		if r.Portfolio.Ceiling {
			weight += "全体の答えがほとんど同じなので、重みは参考です。"
		}
		notes = append(notes, Remark{"重み", weight})
	}
	return append(notes, Remark{"聞けていない人", "郵送・電子申請・電話だけの人、アンケートにない言葉を使う人。"})
}

// Remark is one note: a word and a sentence.
type Remark struct{ Word, Say string }

func (r Results) modeShares() string {
	var parts []string
	sum := Tenths(0)
	for i, n := range r.ByMode {
		if n > 0 {
			p := Percent(n, r.N)
			sum += p
			parts = append(parts, ModeNames[i]+p.String()+"%")
		}
	}
	s := strings.Join(parts, "・") + fmt.Sprintf("（n=%d）。", r.N)
	if sum != 1000 {
		s += "四捨五入のため合計は100になりません。"
	}
	return s + "答え方がちがうと結果も少し変わるため、割合の変わった月はくらべ方に気をつけてください。"
}
