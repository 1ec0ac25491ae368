package surveys

import (
	"context"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// Surveys is the room 窓口の声.
type Surveys struct {
	DB   *db.DB
	Now  func() time.Time
	Note people.Note
	// Saw notes that somebody read free texts.
	Saw func(ctx context.Context, a people.Actor, kind, subject, detail string) error
	// City gives the city's name and its limit for small groups.
	City func(ctx context.Context) (people.City, error)
	// Goals lists the goals a change may serve; nil where there is no such room.
	Goals func(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) ([]GoalLink, error)
	// Frozen freezes the form that was written for a survey and gives it; written is false where none was, and the survey
	// asks the standard one. nil where forms are not written.
	Frozen func(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (f questionnaire.Form, written bool, err error)
	// Address is what visitors' phones reach, such as https://koe.example.jp; "" takes that of the request.
	Address string

	intake intake
	faces  faces
	counts counts
}

// GoalLink is a goal of another room, as a choice and as a link.
type GoalLink struct{ ID, Name, Href string }

func (ss *Surveys) now() clock.Instant { return clock.At(ss.Now()) }

const (
	surveyWord = "このアンケート"
	helper     = "事務局（アンケート担当）"
)

// Open makes a survey for a ward; it takes no answers before Start. sample marks it as sample data.
func (ss *Surveys) Open(ctx context.Context, a people.Actor, wardID string, d Draft, sample bool) (s Survey, err error) {
	err = ss.DB.Write(ctx, func(tx *db.Tx) error { s, err = ss.OpenIn(ctx, tx, a, wardID, d, sample); return err })
	return s, err
}

// OpenIn is Open inside the caller's transaction.
func (ss *Surveys) OpenIn(ctx context.Context, tx *db.Tx, a people.Actor, wardID string, d Draft, sample bool) (Survey, error) {
	if !a.MayInWard(people.WriteSurveys, wardID) {
		return Survey{}, fault.Denied("アンケートを作る", helper)
	}
	if err := d.Check(); err != nil {
		return Survey{}, err
	}
	code, err := freeCode(ctx, tx, 6)
	if err != nil {
		return Survey{}, err
	}
	s := Survey{ID: id.New(), Code: code, WardID: wardID, Draft: d, BankVersion: BankVersion, Sample: sample, UpdatedAt: ss.now()}
	if err := insertSurvey(ctx, tx, s); err != nil {
		return Survey{}, err
	}
	return s, ss.Note(ctx, tx, a, "open", "survey", s.ID, s.Code)
}

// freeCode is a code from the unambiguous alphabet that leads nowhere yet.
func freeCode(ctx context.Context, tx *db.Tx, length int) (string, error) {
	for try := 0; ; try++ {
		code := id.Code(length + try/8)
		if taken, err := codeTaken(ctx, tx, code); err != nil || !taken {
			return code, err
		}
	}
}

// Revise changes the survey's name, time or keeper; saw is the version that was on the form.
func (ss *Surveys) Revise(ctx context.Context, a people.Actor, surveyID string, d Draft, saw clock.Instant) error {
	return ss.change(ctx, a, surveyID, "revise", func(tx *db.Tx, s *Survey) error {
		if err := d.Check(); err != nil {
			return err
		}
		s.Draft = d
		if ok, err := saveSurvey(ctx, tx, *s, saw); err != nil || ok {
			return err
		}
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。いまの内容を見くらべて、もう一度保存してください。")
	})
}

// Ask sets what the survey asks; once it was opened, its wording stands.
func (ss *Surveys) Ask(ctx context.Context, a people.Actor, surveyID string, f questionnaire.Form) error {
	return ss.change(ctx, a, surveyID, "ask", func(tx *db.Tx, s *Survey) error {
		if s.OpenedAt != "" {
			return fault.New(fault.Invalid, asksAlready)
		}
		if err := f.Check(); err != nil {
			return err
		}
		return saveForm(ctx, tx, *s, f.Text())
	})
}

const asksAlready = "もう始まったアンケートの問いは変えられません。答えを混ぜないためです。次のアンケートに写してから変えてください。"

// Start lets answers in from now on; a closed survey is taken up again.
func (ss *Surveys) Start(ctx context.Context, a people.Actor, surveyID string) error {
	return ss.change(ctx, a, surveyID, "start", func(tx *db.Tx, s *Survey) error {
		if s.OpenedAt == "" && ss.Frozen != nil {
			f, written, err := ss.Frozen(ctx, tx, a, s.ID)
			if err != nil {
				return err
			}
			if written {
				if err := saveForm(ctx, tx, *s, f.Text()); err != nil {
					return err
				}
			}
		}
		s.OpenedAt, s.OpenedBy, s.ClosedAt, s.ClosedBy = ss.now(), a.ID, "", ""
		return saveTurn(ctx, tx, *s)
	})
}

// change is the frame of the deeds on one survey: look it up in the actor's reach, ask, do, note.
func (ss *Surveys) change(ctx context.Context, a people.Actor, surveyID, deed string, do func(*db.Tx, *Survey) error) error {
	defer ss.faces.forget()
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if !s.WritableBy(a) {
			return fault.Denied("アンケートを変える", helper)
		}
		s.UpdatedAt = ss.now()
		if err := do(tx, &s); err != nil {
			return err
		}
		return ss.Note(ctx, tx, a, deed, "survey", s.ID, s.Code)
	})
}

