package publishing

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
)

// page is one file of the public site: an HTML page in a language, or a file.
type page struct {
	path string
	draw func(io.Writer) error
}

// view is one page as it is being drawn: where it stands, in which language.
type view struct {
	s    *Site
	l    Lang
	at   string // the page's path within its language
	ward *Ward
	year *Year
}

// file is the address of a file that is the same in all languages, from here.
func (v view) file(p string) templ.SafeURL { return templ.SafeURL(rel(v.l.dir()+v.at, p)) }

// href is the address of a page in the same language, from here; what follows # stays.
func (v view) href(p string) templ.SafeURL { return templ.SafeURL(rel(v.l.dir()+v.at, v.l.dir()+p)) }

// in is the address of this page in another language.
func (v view) in(l Lang) templ.SafeURL { return templ.SafeURL(rel(v.l.dir()+v.at, l.dir()+v.at)) }

func (v view) say(key string, args ...any) templ.Component { return ruby(v.l.say(key, args...)) }

func (v view) plain(key string, args ...any) string { return v.l.plain(key, args...) }

func (l Lang) dir() string {
	if l == Ja {
		return ""
	}
	return string(l) + "/"
}

// rel is the way from one file to another, both given from the root of the site.
func rel(from, to string) string {
	to, mark, _ := strings.Cut(to, "#")
	f, t := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	if path.Dir(from) == "." {
		f = nil
	}
	for len(f) > 0 && len(t) > 1 && f[0] == t[0] {
		f, t = f[1:], t[1:]
	}
	out := strings.Repeat("../", len(f)) + strings.Join(t, "/")
	if mark != "" {
		out += "#" + mark
	}
	return out
}

func num(n int) string { return strconv.Itoa(n) }

func yearPath(w *Ward, fy clock.FY) string { return w.Slug + "/" + num(int(fy)) + "/index.html" }

func promisePath(w *Ward, fy clock.FY, p Promise) string {
	return w.Slug + "/" + num(int(fy)) + "/" + p.slug() + ".html"
}

func voicesPath(w *Ward, fy clock.FY) string { return w.Slug + "/" + num(int(fy)) + "/voices.html" }

func standardsPath(fy clock.FY) string { return "standards/" + num(int(fy)) + ".html" }

func yearData(w *Ward, fy clock.FY) string { return "data/" + w.Slug + "-" + num(int(fy)) + ".csv" }

func promiseData(w *Ward, fy clock.FY, p Promise) string {
	return "data/" + w.Slug + "-" + num(int(fy)) + "-" + p.slug() + ".csv"
}

// styles are the style sheets and the mark that every page uses.
var styles = []string{"kaname.css", "public.css", "house.css", "mark.svg"}

// voicesShown is how many changes the year's page shows; the rest have a page of their own.
const voicesShown = 6

// pages lists every file of the site, in an order that never changes. whole is false where s is only a part of it.
func (s *Site) pages() []page {
	var out []page
	for _, name := range styles {
		out = append(out, page{"assets/" + name, func(w io.Writer) error { _, err := w.Write(ui.AssetBytes(name)); return err }})
	}
	out = append(out, page{"data/columns.csv", sheetFile(columnsSheet())})
	out = append(out, s.in(view{s: s, l: Ja, at: "data/columns.html"}, columnsPage))
	for _, l := range langs {
		v := func(at string) view { return view{s: s, l: l, at: at} }
		out = append(out, s.in(v("index.html"), cityPage), s.in(v("how.html"), howPage), s.in(v("about.html"), aboutPage))
		for fy, all := range sorted(s.Standards) {
			if len(all) > 0 {
				out = append(out, s.in(v(standardsPath(fy)), func(v view) templ.Component { return standardsPage(v, fy, all) }))
			}
		}
		for i := range s.Wards {
			out = append(out, s.wardPages(l, &s.Wards[i])...)
		}
	}
	for i := range s.Wards {
		w := &s.Wards[i]
		for j := range w.Years {
			y := &w.Years[j]
			if len(y.Promises) == 0 {
				continue
			}
			out = append(out, page{yearData(w, y.FY), sheetFile(yearSheet(w, y, y.Promises))})
			for _, p := range y.Promises {
				out = append(out, page{promiseData(w, y.FY, p), sheetFile(yearSheet(w, y, []Promise{p}))})
			}
		}
	}
	return out
}

func (s *Site) wardPages(l Lang, w *Ward) []page {
	out := []page{s.in(view{s: s, l: l, at: w.Slug + "/index.html", ward: w}, yearsPage)}
	for j := range w.Years {
		y := &w.Years[j]
		v := func(at string) view { return view{s: s, l: l, at: at, ward: w, year: y} }
		out = append(out, s.in(v(yearPath(w, y.FY)), yearPage))
		if len(y.Changes) > voicesShown {
			out = append(out, s.in(v(voicesPath(w, y.FY)), voicesPage))
		}
		for _, p := range y.Promises {
			out = append(out, s.in(v(promisePath(w, y.FY, p)), func(v view) templ.Component { return promisePage(v, p) }))
		}
	}
	return out
}

func (s *Site) in(v view, draw func(view) templ.Component) page {
	return page{v.l.dir() + v.at, func(w io.Writer) error { return draw(v).Render(context.Background(), w) }}
}

// page finds one file of the site.
func (s *Site) page(at string) (page, bool) {
	for _, p := range s.pages() {
		if p.path == at {
			return p, true
		}
	}
	return page{}, false
}

func (p page) bytes() ([]byte, error) {
	var b bytes.Buffer
	err := p.draw(&b)
	return b.Bytes(), err
}

func sheetFile(sh textfile.Sheet) func(io.Writer) error {
	return func(w io.Writer) error { return textfile.WriteCSV(w, sh, textfile.UTF8BOM) }
}

// size is how big a table is as a file, in words.
func size(sh textfile.Sheet) string {
	var b bytes.Buffer
	if err := textfile.WriteCSV(&b, sh, textfile.UTF8BOM); err != nil {
		return ""
	}
	return fmt.Sprintf("%dKB", (b.Len()+1023)/1024)
}

// kinds of files by their ending, for the live pages.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".csv":
		return "text/csv; charset=utf-8"
	}
	return "text/html; charset=utf-8"
}
