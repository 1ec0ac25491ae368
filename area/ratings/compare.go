package ratings

import (
	"math/big"
	"slices"
	"strings"
)

// Earlier is an earlier year beside this one. Whys says, for each field of this year and for the whole (""), why its
// means may not be compared; where nothing stands there they may.
type Earlier struct {
	Rating  Rating
	Results Results
	Whys    map[string]string
	Remark  string // means were taken in another way: comparable with care

	matches map[string]FieldResult // by the key of this year's field: the one of the same name then
	items   map[string]Mean        // by this year's field and item key, where they may be compared
}

// compare sets an earlier year beside now. Means are compared only where kind, scale and items agree.
func compare(now, then Rating, r Results) Earlier {
	e := Earlier{Rating: then, Results: r, Whys: map[string]string{}, matches: map[string]FieldResult{}, items: map[string]Mean{}}
	mine, theirs := newNames(now.Fields), newNames(then.Fields)
	byKey := map[string]FieldResult{}
	for _, f := range r.Fields {
		byKey[f.Key] = f
	}
	for _, f := range now.Fields {
		old, ok := theirs.fields[plain(f.Name)]
		why := "この分野がなかったため"
		if ok {
			e.matches[f.Key] = byKey[old.Key]
			why = differs(now.Scale, then.Scale, f, old, theirs.lacks(old, mine, f), mine.lacks(f, theirs, old))
		}
		if why != "" {
			e.Whys[f.Key], e.Whys[""] = why, "分野「"+f.Name+"」が同じでないため"
			continue
		}
		for _, it := range byKey[old.Key].Items {
			e.items[f.Key+"/"+mine.items[f.Key][plain(it.Name)].Key] = it.Mean
		}
	}
	if len(now.Fields) != len(then.Fields) {
		e.Whys[""] = "分野の数がちがうため（" + itoa(len(then.Fields)) + "→" + itoa(len(now.Fields)) + "）"
	}
	if now.Scale != then.Scale {
		e.Whys[""] = otherScale(now.Scale, then.Scale)
	}
	if was := then.Rule.Words(); was != now.Rule.Words() {
		e.Remark = "平均の出し方が変わっています。" + then.FY.Era() + "は、" + was
	}
	return e
}

// differs says why field f of now cannot be compared with old of then, or "". gone and fresh are the items of one alone.
func differs(now, then Scale, f, old Field, gone, fresh []string) string {
	var parts []string
	switch {
	case now != then:
		return otherScale(now, then)
	case old.Kind != f.Kind:
		return "調べ方がちがうため（" + old.Kind.Word() + "→" + f.Kind.Word() + "）"
	case len(gone)+len(fresh) == 0:
		return ""
	}
	if len(fresh) > 0 {
		parts = append(parts, "増えた項目 "+listed(fresh))
	}
	if len(gone) > 0 {
		parts = append(parts, "なくなった項目 "+listed(gone))
	}
	return "項目がちがうため（" + strings.Join(parts, "、") + "）"
}

func otherScale(now, then Scale) string {
	return "物差しがちがうため（" + then.Words() + "→" + now.Words() + "）"
}

func listed(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], "・") + "ほか" + itoa(len(names)-3)
	}
	return strings.Join(names, "・")
}

// Of is the earlier mean of this year's field f (the zero Field is the whole); why says why there is none to compare with.
func (e Earlier) Of(f Field) (m Mean, why string) {
	switch why = e.Whys[f.Key]; {
	case why != "":
		return Mean{}, why
	case f.Key == "":
		return e.Results.Whole, ""
	}
	return e.matches[f.Key].Mean, ""
}

// step writes a difference of two means with its sign, or "".
func step(now, then Mean) string {
	if now.Value == nil || then.Value == nil {
		return ""
	}
	d := new(big.Rat).Sub(now.Value, then.Value)
	digits := min(now.decimals, then.decimals)
	s := d.FloatString(digits)
	switch {
	case strings.Trim(s, "-0.") == "":
		return "±0"
	case d.Sign() > 0:
		return "+" + s
	}
	return strings.Replace(s, "-", "−", 1)
}

// StarCount is how many wards of a year were announced with how many stars.
type StarCount struct{ Stars, Wards int }

// starCounts counts the wards among a year's published figures by their stars for the whole, most stars first.
func starCounts(others []Other) []StarCount {
	n := map[int]int{}
	for _, o := range others {
		if o.Field == "" && o.Stars != nil {
			n[*o.Stars]++
		}
	}
	var out []StarCount
	for s, wards := range n {
		out = append(out, StarCount{s, wards})
	}
	slices.SortFunc(out, func(a, b StarCount) int { return b.Stars - a.Stars })
	return out
}

// starCountWords is ★★ 1区、★ 13区、星なし 10区（24区）; "" where no ward's stars are known.
func starCountWords(counts []StarCount) string {
	var parts []string
	all := 0
	for _, c := range counts {
		parts = append(parts, starsWord(c.Stars)+" "+itoa(c.Wards)+"区")
		all += c.Wards
	}
	if all == 0 {
		return ""
	}
	return strings.Join(parts, "、") + "（" + itoa(all) + "区）"
}
