package surveys

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// The endings of an answer on a kiosk.
const (
	endFull     = "full"     // all questions were gone through
	endPartial  = "partial"  // 途中: what was answered counts for its questions
	endRepeated = "repeated" // 続けて押された: to the end, but one of many in a row
)

// A child that presses on makes full answers faster than people read: after mashAnswers full answers within mashTime,
// each further one is marked as repeated and is no full answer. Its marks are kept, so that nothing is lost.
const (
	mashAnswers = 3
	mashTime    = 20 * time.Second
)

// kioskAnswer is one visitor's answer as a kiosk sends it, at once or after it was without network.
type kioskAnswer struct {
	Survey, Key string
	Lang        Lang
	Age         time.Duration // since it ended; so the tablet's own clock need not be right
	Full        bool
	Marks       string
}

// oldestKioskAnswer is how long a kiosk may keep an answer.
const oldestKioskAnswer = 60 * 24 * time.Hour

// mostKioskAnswers is how many answers one request may carry.
const mostKioskAnswers = 200

// parseKioskAnswer reads survey.key.lang.age.ending.marks: age in milliseconds, ending f (full) or p (partial).
func parseKioskAnswer(line string) (n kioskAnswer, ok bool) {
	p := strings.Split(line, ".")
	if len(p) != 6 || len(line) > 600 {
		return n, false
	}
	ms, err := strconv.ParseInt(p[3], 10, 64)
	n = kioskAnswer{Survey: p[0], Key: p[1], Lang: Lang(p[2]), Age: time.Duration(max(0, ms)) * time.Millisecond, Full: p[4] == "f", Marks: p[5]}
	return n, err == nil && ms < oldestKioskAnswer.Milliseconds() && goodKey(n.Key) && n.Lang.Known() && (n.Full || p[4] == "p")
}

// answer is the kiosk's answer for a form, or false where it is not of this form or empty.
func (n kioskAnswer) answer(f questionnaire.Form, k Kiosk, ended clock.Instant) (Answer, bool) {
	a := Answer{Key: n.Key, SurveyID: n.Survey, CounterID: k.CounterID, Mode: "kiosk", Lang: n.Lang, Day: ended.Date(), Hour: ended.Local().Hour(),
		Sheet: questionnaire.Sheet{Marks: f.Marks(n.Marks), Words: map[string]string{}}}
	if len(n.Marks) != len(a.Marks) || a.Text() != n.Marks || a.Empty() {
		return a, false
	}
	return a, a.check(f) == nil
}

// ReceiveKiosk keeps answers of a kiosk and says how many were new; a nil error is a promise for all that can be
// kept. The same key again is the same answer. What no form can hold, or what was answered after the end of its
// survey, is refused and never sent again. It has no Actor: a visitor has no name here.
func (ss *Surveys) ReceiveKiosk(ctx context.Context, code string, lines []string) (kept int, err error) {
	now := ss.now()
	err = ss.DB.Write(ctx, func(tx *db.Tx) error {
		kept = 0
		k, err := findKiosk(ctx, tx, code)
		if err != nil {
			return err
		}
		bySurvey, refused := map[string][]kioskAnswer{}, 0
		for _, line := range lines {
			if n, ok := parseKioskAnswer(line); ok {
				bySurvey[n.Survey] = append(bySurvey[n.Survey], n)
			} else {
				refused++
			}
		}
		for surveyID, all := range bySurvey {
			n, bad, err := keepKiosk(ctx, tx, &k, surveyID, all, now)
			if err != nil {
				return err
			}
			kept, refused = kept+n, refused+bad
		}
		if refused > 0 {
			slog.Warn("kiosk answers refused", "kiosk", k.Name, "n", refused)
		}
		return nil
	})
	return kept, err
}

// keepKiosk keeps answers to one survey and what is known of how they ended.
func keepKiosk(ctx context.Context, tx *db.Tx, k *Kiosk, surveyID string, all []kioskAnswer, now clock.Instant) (kept, refused int, err error) {
	s, err := findSurvey(ctx, tx, "", surveyID)
	if fault.Of(err) == fault.NotFound || err == nil && (s.WardID != k.WardID || s.OpenedAt == "") {
		return 0, len(all), nil
	}
	if err != nil {
		return 0, 0, err
	}
	slices.SortStableFunc(all, func(x, y kioskAnswer) int { return int(min(1, max(-1, y.Age-x.Age))) }) // the oldest first
	var answers []Answer
	for _, n := range all {
		ended := clock.At(now.Time().Add(-n.Age))
		a, ok := n.answer(s.Form, *k, ended)
		late := s.ClosedAt != "" && ended > s.ClosedAt || a.Day > s.To || ended < s.OpenedAt
		if !ok || late {
			refused++
			continue
		}
		fresh, err := noteEnding(ctx, tx, k, a, n.Full, ended)
		if err != nil {
			return 0, 0, err
		}
		if fresh {
			answers = append(answers, a)
		}
	}
	if len(answers) == 0 {
		return 0, refused, nil
	}
	before, sample, _, err := takeSeq(ctx, tx, s.ID, len(answers), now.Date(), true)
	if err != nil {
		return 0, 0, err
	}
	if err := insertAnswers(ctx, tx, before+1, sample, answers); err != nil {
		return 0, 0, err
	}
	return len(answers), refused, saveRecent(ctx, tx, *k)
}

// noteEnding writes how an answer ended; false where this answer was there before.
func noteEnding(ctx context.Context, tx *db.Tx, k *Kiosk, a Answer, full bool, ended clock.Instant) (fresh bool, err error) {
	ending, recent := endPartial, k.recent
	if full {
		ending, recent = mash(k.recent, ended)
	}
	fresh, err = insertEnding(ctx, tx, k.ID, a, ending)
	if fresh {
		k.recent = recent
	}
	return fresh, err
}

// mash tells how a full answer ended at an instant, given when the last ones did.
func mash(recent string, ended clock.Instant) (ending, next string) {
	last := strings.Fields(recent)
	n := 0
	for _, at := range last {
		if d := ended.Time().Sub(clock.Instant(at).Time()); d >= 0 && d <= mashTime {
			n++
		}
	}
	ending = endFull
	if n >= mashAnswers {
		ending = endRepeated
	}
	last = append(last, string(ended))
	return ending, strings.Join(last[max(0, len(last)-mashAnswers):], " ")
}

// sweepAfter is how long a form on a kiosk without script may lie before it is a partial answer.
const sweepAfter = time.Minute

// sweep makes partial answers of the forms that nobody went on with.
func (ss *Surveys) sweep(ctx context.Context, tx *db.Tx, k *Kiosk, now clock.Instant) error {
	left, err := openForms(ctx, tx, k.ID, clock.At(now.Time().Add(-sweepAfter)))
	if err != nil {
		return err
	}
	for _, o := range left {
		n := kioskAnswer{Survey: o.Survey, Key: o.Key, Lang: o.Lang, Age: now.Time().Sub(o.At.Time()), Marks: o.Marks}
		if _, _, err := keepKiosk(ctx, tx, k, o.Survey, []kioskAnswer{n}, now); err != nil {
			return err
		}
		if err := dropOpen(ctx, tx, o.Key); err != nil {
			return err
		}
	}
	return nil
}
