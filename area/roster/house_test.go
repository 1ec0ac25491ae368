package roster_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kaname/app/apptest"
	"kaname/area/roster"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// room is 名簿 in the test city, behind a door of its own.
type room struct {
	*apptest.City
	*roster.Roster
	door *web.Routes
}

var ctx = context.Background()

func newRoom(t testing.TB) *room {
	c := apptest.New(t)
	ro := &roster.Roster{DB: c.DB, Now: c.Now, Note: c.App.Audit.Note, Saw: c.App.Audit.Saw, People: c.App.People, Log: c.App.Audit}
	door := web.NewRoutes()
	door.Stranger = c.App.People.Stranger
	door.ErrorPage = func(_ *http.Request, status int, f *fault.Fault) templ.Component { return ui.Failure(status, f) }
	ro.Routes(door)
	return &room{City: c, Roster: ro, door: door}
}

func (h *room) do(a people.Actor, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	if a.SignedIn() {
		r = people.As(r, a)
	}
	f := ui.Furniture{Path: r.URL.Path, City: "さくら川市", Ward: a.WardName, Person: a.Name, Said: web.Said(w, r)}
	h.door.ServeHTTP(w, r.WithContext(ui.With(r.Context(), f)))
	return w
}

func (h *room) get(a people.Actor, path string) *httptest.ResponseRecorder {
	return h.do(a, httptest.NewRequest(http.MethodGet, path, nil))
}

func (h *room) post(a people.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return h.do(a, r)
}

// send posts a file as a browser does.
func (h *room) send(a people.Actor, path, kind, name string, data []byte) *httptest.ResponseRecorder {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	h.Must(m.WriteField("kind", kind))
	part, err := m.CreateFormFile("file", name)
	h.Must(err)
	_, err = part.Write(data)
	h.Must(err)
	h.Must(m.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return h.do(a, r)
}

// apply brings a file, looks at the preview and confirms it.
func (h *room) apply(t testing.TB, kind, text string) roster.Import {
	t.Helper()
	im, err := h.Bring(ctx, h.Kanri, kind, "file.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	_, plan, err := h.Preview(ctx, h.Kanri, im.ID)
	if err != nil {
		t.Fatal(err)
	}
	if p := plan.Problems(); len(p) > 0 {
		t.Fatal(p)
	}
	if _, err := h.Apply(ctx, h.Kanri, im.ID, plan.Digest()); err != nil {
		t.Fatal(err)
	}
	return im
}

// placeOn is the office and title a person has on a day.
func (h *room) placeOn(t testing.TB, number string, day clock.Date) string {
	t.Helper()
	var say string
	err := h.DB().Read(ctx, func(tx *db.Tx) error {
		p, err := people.PersonByNumber(ctx, tx, number)
		if err != nil {
			return err
		}
		post, err := people.PostOn(ctx, tx, p.ID, day)
		say = strings.TrimSpace(post.OfficeName + " " + post.Title)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return say
}

// DB is the city's database (both embedded structs have one).
func (h *room) DB() *db.DB { return h.City.DB }

// picture is everything of the roster as one text.
func (h *room) picture(t testing.TB) people.Picture {
	t.Helper()
	var pic people.Picture
	if err := h.DB().Read(ctx, func(tx *db.Tx) (err error) { pic, err = people.TakePicture(ctx, tx); return err }); err != nil {
		t.Fatal(err)
	}
	return pic
}

// has says that the page shows want.
func has(t testing.TB, body, want string) {
	t.Helper()
	if !strings.Contains(body, want) {
		t.Errorf("the page does not say %q\n%s", want, text(body))
	}
}

func hasNot(t testing.TB, body, not string) {
	t.Helper()
	if strings.Contains(body, not) {
		t.Errorf("the page says %q", not)
	}
}

// text is the page without its tags, for messages.
func text(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	var b strings.Builder
	in := false
	for _, r := range body {
		switch {
		case r == '<':
			in = true
		case r == '>':
			in = false
			b.WriteByte(' ')
		case !in:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func newGet(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

// hire adds a person whose name is written family, given.
func (h *room) hire(t testing.TB, number, name string, o people.Office, title string) {
	t.Helper()
	family, given, _ := strings.Cut(name, " ")
	_, err := h.Hire(ctx, h.Kanri, people.PersonDraft{Number: number, Family: family, Given: given, FamilyKana: "ア", Employment: "regular"},
		people.Post{OfficeID: o.ID, Role: people.Staff, Title: title, From: "2026-04-01"})
	if err != nil {
		t.Fatal(err)
	}
}

// inOrder says whether the words stand on the page one after the other.
func inOrder(t testing.TB, page string, words ...string) {
	t.Helper()
	rest := page
	for i, w := range words {
		_, after, ok := strings.Cut(rest, w)
		if !ok {
			t.Errorf("%q does not come after %v\n%s", w, words[:i], page)
			return
		}
		rest = after
	}
}
