package plans

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// narrow brings full-width letters and digits to one width and trims, as codes, numbers and years are read.
func narrow(s string) string { return strings.TrimSpace(norm.NFKC.String(s)) }

// free keeps a person's wording: only the composition of letters is made one and outer blanks go.
func free(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// split takes apart several names written into one place: 総務課／区民課, 総務課、区民課.
func split(s string) []string {
	var all []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("／/、\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// due reads the years of a target: 2014 is until then, 2014〜 is from then on, 2013〜2016 is both.
func due(s string) (from, by int, ok bool) {
	from, by, ok = years(s)
	if ok && from == by {
		if _, _, span := strings.Cut(strings.Trim(narrow(s), "〜~"), "〜"); !span {
			from = 0
		}
	}
	return from, by, ok
}

// figure reads 90, ９０, 1,200, 90% (the percent sign is given back as a unit).
func figure(s string) (v float64, unit string, ok bool) {
	s = strings.ReplaceAll(narrow(s), ",", "")
	if rest, found := strings.CutSuffix(s, "%"); found {
		s, unit = strings.TrimSpace(rest), "%"
	}
	if strings.ContainsAny(s, "xXpP_") {
		return 0, "", false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, "", false
	}
	return v, unit, true
}

var shapeAlias = map[string]Shape{"比率": Ratio, "件数": Count, "人数": Count, "全員": Coverage, "全課": Coverage, "年度": Milestone, "条件": Conditional}

// shapeNamed reads a shape by its key or its word; what it does not know comes back as written, for Check to refuse.
func shapeNamed(s string) Shape {
	s = narrow(s)
	for shape, word := range shapeWord {
		if s == word {
			return shape
		}
	}
	if shape, ok := shapeAlias[s]; ok {
		return shape
	}
	return Shape(strings.ToLower(s))
}

var periodAlias = map[string]Period{
	"日": Daily, "毎日": Daily, "1日": Daily, "daily": Daily, "週": Weekly, "毎週": Weekly, "weekly": Weekly, "月": Monthly, "毎月": Monthly, "monthly": Monthly,
	"四半期": Quarterly, "四半期ごと": Quarterly, "quarterly": Quarterly, "年": Yearly, "毎年": Yearly, "yearly": Yearly,
}

func periodNamed(s string) Period {
	s = narrow(s)
	if p, ok := periodAlias[s]; ok {
		return p
	}
	return Period(strings.ToLower(s))
}

var directionAlias = map[string]Direction{"上": Up, "以上": Up, "高いほどよい": Up, "下": Down, "以下": Down, "低いほどよい": Down}

func directionNamed(s string) Direction {
	s = narrow(s)
	if d, ok := directionAlias[s]; ok {
		return d
	}
	return Direction(strings.ToLower(s))
}

func originNamed(s string) string {
	s = narrow(s)
	for kind, word := range originWord {
		if s == word {
			return kind
		}
	}
	return strings.ToLower(s)
}

func roomRead(s string) Room {
	if r, ok := roomNamed(narrow(s)); ok {
		return r
	}
	return Room(narrow(s))
}
