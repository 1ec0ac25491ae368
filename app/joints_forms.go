package app

import (
	"context"

	"kaname/area/surveys"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/questionnaire"
	"kaname/kit/ui"
	"kaname/people"
	"kaname/shared"
	"kaname/shared/forms"
)

// surveyForm is the subject under which a visitor survey's form is written.
func surveyForm(surveyID string) shared.Subject { return shared.Subject{Kind: "survey", ID: surveyID} }

// joinForms: who writes the form of a survey, what it may begin from, and how its wording is frozen at the opening.
func (h *House) joinForms() {
	place := func(s surveys.Survey, err error) (forms.Place, error) {
		return forms.Place{Title: s.Title, Back: "/voices/" + s.ID, Sample: s.Sample}, err
	}
	h.Forms.Subjects = map[string]forms.Keeper{"survey": {
		Readable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) (forms.Place, error) {
			return place(h.Surveys.Seen(ctx, tx, a, id))
		},
		Writable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) (forms.Place, error) {
			return place(h.Surveys.Askable(ctx, tx, a, id))
		},
		Bank:      surveys.Bank(),
		Templates: []forms.Template{{ID: "standard", Name: "来庁者（7問と全体）", Help: "毎年くらべられる言葉です。1分くらい。", Form: surveys.Standard(), Langs: surveys.Others()}},
		Copyable: func(ctx context.Context, tx *db.Tx, a people.Actor, id string) ([]ui.Choice, error) {
			earlier, err := h.Surveys.WithForms(ctx, tx, a, id)
			out := make([]ui.Choice, len(earlier))
			for i, s := range earlier {
				out[i] = ui.Choice{Value: s.ID, Name: s.Title}
			}
			return out, err
		},
	}}
	h.Surveys.Frozen = func(ctx context.Context, tx *db.Tx, a people.Actor, surveyID string) (f questionnaire.Form, written bool, err error) {
		_, _, frozen, err := h.Forms.FormOf(ctx, tx, surveyForm(surveyID))
		if fault.Of(err) == fault.NotFound {
			return f, false, nil
		}
		if err == nil && !frozen {
			err = h.Forms.FreezeIn(ctx, tx, a, surveyForm(surveyID))
		}
		if err != nil {
			return f, false, err
		}
		f, _, _, err = h.Forms.FormOf(ctx, tx, surveyForm(surveyID))
		return f, true, err
	}
}
