package publishing

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kaname/kit/db"
)

// staffNames gathers, by ward, the full names of all who work or worked there or for the city.
func staffNames(ctx context.Context, tx *db.Tx, wardID string) (map[string]names, error) {
	type row struct{ ward, display, family, given string }
	where, args := "", []any{}
	if wardID != "" { // so that the offices are found first, not everybody
		where, args = ` WHERE o.ward_id IN ($1, '')`, []any{wardID}
	}
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.ward, &r.display, &r.family, &r.given} }, `
		SELECT DISTINCT o.ward_id, s.display, s.family, s.given
		FROM offices o JOIN posts p ON p.office_id = o.id JOIN staff s ON s.id = p.staff_id`+where, args...)
	if err != nil {
		return nil, err
	}
	out, city := map[string]names{}, names{}
	if wardID != "" {
		out[wardID] = names{}
	}
	for _, r := range rows {
		in := city
		if r.ward != "" {
			if in = out[r.ward]; in == nil {
				in = names{}
				out[r.ward] = in
			}
		}
		in.add(packed(r.display))
		in.add(packed(r.family + r.given))
	}
	for _, in := range out {
		for _, some := range city {
			for _, name := range some {
				in.add(name)
			}
		}
	}
	return out, nil
}

// names are people's full names without spaces, by their first three characters: a text is read once for all of them.
type names map[string][]string

// add takes a name in, unless it is too short to be told from other words.
func (ns names) add(name string) {
	if head := beginning(name); head != "" && !slices.Contains(ns[head], name) {
		ns[head] = append(ns[head], name)
	}
}

// beginning is the first three characters of s, or "" where it has fewer.
func beginning(s string) string {
	n := 0
	for range 3 {
		_, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 {
			return ""
		}
		n += size
	}
	return s[:n]
}

// in is the first of the names that stands in text, or "".
func (ns names) in(text string) string {
	text = packed(text)
	for i := range text {
		found := ""
		for _, n := range ns[beginning(text[i:])] {
			if len(n) > len(found) && strings.HasPrefix(text[i:], n) {
				found = n
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// packed drops every space, so that 花田 はな and 花田はな are one.
func packed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// withoutNames keeps back the promises in which a person's name stands.
func withoutNames(all []Promise, ns names) (open, kept []Promise) {
	for _, p := range all {
		if p.Named = ns.in(p.all()); p.Named != "" {
			kept = append(kept, p)
		} else {
			open = append(open, p)
		}
	}
	return open, kept
}
