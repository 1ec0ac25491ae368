package surveys

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"sync"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
)

// errClosed is what an answer meets whose survey takes none any more.
var errClosed = errors.New("the survey takes no answers")

// newKey is a form's key: 128 random bits in 22 letters that mean nothing and need no record of their own.
func newKey() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// goodKey says whether a key has the form of ours.
func goodKey(k string) bool {
	b, err := base64.RawURLEncoding.DecodeString(k)
	return err == nil && len(b) == 16
}

// intake lets many visitors share one commit: whoever comes while a commit runs is in the next one.
// Its goroutine lives only while somebody waits.
type intake struct {
	mu      sync.Mutex
	waiting []*waiting
	working bool
}

type waiting struct {
	answer Answer
	done   chan error
}

// mostTogether bounds one commit, so that nobody waits behind thousands.
const mostTogether = 512

// Receive keeps one visitor's answer and returns only when it is durable: a nil error is a promise.
// The same key again is the same form, received once. It has no Actor: a visitor has no name here.
func (ss *Surveys) Receive(ctx context.Context, n Answer) error {
	var s Survey
	err := ss.DB.Read(ctx, func(tx *db.Tx) (err error) { s, err = findSurvey(ctx, tx, "", n.SurveyID); return err })
	if err != nil {
		return err
	}
	return ss.receiveOn(ctx, s.Form, n)
}

// receiveOn is Receive where the survey's form is known.
func (ss *Surveys) receiveOn(ctx context.Context, form questionnaire.Form, n Answer) error {
	now := ss.now()
	n.Day, n.Hour = now.Date(), now.Local().Hour()
	if err := n.check(form); err != nil {
		return err
	}
	w := &waiting{answer: n, done: make(chan error, 1)}
	in := &ss.intake
	in.mu.Lock()
	in.waiting = append(in.waiting, w)
	if !in.working {
		in.working = true
		go ss.commitWaiting()
	}
	in.mu.Unlock()
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return ctx.Err() // it may yet be kept; sending the form again does no harm
	}
}

func (ss *Surveys) commitWaiting() {
	in := &ss.intake
	for {
		in.mu.Lock()
		n := min(len(in.waiting), mostTogether)
		if n == 0 {
			in.working, in.waiting = false, nil
			in.mu.Unlock()
			return
		}
		group := in.waiting[:n:n]
		in.waiting = in.waiting[n:]
		in.mu.Unlock()
		ss.commit(group)
	}
}

// commit writes a group in one transaction per survey. If that fails, each answer is tried alone, so that one cannot spoil the others.
func (ss *Surveys) commit(group []*waiting) {
	bySurvey := map[string][]*waiting{}
	for _, w := range group {
		bySurvey[w.answer.SurveyID] = append(bySurvey[w.answer.SurveyID], w)
	}
	for surveyID, ws := range bySurvey {
		err := ss.commitTo(surveyID, ws)
		if err != nil && !errors.Is(err, errClosed) && len(ws) > 1 {
			for _, w := range ws {
				w.done <- ss.commitTo(surveyID, []*waiting{w})
			}
			continue
		}
		for _, w := range ws {
			w.done <- err
		}
	}
}

func (ss *Surveys) commitTo(surveyID string, ws []*waiting) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	answers := make([]Answer, len(ws))
	last := clock.Date("")
	for i, w := range ws {
		answers[i] = w.answer
		last = max(last, w.answer.Day)
	}
	return ss.DB.Write(ctx, func(tx *db.Tx) error {
		before, sample, taking, err := takeSeq(ctx, tx, surveyID, len(answers), last, false)
		if err != nil {
			return err
		}
		if !taking {
			return errClosed
		}
		return insertAnswers(ctx, tx, before+1, sample, answers)
	})
}

// closed says whether err means that the survey has ended.
func closed(err error) bool {
	return errors.Is(err, errClosed) || fault.Of(err) == fault.NotFound
}
