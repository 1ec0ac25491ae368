package surveys

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/people"
)

// MostSheets is how many sheets one batch may hold.
const MostSheets = 1000

// BatchDraft is the part of a batch that is written down before its sheets are keyed.
type BatchDraft struct {
	CounterID string
	Name      string // as it is written on the sheets, such as K3F9-03
	First     int    // number of the first sheet, from 1
	Sheets    int    // how many sheets the box held
	Day       clock.Date
}

// Check returns a fault that names each field that cannot stand.
func (d BatchDraft) Check(s Survey, today clock.Date) error {
	var c fault.Check
	c.That(d.CounterID != "", "counter", "用紙を集めた窓口を選んでください。")
	c.That(d.Name != "", "name", "まとまりの名前を入れてください（例 K3F9-03）。用紙の束にも書いておくと、あとで見くらべられます。")
	c.That(utf8.RuneCountInString(d.Name) <= 20, "name", "まとまりの名前は20字までです。短くしてください。")
	c.That(d.First >= 1 && d.First <= 999999, "first", "はじめの紙の番号を1から999999の数で入れてください。")
	c.That(d.Sheets >= 1 && d.Sheets <= MostSheets, "sheets", "紙の枚数を1から"+strconv.Itoa(MostSheets)+"の数で入れてください。多いときは、まとまりを分けてください。")
	c.That(d.Day.Valid(), "day", "箱を開けた日を入れてください（例 2026/9/8）。")
	c.That(!d.Day.Valid() || d.Day <= today, "day", "箱を開けた日が、きょうより先です。日をなおしてください。")
	c.That(!d.Day.Valid() || d.Day >= s.From && d.Day <= s.To, "day", "このアンケートの期間（"+s.From.Slash()+"〜"+s.To.Slash()+"）の外です。日をなおすか、その期間のアンケートに入れてください。")
	return c.Err()
}

// Batch is paper out of one box: its sheets are keyed, checked by a second person, and become answers when it is closed.
type Batch struct {
	ID, SurveyID string
	BatchDraft
	Place, OfficeName, OfficePath, Code string // of its counter
	OpenedBy, ClosedBy                  string
	OpenedAt, ClosedAt                  clock.Instant
	Kept, Checked, Differed             int // when closed: sheets, sheets keyed twice, cells that disagreed
	Keyed, Again                        int // until then: sheets keyed once, and a second time
	Sample                              bool
}

// counter is what a batch knows of its counter.
func (b Batch) counter() Counter { return Counter{ID: b.CounterID, OfficePath: b.OfficePath} }

// KeyableBy says whether a may key in paper of the counter: staff of its office, of those above and below it, and who
// runs the survey. It is who may read the counter's free texts, for who keys them reads them.
func (c Counter) KeyableBy(a people.Actor, wardID string) bool {
	return a.May(people.AnswerVoices) && c.ReadableBy(a, wardID)
}

// sheetKey is the form key of a sheet of paper: the same sheet of the same batch is the same form, counted once.
func sheetKey(surveyID, batch string, sheet int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "paper\x00%s\x00%s\x00%d", surveyID, batch, sheet))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

const batchWord = "このまとまり"

// OpenBatch begins a batch of paper of one counter.
func (ss *Surveys) OpenBatch(ctx context.Context, a people.Actor, surveyID string, d BatchDraft) (b Batch, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if err := d.Check(s, a.Today); err != nil {
			return err
		}
		c, err := counterByID(ctx, tx, s, d.CounterID)
		if err != nil {
			return err
		}
		if !c.KeyableBy(a, s.WardID) {
			return fault.Denied("この窓口の紙を入れる", "窓口を受け持つ所属の職員か"+helper)
		}
		if s.OpenedAt == "" {
			return fault.New(fault.Invalid, "まだ始まっていないアンケートです。回答を始めてから、紙を入れてください。")
		}
		b = Batch{ID: id.New(), SurveyID: s.ID, BatchDraft: d, OpenedBy: a.ID, OpenedAt: ss.now(), Sample: s.Sample}
		if err := insertBatch(ctx, tx, b); fault.Of(err) == fault.Conflict {
			var check fault.Check
			check.That(false, "name", "「"+d.Name+"」は、もう使われています。同じ紙を2度数えないためです。別の名前にするか、そのまとまりを開いてください。")
			return check.Err()
		} else if err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, "open batch", "survey", s.ID, d.Name)
	})
	return b, err
}

// onBatch is the frame of the deeds on an open batch: look it up in the actor's reach, ask, do, note.
func (ss *Surveys) onBatch(ctx context.Context, a people.Actor, batchID, deed string, do func(*db.Tx, Survey, Batch) (detail string, err error)) error {
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, b, err := ss.batchIn(ctx, tx, a, batchID)
		if err != nil {
			return err
		}
		if b.ClosedAt != "" {
			return fault.New(fault.Conflict, "「"+b.Name+"」はもう閉じて、答えに入っています。残りの紙は、新しいまとまりに入れてください。")
		}
		detail, err := do(tx, s, b)
		if err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, deed, "survey", s.ID, b.Name+" "+detail)
	})
}

// batchIn loads a batch and its survey in a's reach; who may see the survey but not key its paper is refused.
func (ss *Surveys) batchIn(ctx context.Context, tx *db.Tx, a people.Actor, batchID string) (Survey, Batch, error) {
	b, err := findBatch(ctx, tx, a.Sees(), batchID)
	if fault.Of(err) == fault.NotFound || err == nil && !a.SignedIn() {
		return Survey{}, Batch{}, fault.Missing(batchWord)
	}
	if err != nil {
		return Survey{}, Batch{}, err
	}
	s, err := ss.surveyIn(ctx, tx, a, b.SurveyID)
	if err != nil {
		return Survey{}, Batch{}, err
	}
	if !b.counter().KeyableBy(a, s.WardID) {
		return Survey{}, Batch{}, fault.Denied("この窓口の紙を入れる", "窓口を受け持つ所属の職員か"+helper)
	}
	return s, b, nil
}

