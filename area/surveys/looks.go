package surveys

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// itoa writes a whole number.
func itoa(n int) string { return strconv.Itoa(n) }

// index lists the surveys of a fiscal year in a's reach, with what came this month.
func (ss *Surveys) index(ctx context.Context, a people.Actor, fy clock.FY) (rows []indexRow, err error) {
	city, err := ss.City(ctx)
	if err != nil {
		return nil, err
	}
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := listSurveys(ctx, tx, a.Sees(), city.Start.First(fy), city.Start.Last(fy))
		if err != nil {
			return err
		}
		columns, err := ss.columnsOfAll(ctx, tx, all)
		if err != nil {
			return err
		}
		rows = rows[:0]
		for _, s := range all {
			rows = append(rows, indexRowOf(s, columns[s.ID], limitOf(city.HideBelow), a.Today))
		}
		return nil
	})
	return rows, err
}

// readComments is one page of free texts.
type readComments struct {
	Results  Results
	Page     []Comment
	Total    int
	Places   map[string]string // by counter id
	Readable bool              // a may read those of at least one counter
}

// Comments are the free texts that a may read, ui.PageSize at a time; that a read them is noted.
func (ss *Surveys) Comments(ctx context.Context, a people.Actor, surveyID string, page int) (c readComments, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if c.Results, err = ss.resultsIn(ctx, tx, s); err != nil {
			return err
		}
		var mine []string
		mine, c.Places = readable(c.Results, a)
		c.Readable = len(mine) > 0 || s.WritableBy(a)
		c.Page, c.Total, err = comments(ctx, tx, s.ID, textIDs(s.Form), mine, ui.PageSize, (page-1)*ui.PageSize)
		return err
	})
	if err == nil && ss.Saw != nil && len(c.Page) > 0 {
		err = ss.Saw(ctx, a, "survey", surveyID, "comments page "+itoa(page))
	}
	return c, err
}

// readable are the counters whose free texts a may read, and what every counter is called.
func readable(r Results, a people.Actor) (ids []string, places map[string]string) {
	places = map[string]string{}
	for _, c := range r.counters {
		places[c.ID] = c.Place
		if c.ReadableBy(a, r.Survey.WardID) {
			ids = append(ids, c.ID)
		}
	}
	return ids, places
}

// voiceOf is one free text that a may read, to begin a change with.
func (ss *Surveys) voiceOf(ctx context.Context, a people.Actor, surveyID, key, question string) (voice string, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		r, err := ss.resultsIn(ctx, tx, s)
		if err != nil {
			return err
		}
		mine, _ := readable(r, a)
		voice, err = comment(ctx, tx, s.ID, mine, key, question)
		return err
	})
	return voice, err
}

// telling is what the page 変わったこと needs.
type telling struct {
	Results Results
	Changes []Change
	Offices []ui.Choice // for which a may write; none: a only reads
	Goals   []GoalLink
}

func (ss *Surveys) telling(ctx context.Context, a people.Actor, surveyID string) (t telling, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if t.Results, err = ss.resultsIn(ctx, tx, s); err != nil {
			return err
		}
		if t.Changes, err = wardChanges(ctx, tx, s.WardID, 200); err != nil {
			return err
		}
		offices, err := people.WardOffices(ctx, tx, s.WardID, a.Today)
		if err != nil {
			return err
		}
		t.Offices = officeChoices(offices, func(o people.Office) bool { return a.MayAt(people.AnswerVoices, o.Path) })
		if ss.Goals != nil {
			t.Goals, err = ss.Goals(ctx, tx, a, s.WardID)
		}
		return err
	})
	return t, err
}

// hanging is what the page 窓口と掲示 needs.
type hanging struct {
	Results  Results
	Counters []Counter // that lead to this survey now
	Earlier  []Survey  // whose counters it may take over
	Offices  []ui.Choice
}

func (ss *Surveys) hanging(ctx context.Context, a people.Actor, surveyID string) (h hanging, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if h.Results, err = ss.resultsIn(ctx, tx, s); err != nil {
			return err
		}
		h.Counters = nil
		elsewhere := map[string]bool{}
		for _, c := range h.Results.counters {
			if c.SurveyID == s.ID {
				h.Counters = append(h.Counters, c)
			}
			elsewhere[c.SurveyID] = c.SurveyID != s.ID
		}
		all, err := listSurveys(ctx, tx, s.WardID, "", people.Forever)
		if err != nil {
			return err
		}
		h.Earlier = nil
		for _, e := range all {
			if elsewhere[e.ID] {
				h.Earlier = append(h.Earlier, e)
			}
		}
		offices, err := people.WardOffices(ctx, tx, s.WardID, a.Today)
		h.Offices = officeChoices(offices, func(o people.Office) bool { return o.Kind == "office" })
		return err
	})
	return h, err
}

// addressOf is what visitors' phones reach: the configured address, or that of the request.
func (ss *Surveys) addressOf(r *http.Request) (address, host string) {
	address = strings.TrimRight(ss.Address, "/")
	if address == "" {
		address = "http://" + r.Host
		if web.Secure(r) {
			address = "https://" + r.Host
		}
	}
	_, host, _ = strings.Cut(address, "://")
	return address, host
}

// comment is one free text left at one of the counters.
func comment(ctx context.Context, tx *db.Tx, surveyID string, counters []string, key, question string) (text string, err error) {
	if len(counters) == 0 {
		return "", fault.Missing("このひとこと")
	}
	args := []any{surveyID, key, question}
	for _, c := range counters {
		args = append(args, c)
	}
	err = tx.Row(ctx, `SELECT x.words FROM survey_words x JOIN survey_answers n ON n.form_key = x.form_key
		WHERE x.survey_id = $1 AND x.form_key = $2 AND x.question = $3 AND n.counter_id IN (`+db.In(4, len(counters))+`)`, args...).Scan(&text)
	return text, err
}
