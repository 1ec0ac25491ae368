package ratings

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
	"kaname/kit/web"
)

// ParseOthers reads other wards' published figures, a line each, parted by tabs (as copied from a spreadsheet) or
// commas: 区, 分野 (empty is the whole), 平均, 星, 出どころ.
func ParseOthers(text string, d Draft) ([]Other, error) {
	var out []Other
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if trim(line) == "" {
			continue
		}
		o, say := readOther(line, d)
		key := plain(o.Name) + "\t" + plain(o.Field)
		switch {
		case say != "":
		case seen[key]:
			say = "同じ区の同じ分野が2回あります。1行にしてください。"
		case len(out) == OthersMost:
			say = itoa(OthersMost) + "行までです。"
		}
		if say != "" {
			return nil, othersFault(fmt.Sprintf("%d行目「%s」: %s", n, cut(trim(line), 20), say))
		}
		seen[key] = true
		out = append(out, o)
	}
	return out, nil
}

func othersFault(say string) error {
	var c fault.Check
	c.That(false, "others", say)
	return c.Err()
}

func readOther(line string, d Draft) (o Other, say string) {
	sep := "\t"
	if !strings.Contains(line, sep) {
		sep, line = ",", strings.NewReplacer("，", ",", "、", ",").Replace(line)
	}
	f := strings.SplitN(line, sep, 5)
	for len(f) < 5 {
		f = append(f, "")
	}
	o = Other{Name: trim(f[0]), Field: trim(f[1]), Note: trim(f[4])}
	switch {
	case o.Name == "":
		return o, "はじめに区の名前を書いてください。"
	case utf8.RuneCountInString(o.Name) > nameMost || utf8.RuneCountInString(o.Note) > 100:
		return o, "区の名前は" + itoa(nameMost) + "字、出どころは100字までです。"
	}
	if known, ok := fieldNamed(d.Fields, o.Field); o.Field != "" && !ok {
		return o, "「" + cut(o.Field, 20) + "」という分野はこの調査にありません。全体の数は分野を空にしてください。"
	} else if ok {
		o.Field = known.Name
	}
	if text := trim(f[2]); text != "" {
		v, ok := hundredths(text)
		if !ok || !d.Scale.Allows(v) {
			return o, "平均「" + cut(text, 10) + "」は" + d.Scale.Words() + "の数（小数第2位まで）にしてください。公表されていなければ空にします。"
		}
		o.Mean = &v
	}
	if text := trim(f[3]); text != "" {
		v, ok := readStars(text)
		if !ok {
			return o, "星は「★★」「2」「なし」のように書いてください。公表されていなければ空にします。"
		}
		o.Stars = &v
	}
	return o, ""
}

// readStars reads ★★, 2 or なし.
func readStars(text string) (n int, ok bool) {
	text = strings.ReplaceAll(text, "☆", "★")
	switch {
	case text == "なし" || text == "星なし":
		return 0, true
	case strings.Trim(text, "★") == "":
		n = utf8.RuneCountInString(text)
		return n, n <= StarsMost
	}
	digit := web.Digits(text)
	if len(digit) != 1 || digit[0] < '0' || digit[0] > '0'+StarsMost {
		return 0, false
	}
	return int(digit[0] - '0'), true
}

// WriteOthers is the text that ParseOthers reads.
func WriteOthers(all []Other) string {
	var b strings.Builder
	for _, o := range all {
		b.WriteString(strings.TrimRight(strings.Join([]string{o.Name, o.Field, o.meanText(), o.starsText(), o.Note}, "\t"), "\t"))
		if o.Field == "" && o.Mean == nil && o.Stars == nil && o.Note == "" {
			b.WriteString("\t")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (o Other) meanText() string {
	if o.Mean == nil {
		return ""
	}
	return points(*o.Mean)
}

func (o Other) starsText() string {
	if o.Stars == nil {
		return ""
	}
	return starsWord(*o.Stars)
}
