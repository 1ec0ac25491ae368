package ratings

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/drafts"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// entering is the form of one record as it is filled in.
type entering struct {
	Rating
	Sheet
	field   Field
	typed   map[string]string // by item, as typed
	seen    string
	kept    clock.Instant
	records []record
	theirs  []ui.Pair
}

func (s Sheet) draftName(ratingID string) string {
	return strings.Join([]string{"rating-marks", ratingID, s.Field, itoa(s.Investigator), itoa(s.Visit)}, ":")
}

// sheetFrom reads which record a form or an address is about; the first one where it says nothing.
func sheetFrom(f web.Form, x Rating) Sheet {
	s := Sheet{Field: f.Get("field"), Investigator: 1, Visit: 1}
	if s.Field == "" && len(x.Fields) > 0 {
		s.Field = x.Fields[0].Key
	}
	if f.Text("investigator") != "" {
		s.Investigator, _ = f.Whole("investigator")
	}
	if f.Text("visit") != "" {
		s.Visit, _ = f.Whole("visit")
	}
	return s
}

// entry loads the record that f is about as it stands.
func (rs *Ratings) entry(r *http.Request, f web.Form) (e entering, err error) {
	x, scores, err := rs.marks(r)
	if err != nil {
		return e, err
	}
	if !x.WritableBy(people.From(r)) {
		return e, deny("書く")
	}
	e = entering{Rating: x, Sheet: sheetFrom(f, x), typed: map[string]string{}, records: records(x.Draft, scores)}
	e.field, _ = x.Field(e.Sheet.Field)
	m := marksOf(scores, e.Sheet)
	e.seen = m.seal(e.field)
	for key, v := range m {
		e.typed[key] = points(v)
	}
	return e, nil
}

// retype puts what was typed into the form.
func (e *entering) retype(f web.Form) {
	for _, it := range e.field.Items {
		e.typed[it.Key] = f.Text("m-" + it.Key)
	}
}

func (rs *Ratings) entryPage(w http.ResponseWriter, r *http.Request) error {
	a := people.From(r)
	e, err := rs.entry(r, web.Query(r))
	if err != nil {
		return err
	}
	var c fault.Check
	if e.Sheet.check(&c, e.Draft); c.Err() != nil {
		return web.Again(w, r, c.Err(), func(p fault.Problems) templ.Component { return entryView(e, p) })
	}
	e.kept, err = drafts.Kept(r.Context(), rs.DB, a.ID, e.Sheet.draftName(e.ID), func(f web.Form) { e.retype(f); e.seen = f.Get("seen") })
	if err != nil {
		return err
	}
	return web.OK(w, r, entryView(e, fault.Problems{}))
}

func (rs *Ratings) enter(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	a := people.From(r)
	e, err := rs.entry(r, f)
	if err != nil {
		return err
	}
	standing := e.typed
	e.typed = map[string]string{}
	e.retype(f)
	m, err := readMarks(f, e)
	if err == nil {
		err = rs.Enter(r.Context(), a, e.ID, e.Sheet, f.Get("seen"), m)
	}
	switch fault.Of(err) {
	case "":
		return web.See(w, r, e.entryHref(e.Sheet), e.field.Name+"、調査員"+itoa(e.Investigator)+"の"+itoa(e.Visit)+"回目の評点"+itoa(len(m))+"個を保存しました。")
	case fault.Conflict:
		for _, it := range e.field.Items {
			e.theirs = append(e.theirs, ui.Pair{Label: it.Name, Theirs: standing[it.Key], Mine: e.typed[it.Key]})
		}
		return web.Page(w, r, http.StatusConflict, entryView(e, fault.Problems{}))
	}
	e.seen = f.Get("seen")
	return web.Again(w, r, err, func(p fault.Problems) templ.Component { return entryView(e, p) })
}

// readMarks reads the marks of a record; an empty one was not given.
func readMarks(f web.Form, e entering) (Marks, error) {
	m := Marks{}
	var c fault.Check
	for _, it := range e.field.Items {
		text := f.Text("m-" + it.Key)
		if text == "" {
			continue
		}
		v, ok := hundredths(text)
		c.That(ok && e.Scale.Allows(v), "m-"+it.Key, "「"+it.Name+"」の評点は"+e.Scale.Words()+"の数（小数第2位まで）です。付けていなければ空にします。")
		m[it.Key] = v
	}
	return m, c.Err()
}

func (x Rating) entryHref(s Sheet) string {
	return x.href() + "/entry?field=" + s.Field + "&investigator=" + itoa(s.Investigator) + "&visit=" + itoa(s.Visit)
}
