package ratings

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"kaname/kit/fault"
	"kaname/kit/kana"
)

// Kind is how a field was looked at.
type Kind string

// The kinds: 訪問 and 電話.
const (
	Visit Kind = "visit"
	Call  Kind = "call"
)

// Field is one 分野 of a rating, such as a counter, the telephone or the building.
type Field struct {
	Key, Name string
	Kind      Kind
	Items     []Item
}

// Item is one 項目. Ask names the item of the ward's own visitor survey that stands beside it; "" is the one with the same name.
type Item struct{ Key, Name, Ask string }

// Word is the kind on screens.
func (k Kind) Word() string {
	if k == Call {
		return "電話"
	}
	return "訪問"
}

// Item finds an item by its key; ok is false where there is none.
func (f Field) Item(key string) (it Item, ok bool) {
	for _, it := range f.Items {
		if it.Key == key {
			return it, true
		}
	}
	return Item{}, false
}

const (
	nameMost = 40
	textMost = 40_000
)

// ParseFields reads fields and items as a person writes them: [訪問] or [電話] before a field's name, - before an item's,
// ＝ before the survey's item, ← before the name it had. Keys of before are kept, so that marks stay with their item.
// The fault names the line, what is wrong and what to do.
func ParseFields(text string, before []Field) ([]Field, error) {
	p := parser{before: before, fields: []Field{}}
	if len(text) > textMost {
		return nil, fieldsFault("分野と項目が長すぎます。" + itoa(FieldsMost) + "分野、1分野" + itoa(ItemsMost) + "項目までにしてください。")
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if s := strings.Trim(line, " \t\r\n　"); s != "" {
			if say := p.line(s); say != "" {
				return nil, fieldsFault(fmt.Sprintf("%d行目「%s」: %s", n, cut(s, 20), say))
			}
		}
	}
	for _, f := range p.fields {
		if len(f.Items) == 0 {
			return nil, fieldsFault("分野「" + f.Name + "」に項目がありません。次の行から「- 項目名」と書いてください。")
		}
	}
	p.keys()
	return p.fields, nil
}

func fieldsFault(say string) error {
	var c fault.Check
	c.That(false, "fields", say)
	return c.Err()
}

type parser struct {
	before, fields []Field
	next           int
}

// line reads one line that is not blank and says what is wrong with it, or "".
func (p *parser) line(s string) string {
	s = strings.NewReplacer("［", "[", "］", "]").Replace(s)
	if s[0] == '[' {
		return p.field(s)
	}
	name, dashed := strings.CutPrefix(s, "-")
	for _, dash := range []string{"・", "－", "−", "–"} {
		if rest, ok := strings.CutPrefix(s, dash); ok && !dashed {
			name, dashed = rest, true
		}
	}
	switch {
	case !dashed:
		return "分野は「[訪問]」か「[電話]」で、項目は「-」で始めてください。"
	case len(p.fields) == 0:
		return "先に分野を書いてください。例: [訪問] 証明の窓口"
	}
	return p.item(name)
}

func (p *parser) field(s string) string {
	word, name, ok := strings.Cut(s[1:], "]")
	var f Field
	switch strings.TrimSpace(word) {
	case "訪問":
		f.Kind = Visit
	case "電話":
		f.Kind = Call
	default:
		ok = false
	}
	if !ok {
		return "[ ] の中は「訪問」か「電話」にしてください。"
	}
	var was string
	f.Name, was = renamed(name)
	if say := badName(f.Name); say != "" {
		return say
	}
	for _, other := range p.fields {
		if same(other.Name, f.Name) {
			return "同じ名前の分野が2つあります。どちらかの名前を変えてください。"
		}
	}
	if len(p.fields) == FieldsMost {
		return "分野は" + itoa(FieldsMost) + "までです。"
	}
	if old, ok := fieldNamed(p.before, was); ok {
		f.Key = old.Key
	} else if was != f.Name {
		return "「←」のうしろの「" + cut(was, 20) + "」という分野はいまありません。いまの名前を書いてください。"
	}
	p.fields = append(p.fields, f)
	return ""
}

func (p *parser) item(s string) string {
	f := &p.fields[len(p.fields)-1]
	var it Item
	name, was := renamed(strings.ReplaceAll(s, "=", "＝"))
	it.Name, it.Ask, _ = strings.Cut(name, "＝")
	it.Name, it.Ask = trim(it.Name), trim(it.Ask)
	if was == name {
		was = it.Name
	}
	if say := badName(it.Name); say != "" {
		return say
	}
	if utf8.RuneCountInString(it.Ask) > nameMost {
		return "アンケートの項目の名前は" + itoa(nameMost) + "字までです。"
	}
	for _, other := range f.Items {
		if same(other.Name, it.Name) {
			return "この分野に同じ名前の項目が2つあります。どちらかの名前を変えてください。"
		}
	}
	if len(f.Items) == ItemsMost {
		return "1つの分野の項目は" + itoa(ItemsMost) + "までです。"
	}
	for _, old := range p.before {
		if old.Key == f.Key && f.Key != "" {
			if i, ok := itemNamed(old, was); ok {
				it.Key = i.Key
			}
		}
	}
	if it.Key == "" && was != it.Name {
		return "「←」のうしろの「" + cut(was, 20) + "」という項目は、いまこの分野にありません。いまの名前を書いてください。"
	}
	f.Items = append(f.Items, it)
	return ""
}

// renamed parts a name from the name that it had: both are the same where nothing was renamed.
func renamed(s string) (name, was string) {
	name, was, found := strings.Cut(s, "←")
	name, was = trim(name), trim(was)
	if !found {
		was = name
	}
	return name, was
}

func badName(name string) string {
	switch {
	case name == "":
		return "名前が空です。"
	case utf8.RuneCountInString(name) > nameMost:
		return "名前は" + itoa(nameMost) + "字までです。短くしてください。"
	case strings.ContainsAny(name, "[]＝←"):
		return "名前に [ ] ＝ ← は使えません。"
	}
	return ""
}

// keys gives new fields and items a key that none has or had here.
func (p *parser) keys() {
	used := map[string]bool{}
	for _, all := range [][]Field{p.before, p.fields} {
		for _, f := range all {
			used[f.Key] = true
			for _, it := range f.Items {
				used[it.Key] = true
			}
		}
	}
	fresh := func(letter string, key *string) {
		for *key == "" {
			p.next++
			if k := letter + itoa(p.next); !used[k] {
				*key = k
			}
		}
	}
	for i := range p.fields {
		fresh("f", &p.fields[i].Key)
		for j := range p.fields[i].Items {
			fresh("i", &p.fields[i].Items[j].Key)
		}
	}
}

// WriteFields is the text that ParseFields reads.
func WriteFields(fields []Field) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("[" + f.Kind.Word() + "] " + f.Name + "\n")
		for _, it := range f.Items {
			b.WriteString("- " + it.Name)
			if it.Ask != "" {
				b.WriteString(" ＝ " + it.Ask)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func fieldNamed(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if same(f.Name, name) {
			return f, true
		}
	}
	return Field{}, false
}

func itemNamed(f Field, name string) (Item, bool) {
	for _, it := range f.Items {
		if same(it.Name, name) {
			return it, true
		}
	}
	return Item{}, false
}

// same says whether two names are one, however they were typed.
func same(a, b string) bool { return a == b || plain(a) == plain(b) }

var spaces = strings.NewReplacer(" ", "", "　", "")

// plain is a name without what does not matter in it: width, case and spaces.
func plain(s string) string { return spaces.Replace(kana.Fold(s)) }

func trim(s string) string { return strings.Trim(s, " \t\r\n　") }

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
