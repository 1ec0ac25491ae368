package app

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/fault"
	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
)

// policy lets a page load from its own origin alone; no inline script, no inline style.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func (h *House) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.Config.TrustProxy && r.Header.Get("X-Forwarded-Proto") == "https" {
			r = web.UnderTLS(r)
		}
		if hops := strings.Split(r.Header.Get("X-Forwarded-For"), ","); h.Config.TrustProxy {
			r = web.SeenBy(r, strings.TrimSpace(hops[len(hops)-1])) // the last hop is the proxy's own word
		}
		head := w.Header()
		head.Set("Content-Security-Policy", policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if web.Secure(r) {
			head.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// furnish puts what the frame of every page needs into the context, once.
func (h *House) furnish(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := people.From(r)
		f := ui.Furniture{Path: r.URL.Path, Text: cookie(r, "text"), Contrast: cookie(r, "contrast")}
		if city, err := h.People.City(r.Context()); err == nil {
			f.City, f.Sample = city.Name, city.HasSample
		}
		if a.SignedIn() {
			f.Ward, f.Person = a.WardName, a.Name
			f.Menu, f.Self, f.Office = menu(a), self(a), office(a)
			f.Stamp = "出力 " + a.Today.Era() + " " + a.Now.Local().Format("15:04") + "　" + a.OfficeName + " " + a.Name
		}
		if r.Method == http.MethodGet {
			f.Said = web.Said(w, r)
		}
		next.ServeHTTP(w, r.WithContext(ui.With(r.Context(), f)))
	})
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	switch c.Value {
	case "large", "xlarge", "high":
		return c.Value
	}
	return ""
}

func failure(_ *http.Request, status int, f *fault.Fault) templ.Component {
	return ui.Failure(status, f)
}
