package staffsurveys_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kaname/app/apptest"
	"kaname/area/staffsurveys"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

var ctx = context.Background()

// office is the city of apptest with the room 職員の声 and one survey of Minato, its three keys made.
type office struct {
	*apptest.City
	Room    *staffsurveys.StaffSurveys
	Survey  staffsurveys.Survey
	Keepers [staffsurveys.Keepers]people.Actor
	Keys    [staffsurveys.Keepers]staffsurveys.Key
	Staff   []people.Actor // hired for the test, all of one office and one class
	told    []string       // who was reminded
}

func draft() staffsurveys.Draft {
	return staffsurveys.Draft{Title: "職員意識アンケート 令和8年度", Why: "働きやすい職場にするため", Use: "課ごとに取り組むことを決めます", Keeper: "総務課 内線000", ClosesOn: "2026-09-18",
		Rule: staffsurveys.Rule{Limit: 5, By: []staffsurveys.Part{staffsurveys.ByOffice, staffsurveys.ByEmployment, staffsurveys.ByTenure}, Texts: []people.Role{people.Secretariat}}}
}

// newOffice prepares a survey of Minato with n more people in 保険年金課.
func newOffice(t testing.TB, n int) *office {
	t.Helper()
	c := apptest.New(t)
	o := &office{City: c}
	o.Room = o.newRoom()
	o.hire(n, c.Hoken, "regular")
	o.accounts()
	o.prepare()
	return o
}

// prepare makes one more survey, with its keys.
func (o *office) prepare() {
	o.T.Helper()
	var err error
	o.Survey, err = o.Room.Prepare(ctx, o.Jimu, o.Minato.ID, draft(), false)
	o.Must(err)
	o.Keepers = [3]people.Actor{o.Hana, o.Kacho, o.Shicho}
	o.Must(o.Room.NameKeepers(ctx, o.Jimu, o.Survey.ID, [3]string{o.Hana.Number, o.Kacho.Number, o.Shicho.Number}))
	for i, k := range o.Keepers {
		o.Keys[i], _, err = o.Room.MakeKey(ctx, k, o.Survey.ID)
		o.Must(err)
	}
}

func (o *office) newRoom() *staffsurveys.StaffSurveys {
	return &staffsurveys.StaffSurveys{DB: o.DB, Now: o.Now, Note: o.App.Audit.Note, Saw: o.App.Audit.Saw, City: o.App.People.City, Address: "https://kaname.example.jp",
		Remind: func(_ context.Context, _ *db.Tx, _ people.Actor, staffID, _, _ string, _ bool) error {
			o.told = append(o.told, staffID)
			return nil
		}}
}

// another prepares one more survey beside the one at hand.
func (o *office) another() staffsurveys.Survey {
	was, keys := o.Survey, o.Keys
	o.prepare()
	other := o.Survey
	o.Survey, o.Keys = was, keys
	return other
}

// hire adds people to an office.
func (o *office) hire(n int, at people.Office, employment string) {
	for i := range n {
		p, err := o.App.People.Hire(ctx, o.Kanri, people.PersonDraft{Number: fmt.Sprintf("7%s%04d", at.Code[:4], len(o.Staff)+i), Family: "試", Given: fmt.Sprint(len(o.Staff) + i),
			FamilyKana: "タメシ", GivenKana: "ヒト", Employment: employment}, people.Post{OfficeID: at.ID, Role: people.Staff, Title: "主事", From: "2020-04-01"}, false)
		o.Must(err)
		o.Staff = append(o.Staff, people.Actor{ID: p.ID})
	}
	for i := range o.Staff {
		o.Staff[i] = o.Act(o.Staff[i].ID)
	}
}

// accounts lets everybody sign in.
func (o *office) accounts() {
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error { return tx.Exec(ctx, `UPDATE staff SET password_hash = 'x'`) }))
}

func (o *office) open() {
	o.T.Helper()
	o.Must(o.Room.Open(ctx, o.Jimu, o.Survey.ID))
	o.reload()
}

func (o *office) reload() {
	var err error
	o.Survey, err = o.Room.Find(ctx, o.Jimu, o.Survey.ID)
	o.Must(err)
}

// publish closes the survey and opens the box with two keys.
func (o *office) publish() {
	o.T.Helper()
	o.Must(o.Room.Close(ctx, o.Jimu, o.Survey.ID))
	for i := range 2 {
		opened, err := o.Room.Turn(ctx, o.Keepers[i], o.Survey.ID, o.Keys[i])
		o.Must(err)
		if opened != (i == 1) {
			o.T.Fatalf("key %d: opened %v", i+1, opened)
		}
	}
	o.reload()
}

// sheet agrees (5) or not (1) with the indicator, gives 3 everywhere else, and says words.
func (o *office) sheet(mark byte, words string) questionnaire.Sheet {
	s := o.Survey.Form.NewSheet()
	for i := range s.Marks {
		s.Marks[i] = 3
	}
	s.Marks[0] = mark
	if words != "" {
		s.Words[staffsurveys.FreeID] = words
	}
	return s
}

func (o *office) answer(a people.Actor, mark byte, words string) {
	o.T.Helper()
	o.Must(o.Room.Answer(ctx, a, o.Survey.ID, o.sheet(mark, words)))
}

func (o *office) count(q string) (n int) {
	o.T.Helper()
	o.Must(o.DB.Read(ctx, func(tx *db.Tx) error { return tx.Row(ctx, q).Scan(&n) }))
	return n
}

func (o *office) envelopes() int { return o.count(`SELECT count(*) FROM staff_survey_envelopes`) }
func (o *office) spent() int {
	return o.count(`SELECT count(*) FROM staff_survey_invitations WHERE spent_on <> ''`)
}

func refused(t testing.TB, err error, kind fault.Kind, word string) {
	t.Helper()
	if fault.Of(err) != kind || !strings.Contains(say(err), word) {
		t.Errorf("got %v (%s), want %s with %q", err, fault.Of(err), kind, word)
	}
}

func say(err error) string {
	if err == nil {
		return ""
	}
	f := fault.As(err)
	return f.Say + strings.Join(f.Problems.ByName(), " ")
}

// giveBack lets somebody answer once more, with one envelope less in the box.
func (o *office) giveBack(a people.Actor) {
	o.Must(o.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.Exec(ctx, `UPDATE staff_survey_invitations SET spent_on = '' WHERE staff_id = $1`, a.ID); err != nil {
			return err
		}
		return tx.Exec(ctx, `DELETE FROM staff_survey_envelopes WHERE id = (SELECT min(id) FROM staff_survey_envelopes)`)
	}))
}

// longForm is the template with two statements more than fit.
func longForm(context.Context, *db.Tx, string) (questionnaire.Form, error) {
	f := staffsurveys.Template()
	for i := range 2 {
		q := f.Questions[0]
		q.ID = fmt.Sprintf("more%d", i)
		f.Questions = append(f.Questions, q)
	}
	return f, nil
}

// reworded is the template with its second statement in other words.
func reworded(context.Context, *db.Tx, string) (questionnaire.Form, error) {
	f := staffsurveys.Template()
	f.Questions[1].Version++
	return f, nil
}
