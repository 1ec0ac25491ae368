// Package web is the only door of the house: no path can be added without saying who may pass.
package web

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sort"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/fault"
)

// MaxForm is the largest form that is read, in bytes; files have a limit of their own.
const MaxForm = 1 << 20

// Gate decides whether a request may pass. The zero Gate is refused when the program starts.
type Gate struct {
	name string
	open func(*http.Request) (signedIn, ok bool)
}

// NewGate names a gate; open says whether somebody is signed in and whether they may pass.
func NewGate(name string, open func(*http.Request) (signedIn, ok bool)) Gate { return Gate{name, open} }

// Public lets anybody in. Each use shows in routes.golden.
var Public = NewGate("public", func(*http.Request) (bool, bool) { return true, true })

// Handler answers a request or returns an error; it writes no error itself.
type Handler func(http.ResponseWriter, *http.Request) error

// Routes is the list of paths with their gates.
type Routes struct {
	mux  *http.ServeMux
	list []string
	// Stranger answers who is not signed in; the people floor sets it.
	Stranger func(http.ResponseWriter, *http.Request)
	// ErrorPage draws a fault as a page; the app sets it.
	ErrorPage func(*http.Request, int, *fault.Fault) templ.Component
}

// NewRoutes makes an empty list.
func NewRoutes() *Routes { return &Routes{mux: http.NewServeMux()} }

// Get adds a page.
func (rs *Routes) Get(path string, g Gate, h Handler) { rs.add("GET", path, g, h) }

// Post adds a deed.
func (rs *Routes) Post(path string, g Gate, h Handler) { rs.add("POST", path, g, h) }

func (rs *Routes) add(method, path string, g Gate, h Handler) {
	if g.open == nil {
		panic(fmt.Sprintf("web: %s %s has no gate", method, path))
	}
	rs.list = append(rs.list, fmt.Sprintf("%-4s %-52s %s", method, path, g.name))
	rs.mux.HandleFunc(method+" "+path, func(w http.ResponseWriter, r *http.Request) {
		switch signedIn, ok := g.open(r); {
		case !signedIn:
			rs.Stranger(w, r)
		case !ok:
			rs.Fail(w, r, fault.Denied("この画面を開く", "所属長か事務局"))
		default:
			if err := h(w, r); err != nil {
				rs.Fail(w, r, err)
			}
		}
	})
}

// List names each route and its gate, sorted: the text of routes.golden.
func (rs *Routes) List() string {
	sort.Strings(rs.list)
	return strings.Join(rs.list, "\n") + "\n"
}

// ServeHTTP answers with the route's handler, or the not-found page.
func (rs *Routes) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := rs.mux.Handler(r); pattern == "" {
		rs.Fail(w, r, fault.Missing("このページ"))
		return
	}
	rs.mux.ServeHTTP(w, r)
}

// Status is the HTTP status of a kind of fault.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// Fail is the one place where an error becomes a page; what is not a fault is logged here, once.
func (rs *Routes) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	f := fault.As(err)
	if f.Kind == fault.Internal {
		slog.Error("request failed", "method", r.Method, "route", r.Pattern, "err", err.Error())
	}
	if rs.ErrorPage == nil {
		http.Error(w, f.Say, Status(f.Kind))
		return
	}
	if err := Page(w, r, Status(f.Kind), rs.ErrorPage(r, Status(f.Kind), f)); err != nil {
		slog.Error("error page failed", "err", err.Error())
	}
}

// Page writes c with the status code.
func Page(w http.ResponseWriter, r *http.Request, code int, c templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var b strings.Builder
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.WriteHeader(code)
	_, err := w.Write([]byte(b.String()))
	return err
}

// OK is Page with status 200.
func OK(w http.ResponseWriter, r *http.Request, c templ.Component) error {
	return Page(w, r, http.StatusOK, c)
}

// Again shows the form once more with what was typed and the messages of err (422, or 409 where
// somebody else saved first); any other error is returned for Fail.
func Again(w http.ResponseWriter, r *http.Request, err error, c func(fault.Problems) templ.Component) error {
	switch fault.Of(err) {
	case fault.Invalid:
		f := fault.As(err)
		if !f.Problems.Any() {
			var check fault.Check
			check.That(false, "form", f.Say)
			return Page(w, r, http.StatusUnprocessableEntity, c(fault.ProblemsOf(check.Err())))
		}
		return Page(w, r, http.StatusUnprocessableEntity, c(f.Problems))
	}
	return err
}

// See sends the browser to a page after a deed (post-redirect-get), with one sentence for its head.
func See(w http.ResponseWriter, r *http.Request, to, say string) error {
	if say != "" {
		http.SetCookie(w, &http.Cookie{Name: "say", Value: base64.RawURLEncoding.EncodeToString([]byte(say)), Path: "/", MaxAge: 60, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// Said takes the sentence that See left, once.
func Said(w http.ResponseWriter, r *http.Request) string {
	c, err := r.Cookie("say")
	if err != nil || c.Value == "" {
		return ""
	}
	http.SetCookie(w, &http.Cookie{Name: "say", Path: "/", MaxAge: -1})
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return ""
	}
	return string(b)
}

// Local returns to if it is a path of this house, else the front page: no open redirects.
func Local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, "\\") {
		return "/"
	}
	return to
}

// File offers bytes as a download under a name made by textfile.ContentDisposition.
func File(w http.ResponseWriter, contentType, disposition string, write func(http.ResponseWriter) error) error {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", disposition)
	return write(w)
}

type secureKey struct{}

// UnderTLS marks a request that reached a trusted proxy under TLS.
func UnderTLS(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), secureKey{}, true))
}

type beforeKey struct{}

// SeenBy notes the address that the trusted proxy before us saw.
func SeenBy(r *http.Request, address string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), beforeKey{}, address))
}

// Before is the address that the trusted proxy saw, or "".
func Before(r *http.Request) string {
	s, _ := r.Context().Value(beforeKey{}).(string)
	return s
}

// Secure says whether the person's browser speaks TLS, to us or to the proxy before us.
func Secure(r *http.Request) bool {
	proxy, _ := r.Context().Value(secureKey{}).(bool)
	return r.TLS != nil || proxy
}