// surveyIn loads a survey in a's reach.
func (ss *Surveys) surveyIn(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (Survey, error) {
	s, err := findSurvey(ctx, tx, a.Sees(), surveyID)
	if fault.Of(err) == fault.NotFound || err == nil && !a.SignedIn() {
		return Survey{}, fault.Missing(surveyWord)
	}
	return s, err
}

// AddCounter gives a counter its code and so its poster.
func (ss *Surveys) AddCounter(ctx context.Context, a people.Actor, surveyID string, d CounterDraft) (c Counter, err error) {
	err = ss.change(ctx, a, surveyID, "counter", func(tx *db.Tx, s *Survey) error {
		c, err = ss.addCounter(ctx, tx, *s, d)
		return err
	})
	return c, err
}

func (ss *Surveys) addCounter(ctx context.Context, tx *db.Tx, s Survey, d CounterDraft) (Counter, error) {
	if err := d.Check(); err != nil {
		return Counter{}, err
	}
	o, err := people.OfficeIn(ctx, tx, d.OfficeID)
	if err != nil && fault.Of(err) != fault.NotFound {
		return Counter{}, err
	}
	var check fault.Check
	check.That(err == nil && o.WardID == s.WardID, "office", "この区の所属から選んでください。")
	if err := check.Err(); err != nil {
		return Counter{}, err
	}
	code, err := freeCode(ctx, tx, 4)
	if err != nil {
		return Counter{}, err
	}
	c := Counter{ID: id.New(), SurveyID: s.ID, Code: code, CounterDraft: d, OfficeName: o.Name, OfficePath: o.Path, Sample: s.Sample}
	return c, insertCounter(ctx, tx, c, ss.now())
}

// TakeCounters lets the counters of an earlier survey of the ward lead to this one: the posters stay where they hang.
func (ss *Surveys) TakeCounters(ctx context.Context, a people.Actor, surveyID, earlierID string) (n int64, err error) {
	err = ss.change(ctx, a, surveyID, "take counters", func(tx *db.Tx, s *Survey) error {
		earlier, err := ss.surveyIn(ctx, tx, a, earlierID)
		if err != nil {
			return err
		}
		if earlier.WardID != s.WardID {
			return fault.New(fault.Invalid, "合言葉は同じ区のアンケートからだけ引きつげます。")
		}
		n, err = moveCounters(ctx, tx, earlier.ID, s.ID, ss.now())
		return err
	})
	return n, err
}

// Tell writes down what changed because of what visitors said; the next visitor reads it.
func (ss *Surveys) Tell(ctx context.Context, a people.Actor, surveyID string, d ChangeDraft) (c Change, err error) {
	defer ss.faces.forget()
	err = ss.DB.Write(ctx, func(tx *db.Tx) error { c, err = ss.TellIn(ctx, tx, a, surveyID, d); return err })
	return c, err
}

// TellIn is Tell inside the caller's transaction.
func (ss *Surveys) TellIn(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string, d ChangeDraft) (Change, error) {
	s, err := ss.surveyIn(ctx, tx, a, surveyID)
	if err != nil {
		return Change{}, err
	}
	if d.OfficeID == "" {
		d.OfficeID = a.OfficeID
	}
	if err := d.Check(); err != nil {
		return Change{}, err
	}
	o, err := people.OfficeIn(ctx, tx, d.OfficeID)
	if err != nil {
		return Change{}, err
	}
	if !a.MayAt(people.AnswerVoices, o.Path) || o.WardID != s.WardID {
		return Change{}, fault.Denied("この所属の「変わったこと」を書く", "その所属の職員か"+helper)
	}
	c := Change{ID: id.New(), SurveyID: s.ID, ChangeDraft: d, OfficeName: o.Name, WrittenBy: a.ID, Sample: s.Sample}
	if err := insertChange(ctx, tx, c, ss.now()); err != nil {
		return Change{}, err
	}
	return c, ss.Note(ctx, tx, a, "tell", "survey", s.ID, "change "+c.ID)
}

// Enter keys in answers that came another way (paper, or sample data), any number in one transaction;
// their days may lie before today. A key that is already there is not counted again.
func (ss *Surveys) Enter(ctx context.Context, a people.Actor, surveyID string, answers []Answer) error {
	return ss.change(ctx, a, surveyID, "enter answers", func(tx *db.Tx, s *Survey) error {
		for i := range answers {
			answers[i].SurveyID = s.ID
			if answers[i].Key == "" {
				answers[i].Key = newKey()
			}
		}
		return enter(ctx, tx, *s, answers, a.Today)
	})
}

// enter checks answers that came another way and counts them.
func enter(ctx context.Context, tx *db.Tx, s Survey, answers []Answer, today clock.Date) error {
	for _, n := range answers {
		if err := n.check(s.Form); err != nil {
			return err
		}
	}
	before, sample, _, err := takeSeq(ctx, tx, s.ID, len(answers), today, true)
	if err != nil {
		return err
	}
	return insertAnswers(ctx, tx, before+1, sample, answers)
}

// RemoveSample takes every sample survey, counter, answer and change away.
func (ss *Surveys) RemoveSample(ctx context.Context, tx *db.Tx) error {
	ss.faces.forget()
	return removeSample(ctx, tx)
}

// Survey loads one survey with the ward's counters and changes.
func (ss *Surveys) Survey(ctx context.Context, a people.Actor, surveyID string) (s Survey, cs []Counter, gs []Change, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		if s, err = ss.surveyIn(ctx, tx, a, surveyID); err != nil {
			return err
		}
		if cs, err = wardCounters(ctx, tx, s); err != nil {
			return err
		}
		gs, err = wardChanges(ctx, tx, s.WardID, 200)
		return err
	})
	return s, cs, gs, err
}

// All lists the surveys in a's reach that run in a fiscal year, newest first.
func (ss *Surveys) All(ctx context.Context, a people.Actor, fy clock.FY) (all []Survey, err error) {
	if !a.SignedIn() {
		return nil, fault.Missing(surveyWord)
	}
	city, err := ss.City(ctx)
	if err != nil {
		return nil, err
	}
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		all, err = listSurveys(ctx, tx, a.Sees(), city.Start.First(fy), city.Start.Last(fy))
		return err
	})
	return all, err
}
