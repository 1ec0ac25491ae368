package staffsurveys

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// What other rooms may ask of this one, each in the caller's transaction.

// Source says which figure of which survey a reading is: the score of a statement, or of 0 to 10, in the whole ward.
type Source struct {
	Survey   string // id
	Question string // id, such as Indicator
}

// Reading is one figure with all that must stand beside it.
type Reading struct {
	Value    float64
	Unit     string // %, ポイント
	N        int
	Hidden   bool // too few answered, or nearly all alike: Value and N are then 0
	Base     string
	Period   string
	From, To clock.Date
	AsOf     clock.Instant
	Link     string
	Label    string // 職員意識アンケート「仕事の意義」上2つ
}

// ReadingIn reads one figure of a published survey whose notice said that the ward's figures may stand as results of
// goals; of any other it is NotFound. Groups of the ward are not read: a goal's readers may be more than the survey's.
func (ss *StaffSurveys) ReadingIn(ctx context.Context, tx *db.Tx, a people.Actor, src Source) (Reading, error) {
	s, err := findSurvey(ctx, tx, a.Sees(), src.Survey)
	if err != nil && fault.Of(err) != fault.NotFound {
		return Reading{}, err
	}
	if err != nil || !a.SignedIn() || s.PublishedOn == "" || !s.Rule.Goals {
		return Reading{}, fault.Missing("このアンケートの公表された数")
	}
	i := s.Form.At(src.Question)
	if i < 0 {
		return Reading{}, fault.New(fault.Invalid, "アンケートにない問いです。段階で選ぶ問いか、0から10の問いを選んでください。")
	}
	r := Results{Survey: s}
	if r.figures, _, err = figureMap(ctx, tx, s.ID); err != nil {
		return Reading{}, err
	}
	q := s.Form.Questions[i]
	out := Reading{Unit: unitOf(q), Base: r.Base(), Period: r.Period(), From: s.OpenedAt.Date(), To: s.Ended(), AsOf: clock.At(s.PublishedOn.Time()),
		Link: "/staff-surveys/" + s.ID, Label: s.Title + "「" + q.Name() + "」" + measureName(q)}
	v, n, ok := r.Of(q.ID, Ward, "").Score(q)
	if !ok {
		out.Hidden = true
		return out, nil
	}
	out.Value, out.N = v, n
	return out, nil
}

func measureName(q questionnaire.Question) string {
	if q.Kind == questionnaire.Likelihood {
		return "eNPS"
	}
	return "上2つ"
}

// InWard lists a ward's published surveys whose figures goals may take, newest first.
func (ss *StaffSurveys) InWard(ctx context.Context, tx *db.Tx, a people.Actor, wardID string) (out []Survey, err error) {
	if !a.SeesWard(wardID) {
		return nil, nil
	}
	all, err := listSurveys(ctx, tx, wardID)
	for _, s := range all {
		if s.PublishedOn != "" && s.Rule.Goals {
			out = append(out, s)
		}
	}
	return out, err
}

// Request is a survey that waits for a's answer, with all that a request must say (ux R1).
type Request struct {
	ID, Title, Why, From, Use string
	Minutes                   int
	Until                     clock.Date
}

// Waiting lists the surveys that a is asked, has not answered, and has not put aside.
func (ss *StaffSurveys) Waiting(ctx context.Context, tx *db.Tx, a people.Actor) (out []Request, err error) {
	all, err := invited(ctx, tx, a.ID, a.Today)
	for _, s := range all {
		if s.VisibleTo(a) {
			out = append(out, Request{s.ID, s.Title, s.Why, s.Keeper, s.Use, s.Minutes(), s.ClosesOn})
		}
	}
	return out, err
}

// Minutes is how long the form takes, in whole minutes, at least one.
func (s Survey) Minutes() int { return max(1, (s.Form.Seconds()+59)/60) }
