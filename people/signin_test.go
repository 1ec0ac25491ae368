package people_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kaname/app/apptest"
	"kaname/kit/fault"
	"kaname/people"
)

var ctx = context.Background()

func signIn(c *apptest.City, pass string) (string, error) {
	return c.App.People.SignIn(ctx, "００１１０３", pass, "192.0.2.7", "test") // full-width digits are fine
}

func TestAPersonSignsInAndIsRecognisedWithTheirPosts(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	token, err := signIn(c, apptest.Password)
	c.Must(err)
	a, err := c.App.People.Who(ctx, token)
	c.Must(err)
	if a.ID != c.Kacho.ID || a.WardName != "みなと区" || !a.MayAt(people.LeadGoals, c.Madoguchi.Path) || a.MayAt(people.LeadGoals, c.Hoken.Path) {
		t.Errorf("%+v", a)
	}
	if nobody, err := c.App.People.Who(ctx, strings.Repeat("0", 64)); err != nil || nobody.SignedIn() {
		t.Error("a made-up token is somebody")
	}
}

func TestASessionEndsAfterHalfAnHourWithoutUse(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	token, err := signIn(c, apptest.Password)
	c.Must(err)
	c.Wait(29 * time.Minute)
	if a, _ := c.App.People.Who(ctx, token); !a.SignedIn() {
		t.Fatal("ended too early")
	}
	c.Wait(29 * time.Minute) // used in between: goes on
	if a, _ := c.App.People.Who(ctx, token); !a.SignedIn() {
		t.Fatal("use does not lengthen it")
	}
	c.Wait(31 * time.Minute)
	if a, _ := c.App.People.Who(ctx, token); a.SignedIn() {
		t.Error("goes on for ever")
	}
}

func TestWrongPasswordsMakeOneWaitButLockNobodyOut(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	for i := range 6 {
		if _, err := signIn(c, "wrong wrong wrong"); fault.Of(err) != fault.Invalid {
			t.Fatalf("try %d: %v", i, err)
		}
		c.Wait(2 * time.Second)
	}
	for range 5 {
		signIn(c, "wrong wrong wrong")
	}
	if _, err := signIn(c, apptest.Password); err == nil || !strings.Contains(err.Error(), "お待ちください") {
		t.Errorf("no wait after many failures: %v", err)
	}
	c.Wait(16 * time.Minute)
	if _, err := signIn(c, apptest.Password); err != nil {
		t.Errorf("locked out for good: %v", err)
	}
}

func TestAOneTimeCodeSetsThePasswordOnceAndEndsOtherSessions(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	old, err := signIn(c, apptest.Password)
	c.Must(err)
	code, err := c.App.People.IssueCode(ctx, c.Kanri, c.Kacho.ID)
	c.Must(err)
	with := func(code, pass string) error {
		_, err := c.App.People.SignInWithCode(ctx, c.Kacho.Number, code, pass, "192.0.2.7", "test")
		return err
	}
	if fault.ProblemsOf(with(code, "short")).Of("password") == "" {
		t.Error("a short password passes")
	}
	if with("wrongwrong", "あたらしい合言葉はこれです") == nil {
		t.Error("any code will do")
	}
	c.Must(with(strings.ToUpper(code[:5])+"-"+code[5:], "あたらしい合言葉はこれです"))
	if with(code, "もういちど使ってみるよ今度") == nil {
		t.Error("the code works twice")
	}
	if a, _ := c.App.People.Who(ctx, old); a.SignedIn() {
		t.Error("the old session goes on")
	}
	if _, err := signIn(c, "あたらしい合言葉はこれです"); err != nil {
		t.Errorf("the new password does not work: %v", err)
	}
	if _, err := c.App.People.IssueCode(ctx, c.Jimu, c.Kacho.ID); fault.Of(err) != fault.Forbidden {
		t.Errorf("the secretariat issues codes: %v", err)
	}
}

func TestWhatWasBeingSentWhenTheSessionRanOutIsGivenBack(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	door := c.App.Handler()
	r := httptest.NewRequest(http.MethodPost, "/goals", strings.NewReader(url.Values{"title": {"とちゅうの目標"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "kaname", Value: strings.Repeat("a", 64)})
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	to, err := url.Parse(w.Header().Get("Location"))
	c.Must(err)
	back := to.Query().Get("to")
	if w.Code != 303 || !strings.HasPrefix(back, "/held?key=") {
		t.Fatalf("%d %s", w.Code, to)
	}
	body := c.Get(c.Kacho, back).Body.String()
	if !strings.Contains(body, "とちゅうの目標") || !strings.Contains(body, `action="/goals"`) {
		t.Error("what was typed is lost")
	}
}

func TestNobodySendsAPersonAwayFromTheHouseAfterSignIn(t *testing.T) {
	c := apptest.New(t)
	c.Must(c.App.People.SetPassword(ctx, c.Kacho.ID, apptest.Password))
	for _, to := range []string{"https://evil.example/", "//evil.example", "/\\evil.example"} {
		w := c.Post(people.Actor{}, "/signin", url.Values{"number": {c.Kacho.Number}, "password": {apptest.Password}, "to": {to}})
		if w.Code != 303 || w.Header().Get("Location") != "/" {
			t.Errorf("%s leads to %s", to, w.Header().Get("Location"))
		}
	}
}

func TestThePagesAreSafeByTheirHeaders(t *testing.T) {
	c := apptest.New(t)
	h := c.Get(people.Actor{}, "/signin").Header()
	if p := h.Get("Content-Security-Policy"); !strings.Contains(p, "script-src 'self'") || strings.Contains(p, "unsafe") {
		t.Errorf("policy: %s", p)
	}
	w := c.Post(people.Actor{}, "/signin", url.Values{"number": {"000001"}, "password": {apptest.Password}})
	for _, k := range w.Result().Cookies() {
		if k.Name == "kaname" && (!k.HttpOnly || k.SameSite != http.SameSiteLaxMode) {
			t.Errorf("%+v", k)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/signin", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	x := httptest.NewRecorder()
	c.App.Handler().ServeHTTP(x, r)
	if x.Code != http.StatusForbidden {
		t.Errorf("a post from another site gets %d", x.Code)
	}
}
