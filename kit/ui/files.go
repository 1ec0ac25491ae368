package ui

import (
	"net/http"

	"kaname/kit/textfile"
	"kaname/kit/web"
)

// SendList answers ?as=xlsx, csv or cp932 of a list with its file. Where CP932 cannot hold every character, a page says
// which ones first; ?sure=1 sends the file all the same.
func SendList(w http.ResponseWriter, r *http.Request, s textfile.Sheet, name string) error {
	q := r.URL.Query()
	if q.Get("as") == "cp932" && q.Get("sure") == "" {
		if lost := textfile.Lost(s); lost != "" {
			return web.OK(w, r, lostPage(lost, func(name, value string) string { return web.With(r, name, value) }))
		}
	}
	return textfile.Send(w, q.Get("as"), s, name)
}