// KeySheet keeps one sheet as keyed: pass 1, or 2 by another person. A number that is already there is refused,
// unless again says that it is keyed anew. get gives what was typed into a field of the row.
func (ss *Surveys) KeySheet(ctx context.Context, a people.Actor, batchID string, pass, sheet int, again bool, get func(field string) string) error {
	return ss.onBatch(ctx, a, batchID, "key sheet", func(tx *db.Tx, s Survey, b Batch) (string, error) {
		var c fault.Check
		c.That(pass == 1 || pass == 2, "pass", "1回めか2回め（たしかめ）かが読めません。開きなおしてください。")
		c.That(sheet >= b.First && sheet < b.First+b.Sheets, "sheet", fmt.Sprintf("この番号の紙は、まとまりにありません。%s〜%sの番号を入れてください。", sheetNo(b.First), sheetNo(b.First+b.Sheets-1)))
		if err := c.Err(); err != nil {
			return "", err
		}
		k, err := readKeyed(s.Form, get, b.Day)
		if err != nil {
			return "", err
		}
		before, err := keyedSheets(ctx, tx, b.ID, sheet)
		if err != nil {
			return "", err
		}
		if err := mayKey(a, before, pass, sheet, again); err != nil {
			return "", err
		}
		if err := forgetDecision(ctx, tx, b.ID, sheet); err != nil {
			return "", err
		}
		return sheetNo(sheet), putKeyed(ctx, tx, b.ID, keyedSheet{Pass: pass, Sheet: sheet, cells: k, ByID: a.ID, At: ss.now()})
	})
}

// mayKey holds the rules of two passes: a number once, the second pass by somebody else, after the first.
func mayKey(a people.Actor, before []keyedSheet, pass, sheet int, again bool) error {
	var c fault.Check
	first, there := "", false
	for _, k := range before {
		there = there || k.Pass == pass
		if k.Pass == 1 {
			first = k.ByID
		}
	}
	c.That(!there || again, "sheet", sheetNo(sheet)+"は、もう入っています。紙の番号をたしかめてください。入れなおすときは、表の番号を押して開いてください。")
	c.That(pass == 1 || first != "", "sheet", sheetNo(sheet)+"は、まだ1回めが入っていません。1回めを入れてから、たしかめてください。")
	c.That(pass == 1 || first != a.ID, "sheet", sheetNo(sheet)+"の1回めは、あなたが入れました。たしかめは、ほかの人が入れてください。")
	return c.Err()
}

// TakeBack removes the sheet that a keyed last in a pass and says its number; 0 where there is none.
func (ss *Surveys) TakeBack(ctx context.Context, a people.Actor, batchID string, pass int) (sheet int, err error) {
	err = ss.onBatch(ctx, a, batchID, "take sheet back", func(tx *db.Tx, s Survey, b Batch) (string, error) {
		if sheet, err = lastKeyed(ctx, tx, b.ID, pass, a.ID); err != nil {
			return "", err
		}
		if sheet == 0 {
			return "", fault.New(fault.Invalid, "取り消せる紙がありません。取り消せるのは、自分が入れた紙です。")
		}
		return sheetNo(sheet), removeKeyed(ctx, tx, b.ID, pass, sheet)
	})
	return sheet, err
}

// Decide settles one cell in which the passes differ: take is the pass that reads the paper right.
func (ss *Surveys) Decide(ctx context.Context, a people.Actor, batchID string, sheet int, question string, take int) error {
	return ss.onBatch(ctx, a, batchID, "decide sheet", func(tx *db.Tx, s Survey, b Batch) (string, error) {
		all, err := keyedSheets(ctx, tx, b.ID, sheet)
		if err != nil {
			return "", err
		}
		at := batchOf(s.Form, b, all).find(sheet, question)
		if at == nil || take != 1 && take != 2 {
			return "", fault.New(fault.Conflict, "このちがいは、もうありません。開きなおしてください。")
		}
		decided := keyed{}
		for _, k := range all {
			if k.Pass == 3 {
				decided = k.cells
			}
		}
		if decided[question] = at.Keys[take-1]; decided[question] == "" {
			decided[question] = keyNone
		}
		return sheetNo(sheet) + " " + question, putKeyed(ctx, tx, b.ID, keyedSheet{Pass: 3, Sheet: sheet, cells: decided, ByID: a.ID, At: ss.now()})
	})
}

// CloseBatch makes answers of the sheets, in one transaction, and forgets what was keyed. It refuses while the passes
// differ undecided, and while numbers are missing unless without says that there are no such sheets.
func (ss *Surveys) CloseBatch(ctx context.Context, a people.Actor, batchID string, without bool) (n int, err error) {
	err = ss.onBatch(ctx, a, batchID, "close batch", func(tx *db.Tx, s Survey, b Batch) (string, error) {
		all, err := keyedSheets(ctx, tx, b.ID, 0)
		if err != nil {
			return "", err
		}
		w := batchOf(s.Form, b, all)
		if err := w.closable(without); err != nil {
			return "", err
		}
		answers, err := w.answers(s, b)
		if err != nil {
			return "", err
		}
		n, b.Kept, b.Checked, b.Differed = len(answers), len(answers), len(w.Second), len(w.Differences)
		b.ClosedAt, b.ClosedBy = ss.now(), a.ID
		if err := enter(ctx, tx, s, answers, a.Today); err != nil {
			return "", err
		}
		return strconv.Itoa(n), closeBatch(ctx, tx, b)
	})
	return n, err
}
