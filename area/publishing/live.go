package publishing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/ui"
)

// public answers /public/...: the same files, byte for byte, as those that are written out.
func (p *Publishing) public(w http.ResponseWriter, r *http.Request) error {
	at := r.PathValue("path")
	if at == "" || strings.HasSuffix(at, "/") {
		at += "index.html"
	}
	if path.Ext(at) == "" {
		http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
		return nil
	}
	body, err := p.live(r.Context(), at)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "public, max-age=60")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", kindOf(at))
	_, err = w.Write(body)
	return err
}

// live draws one file of the public site from no more of the data than it needs.
func (p *Publishing) live(ctx context.Context, at string) ([]byte, error) {
	if name, ok := strings.CutPrefix(at, "assets/"); ok && slices.Contains(styles, name) {
		return ui.AssetBytes(name), nil
	}
	newest := p.fy(ctx)
	w, standards, ok := wants(at, newest)
	if !ok {
		return nil, fault.Missing("このページ")
	}
	var s Site
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if s, err = p.load(ctx, tx, newest, w); err == nil && standards != 0 {
			s.Standards[standards], err = p.Standards(ctx, tx, standards)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	page, ok := s.page(at)
	if !ok {
		return nil, fault.Missing("このページ")
	}
	return page.bytes()
}

// nobody is the slug of no ward, for pages that show none.
const nobody = "-"

// wants says which part of the site the file at a path shows; standards is the year of a page of standards.
func wants(at string, newest clock.FY) (w want, standards clock.FY, ok bool) {
	for _, l := range langs {
		if rest, found := strings.CutPrefix(at, l.dir()); found && l != Ja {
			at = rest
		}
	}
	year := func(s string) (clock.FY, bool) {
		n, err := strconv.Atoi(s)
		return clock.FY(n), err == nil && clock.FY(n) <= newest && clock.FY(n) >= newest-Back
	}
	part := strings.Split(at, "/")
	switch {
	case len(part) == 1 && part[0] == "index.html":
		return want{years: back(newest, 1)}, 0, true
	case len(part) == 1, part[0] == "data" && strings.HasPrefix(part[1], "columns."):
		return want{slug: nobody}, 0, true
	case len(part) == 2 && part[0] == "standards":
		standards, ok = year(strings.TrimSuffix(part[1], ".html"))
		return want{slug: nobody}, standards, ok
	case len(part) == 2 && part[0] == "data":
		slug, fy, ok := dataName(strings.TrimSuffix(part[1], ".csv"))
		_, known := year(num(int(fy)))
		return want{slug: slug, years: []clock.FY{fy}}, 0, ok && known
	case len(part) == 2:
		return want{slug: part[0], years: back(newest, Back)}, 0, true
	case len(part) == 3:
		fy, ok := year(part[1])
		return want{slug: part[0], years: []clock.FY{fy}, whole: true}, 0, ok
	}
	return want{}, 0, false
}

// dataName takes 11-2026 or 11-2026-y3f2a9c1b77d0 apart; a ward's code may hold hyphens of its own.
func dataName(s string) (slug string, fy clock.FY, ok bool) {
	part := strings.Split(s, "-")
	if n := len(part); n > 2 && strings.HasPrefix(part[n-1], "y") {
		part = part[:n-1]
	}
	if len(part) < 2 {
		return "", 0, false
	}
	n, err := strconv.Atoi(part[len(part)-1])
	return strings.Join(part[:len(part)-1], "-"), clock.FY(n), err == nil
}
