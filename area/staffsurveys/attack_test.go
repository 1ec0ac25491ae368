package staffsurveys_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"kaname/area/staffsurveys"
	"kaname/kit/db"
	"kaname/people"
)

// The attacks of docs/staff-survey-threats.md. The attacker wants to know who agreed with the indicator. Half do, so
// that guessing is right for every second person. The attacker has the whole database once, and two copies from just
// before and just after each answer; a log that says to the second whose answer came; and every second person as a
// friend who says what he answered.

const asked = 40

// luck is the chance that somebody who guesses is right as often or oftener.
func luck(right, of int) (p float64) {
	for k := right; k <= of; k++ {
		ways := 1.0
		for i := range k {
			ways *= float64(of-i) / float64(k-i)
		}
		p += ways / math.Pow(2, float64(of))
	}
	return p
}

// evidence is all of that.
type evidence struct {
	log    []people.Actor  // whose answer came, in order
	agreed map[string]bool // the truth, for the friends and for counting what was right
	added  []string        // the envelope that is in the second copy and not in the first
	table  []string        // the envelopes of the last copy, in the order in which they lie in the file
	keys   [2]staffsurveys.Key
}

// gather lets forty people answer in an order drawn by lot, under a scheme, with the attacker looking on.
func gather(o *office, scheme func(*staffsurveys.StaffSurveys)) evidence {
	o.Room = o.newRoom()
	o.prepare()
	o.open()
	scheme(o.Room)
	e := evidence{agreed: map[string]bool{}, keys: [2]staffsurveys.Key{o.Keys[0], o.Keys[1]}}
	e.log = append(e.log, o.Staff...)
	rand.Shuffle(len(e.log), func(i, j int) { e.log[i], e.log[j] = e.log[j], e.log[i] })
	truth := make([]bool, asked)
	for i := range truth {
		truth[i] = i%2 == 0
	}
	rand.Shuffle(asked, func(i, j int) { truth[i], truth[j] = truth[j], truth[i] })
	before := map[string]int{}
	for i, a := range e.log {
		e.agreed[a.ID] = truth[i]
		if truth[i] {
			o.answer(a, 5, "")
		} else {
			o.answer(a, 1, strings.Repeat("言いたいことがある。", 20))
		}
		e.table = o.asItLies()
		now := map[string]int{}
		for _, sealed := range e.table {
			if now[sealed]++; now[sealed] > before[sealed] {
				e.added = append(e.added, sealed)
			}
		}
		before = now
	}
	return e
}

// asItLies reads the box in the order of the file: by row number on SQLite; on PostgreSQL by the
// transaction that wrote a row, then by its place in the heap.
func (o *office) asItLies() (all []string) {
	o.T.Helper()
	order := "rowid"
	if o.DB.Postgres() {
		order = "xmin::text::bigint, ctid"
	}
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = db.All(ctx, tx, func(v *string) []any { return []any{v} }, `SELECT sealed FROM staff_survey_envelopes WHERE survey_id = $1 ORDER BY `+order, o.Survey.ID)
		return err
	}))
	return all
}

func agrees(marks string) bool { return strings.HasPrefix(marks, "5") }

// byOrder takes the first envelope in the file to be that of who came first.
func byOrder(e evidence) (right, of int) {
	for i, a := range e.log {
		guess := rand.IntN(2) == 0
		if i < len(e.table) {
			if marks, ok := staffsurveys.MarksIn(e.table[i]); ok {
				guess = agrees(marks)
			}
		}
		right += hit(guess == e.agreed[a.ID])
	}
	return right, len(e.log)
}

// byTwoCopies takes the envelope that is new in the second copy to be that of who came between.
func byTwoCopies(e evidence) (right, of int) {
	for i, a := range e.log {
		guess := rand.IntN(2) == 0
		if i < len(e.added) {
			if marks, ok := staffsurveys.MarksIn(e.added[i]); ok {
				guess = agrees(marks)
			}
		}
		right += hit(guess == e.agreed[a.ID])
	}
	return right, len(e.log)
}

// byFriends compares each new envelope, unopened, with those of friends whose answers are known: by its length and
// by its bytes. It takes the answer of the friend whose envelope is most like it. Only the others are counted.
func byFriends(e evidence) (right, of int) {
	for i := 1; i < len(e.log); i += 2 {
		best, guess := math.Inf(1), false
		for j := 0; j < len(e.log); j += 2 {
			if d := unlike(e.added[i], e.added[j]); d < best {
				best, guess = d, e.agreed[e.log[j].ID]
			}
		}
		right += hit(guess == e.agreed[e.log[i].ID])
	}
	return right, len(e.log) / 2
}

func unlike(a, b string) float64 {
	d := math.Abs(float64(len(a)-len(b))) * 1000
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			d++
		}
	}
	return d
}

// byKeysAndOrder has two keys besides and the database once: it opens every envelope and hopes for the order.
func byKeysAndOrder(e evidence) (right, of int) {
	for i, a := range e.log {
		marks, ok := staffsurveys.MarksWith(e.table[i], [2]int{1, 2}, e.keys)
		if !ok {
			marks, _ = staffsurveys.MarksIn(e.table[i])
		}
		right += hit(agrees(marks) == e.agreed[a.ID])
	}
	return right, len(e.log)
}

