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
}

// compare sets an earlier year beside now. Means are compared only where kind, scale and items agree.
func compare(now, then Rating, r Results) Earlier {
	e := Earlier{Rating: then, Results: r, Whys: map[string]string{}}
	for _, f := range now.Fields {
		if why := differs(now.Draft, then.Draft, f); why != "" {
			e.Whys[f.Key] = why
			e.Whys[""] = "分野「" + f.Name + "」が同じでないため"
		}
	}
	if len(now.Fields) != len(then.Fields) {
		e.Whys[""] = "分野の数がちがうため（" + itoa(len(then.Fields)) + "→" + itoa(len(now.Fields)) + "）"
	}
	if now.Scale != then.Scale {
		e.Whys[""] = "物差しがちがうため（" + then.Scale.Words() + "→" + now.Scale.Words() + "）"
	}
	if was := then.Rule.Words(); was != now.Rule.Words() {
		e.Remark = "平均の出し方が変わっています。" + then.FY.Era() + "は、" + was
	}
	return e
}

// differs says why field f of now cannot be compared with the field of then, or "".
func differs(now, then Draft, f Field) string {
	old, ok := fieldNamed(then.Fields, f.Name)
	switch {
	case !ok:
		return "この分野がなかったため"
	case now.Scale != then.Scale:
		return "物差しがちがうため（" + then.Scale.Words() + "→" + now.Scale.Words() + "）"
	case old.Kind != f.Kind:
		return "調べ方がちがうため（" + old.Kind.Word() + "→" + f.Kind.Word() + "）"
	}
	gone, fresh := lacking(old, f), lacking(f, old)
	if len(gone)+len(fresh) == 0 {
		return ""
	}
	var parts []string
	if len(fresh) > 0 {
		parts = append(parts, "増えた項目 "+listed(fresh))
	}
	if len(gone) > 0 {
		parts = append(parts, "なくなった項目 "+listed(gone))
	}
	return "項目がちがうため（" + strings.Join(parts, "、") + "）"
}

// lacking are the items of f that other does not have.
func lacking(f, other Field) (names []string) {
	for _, it := range f.Items {
		if _, ok := itemNamed(other, it.Name); !ok {
			names = append(names, it.Name)
		}
	}
	return names
}

func listed(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], "・") + "ほか" + itoa(len(names)-3)
	}
	return strings.Join(names, "・")
}

// Of is the earlier mean of a field ("" the whole) by name; why says why there is none to compare with.
func (e Earlier) Of(f Field) (m Mean, why string) {
	if why = e.Whys[f.Key]; why != "" {
		return Mean{}, why
	}
	if f.Key == "" {
		return e.Results.Whole, ""
	}
	for _, old := range e.Results.Fields {
		if same(old.Name, f.Name) {
			return old.Mean, ""
		}
	}
	return Mean{}, "この分野がなかったため"
}

// item is the earlier mean of an item where its field may be compared.
func (e Earlier) item(f Field, it Item) Mean {
	if e.Whys[f.Key] != "" {
		return Mean{}
	}
	for _, old := range e.Results.Fields {
		if !same(old.Name, f.Name) {
			continue
		}
		for _, i := range old.Items {
			if same(i.Name, it.Name) {
				return i.Mean
			}
		}
	}
	return Mean{}
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
