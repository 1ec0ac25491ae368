package publishing

import (
	"context"
	"strings"
	"unicode"

	"kaname/kit/db"
)

// staffNames lists, by ward, the full names of all who work or worked there or for the city, without spaces.
func staffNames(ctx context.Context, tx *db.Tx, wardID string) (map[string][]string, error) {
	type row struct{ ward, display, family, given string }
	rows, err := db.All(ctx, tx, func(r *row) []any { return []any{&r.ward, &r.display, &r.family, &r.given} }, `
		SELECT DISTINCT o.ward_id, s.display, s.family, s.given
		FROM staff s JOIN posts p ON p.staff_id = s.id JOIN offices o ON o.id = p.office_id
		WHERE $1 = '' OR o.ward_id = $1 OR o.ward_id = '' ORDER BY o.ward_id, s.display, s.family, s.given`, wardID)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	city := []string{}
	wards := map[string]bool{wardID: wardID != ""}
	for _, r := range rows {
		for _, name := range []string{packed(r.display), packed(r.family + r.given)} {
			if len([]rune(name)) < 3 { // too short to be told from other words
				continue
			}
			if r.ward == "" {
				city = append(city, name)
				continue
			}
			wards[r.ward] = true
			out[r.ward] = append(out[r.ward], name)
		}
	}
	for ward := range wards {
		out[ward] = append(out[ward], city...)
	}
	return out, nil
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

// nameIn is the first of the names that stands in text, or "".
func nameIn(names []string, text string) string {
	text = packed(text)
	for _, n := range names {
		if strings.Contains(text, n) {
			return n
		}
	}
	return ""
}

// withoutNames keeps back the promises in which a person's name stands.
func withoutNames(all []Promise, names []string) (open, kept []Promise) {
	for _, p := range all {
		if p.Named = nameIn(names, p.all()); p.Named != "" {
			kept = append(kept, p)
		} else {
			open = append(open, p)
		}
	}
	return open, kept
}