func hit(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func TestNoAttackerDoesBetterThanChanceAndTheAttacksWouldCatchACarelessScheme(t *testing.T) {
	attacks := []struct {
		name string
		run  func(evidence) (right, of int)
	}{{"order", byOrder}, {"two copies", byTwoCopies}, {"friends", byFriends}, {"two keys and one copy", byKeysAndOrder}}
	schemes := []struct {
		name   string
		set    func(*staffsurveys.StaffSurveys)
		caught [4]bool
	}{
		{"ours", func(*staffsurveys.StaffSurveys) {}, [4]bool{}},
		{"appended in the open", func(ss *staffsurveys.StaffSurveys) { ss.Plainly(); ss.InOrder() }, [4]bool{true, true, true, true}},
		{"mixed in the open", (*staffsurveys.StaffSurveys).Plainly, [4]bool{false, true, true, false}},
		{"sealed, appended", (*staffsurveys.StaffSurveys).InOrder, [4]bool{false, false, false, true}},
		{"sealed at its length", (*staffsurveys.StaffSurveys).AtItsLength, [4]bool{false, false, true, false}},
	}
	o := newOffice(t, asked)
	for _, s := range schemes {
		e := gather(o, s.set)
		for i, a := range attacks {
			right, of := a.run(e)
			t.Logf("%-22s %-22s right for %d of %d (chance %d)", s.name, a.name, right, of, of/2)
			switch {
			case s.caught[i] && right < of-2:
				t.Errorf("the attack by %s does not catch %s: %d of %d", a.name, s.name, right, of)
			case s.name == "ours" && luck(right, of) < 1e-4:
				t.Errorf("the attack by %s is right for %d of %d", a.name, right, of)
			}
		}
	}
}

// dump is every row of every table, by table.
func (o *office) dump() map[string]string {
	o.T.Helper()
	out := map[string]string{}
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error {
		names := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`
		if o.DB.Postgres() {
			names = `SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'`
		}
		tables, err := db.All(ctx, tx, func(v *string) []any { return []any{v} }, names)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := tx.Rows(ctx, `SELECT * FROM `+table)
			if err != nil {
				return err
			}
			cols, err := rows.Columns()
			if err != nil {
				return err
			}
			var b strings.Builder
			for rows.Next() {
				cells, into := make([]any, len(cols)), make([]any, len(cols))
				for i := range cells {
					into[i] = &cells[i]
				}
				if err := rows.Scan(into...); err != nil {
					return err
				}
				for _, c := range cells {
					b.WriteString(show(c))
				}
				b.WriteByte('\n')
			}
			out[table] = b.String()
			rows.Close()
		}
		return nil
	}))
	return out
}

func TestAnAnswerLeavesADayAndASealedEnvelopeAndNothingElse(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	o.answer(o.Staff[0], 5, "")
	before := o.dump()
	o.answer(o.Staff[1], 1, "ここだけの話")
	after := o.dump()
	for table, rows := range after {
		if changed := rows != before[table]; changed != (table == "staff_survey_invitations" || table == "staff_survey_envelopes") {
			t.Errorf("%s: changed %v", table, changed)
		}
		if strings.Contains(rows, "ここだけの話") {
			t.Errorf("%s holds what was written", table)
		}
	}
	if n := o.count(`SELECT count(*) FROM staff_survey_invitations WHERE spent_on <> '' AND spent_on <> '2026-04-01'`); n != 0 {
		t.Errorf("%d invitations hold more than the day", n)
	}
	if n := o.count(`SELECT count(DISTINCT length(sealed)) FROM staff_survey_envelopes`); n != 1 {
		t.Errorf("envelopes have %d lengths", n)
	}
}

func TestAfterPublicationTheFileHoldsNoEnvelopeAndNobodysInvitation(t *testing.T) {
	o := newOffice(t, 12)
	o.open()
	for i, a := range o.Staff {
		o.answer(a, byte(1+4*(i%2)), "")
	}
	sealed := o.asItLies()
	o.publish()
	if n := o.envelopes() + o.count(`SELECT count(*) FROM staff_survey_invitations`) + o.count(`SELECT count(*) FROM staff_survey_slips`); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if o.DB.Postgres() { // its files are the server's; pages that hold no dead rows are what VACUUM FULL leaves
		if n := o.count(`SELECT pg_relation_size('staff_survey_envelopes') + pg_relation_size('staff_survey_invitations')`); n != 0 {
			t.Errorf("%d bytes are left", n)
		}
		return
	}
	for _, file := range []string{o.DB.Where(), o.DB.Where() + "-wal"} {
		b, err := os.ReadFile(file)
		o.Must(err)
		for _, s := range sealed {
			if bytes.Contains(b, []byte(s[:60])) || bytes.Contains(b, []byte(s[len(s)-60:])) {
				t.Fatalf("%s still holds an envelope", file)
			}
		}
	}
}
