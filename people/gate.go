package people

import (
	"context"
	"net"
	"net/http"
	"net/url"

	"kaname/kit/db"
	"kaname/kit/drafts"
	"kaname/kit/id"
	"kaname/kit/web"
)

// cookieName of the session. Under TLS it is Secure.
const cookieName = "kaname"

type actorKey struct{}

// As puts the actor into the request; Recognise and tests call it.
func As(r *http.Request, a Actor) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), actorKey{}, a))
}

// From takes the actor out. Only handlers call it; deeds get the Actor as an argument.
func From(r *http.Request) Actor {
	a, _ := r.Context().Value(actorKey{}).(Actor)
	return a
}

// Recognise finds out who is at the door, once per request, from the session cookie.
func (ps *People) Recognise(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if From(r).SignedIn() {
			next.ServeHTTP(w, r)
			return
		}
		if c, err := r.Cookie(cookieName); err == nil {
			a, err := ps.Who(r.Context(), c.Value)
			if err == nil && a.SignedIn() {
				r = As(r, a)
				w.Header().Set("Cache-Control", "private, no-cache")
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Anyone lets in whoever is signed in.
func Anyone() web.Gate {
	return web.NewGate("signed in", func(r *http.Request) (bool, bool) { return From(r).SignedIn(), true })
}

// Who lets in whoever holds p somewhere; the deed checks where.
func Who(p Permission) web.Gate {
	return web.NewGate(string(p), func(r *http.Request) (bool, bool) { a := From(r); return a.SignedIn(), a.May(p) })
}

// Stranger sends who is not signed in to the sign-in page. What they were sending is held and
// given back after sign-in: a session that ran out loses nothing.
func (ps *People) Stranger(w http.ResponseWriter, r *http.Request) {
	to := "/signin?to=" + url.QueryEscape(r.URL.RequestURI())
	if r.Method == http.MethodPost {
		to = "/signin"
		if held, ok := ps.hold(w, r); ok {
			to = "/signin?to=" + url.QueryEscape("/held?key="+held)
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (ps *People) hold(w http.ResponseWriter, r *http.Request) (string, bool) {
	r.Body = http.MaxBytesReader(w, r.Body, drafts.Most)
	if c, err := r.Cookie(cookieName); err != nil || c.Value == "" { // strangers who never were signed in are not kept for
		return "", false
	}
	if r.ParseForm() != nil || len(r.PostForm) == 0 {
		return "", false
	}
	for name := range r.PostForm {
		if name == "password" || name == "old" {
			return "", false
		}
	}
	key := id.Secret()
	fields := url.Values{"_action": {r.URL.RequestURI()}}
	for k, v := range r.PostForm {
		fields[k] = v
	}
	err := ps.DB.Write(r.Context(), func(tx *db.Tx) error {
		return drafts.Keep(r.Context(), tx, "held:"+digest(key), "held", fields, ps.Instant())
	})
	return key, err == nil
}

// setSession writes the session cookie.
func setSession(w http.ResponseWriter, r *http.Request, token string) {
	age := int(sessionFor.Seconds())
	if token == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: token, Path: "/", MaxAge: age, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: web.Secure(r)})
}

// address is where a request comes from, for throttling.
func address(r *http.Request) string {
	if before := web.Before(r); before != "" {
		return before
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
