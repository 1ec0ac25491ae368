package plans

import (
	"encoding/json"
	"strconv"
	"strings"
)

// ChangeKind says what became of one keyed thing between two versions.
type ChangeKind string

// The kinds of change, in the words of the preview.
const (
	Added   ChangeKind = "追加"
	Changed ChangeKind = "変更"
	Moved   ChangeKind = "移動"
	Closed  ChangeKind = "終了"
	Same    ChangeKind = "そのまま"
)

// Change is what became of one item, indicator or principle; Fields names what differs, in the words of the sheet.
type Change struct {
	Kind   ChangeKind
	Key    string
	Noun   string
	Title  string
	Fields []string
	Place  Place
}

// Diff is everything that differs between two versions of a plan.
type Diff struct {
	Head    []string
	Changes []Change
}

// Count says how many things changed in that way.
func (d Diff) Count(k ChangeKind) int {
	n := 0
	for _, c := range d.Changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}

// Nothing says that the two versions say the same.
func (d Diff) Nothing() bool {
	return len(d.Head) == 0 && d.Count(Same) == len(d.Changes)
}

// thing is one keyed part of a plan, laid open for comparison.
type thing struct {
	noun, title, parent string
	ended               bool
	fields              [][2]string
	at                  Place
}

// Compare says what became of each key from the old version to the new one. A key that is gone without 「終了」 is a problem, as is a new version that is not newer.
func Compare(old, next Plan) (Diff, Problems) {
	var d Diff
	var ps Problems
	if old.ID != next.ID {
		ps.add(next.at("id"), "識別名が「"+old.ID+"」から「"+clip(next.ID)+"」に変わっています。", "同じ計画の次の版と分からないためです。", "前の版と同じ識別名にするか、新しい計画として取り込んでください。")
		return d, ps
	}
	before, beforeOrder := things(&old)
	after, afterOrder := things(&next)
	d.Head = differing(head(&old), head(&next))
	for _, key := range afterOrder {
		d.Changes = append(d.Changes, change(key, before, after))
	}
	for _, key := range beforeOrder {
		t := before[key]
		if _, still := after[key]; still {
			continue
		}
		if t.ended {
			d.Changes = append(d.Changes, Change{Kind: Closed, Key: key, Noun: t.noun, Title: t.title})
			continue
		}
		ps.add(next.at("items"), t.noun+"「"+clip(t.title)+"」（番号 "+key+"）が新しい版にありません。", "取組が知らないうちに消えるのを防ぐためです。", "番号を変えたのなら元の番号に戻してください。終えるのなら、その項目を残して終了（ended）の年度と理由を書いてください。")
	}
	if !d.Nothing() && !newer(next.Version, old.Version) {
		ps.add(next.at("version"), "中身が変わっているのに、版が "+old.Version+" から新しくなっていません。", "", old.Version+" より大きい版（"+bump(old.Version)+" など）にしてください。")
	}
	return d, ps
}

func change(key string, before, after map[string]thing) Change {
	now := after[key]
	c := Change{Kind: Added, Key: key, Noun: now.noun, Title: now.title, Place: now.at}
	was, known := before[key]
	if !known {
		return c
	}
	c.Fields = differing(was.fields, now.fields)
	switch {
	case now.ended && !was.ended:
		c.Kind = Closed
	case was.parent != now.parent:
		c.Kind, c.Fields = Moved, append([]string{"置き場所"}, c.Fields...)
	case len(c.Fields) > 0:
		c.Kind = Changed
	default:
		c.Kind = Same
	}
	return c
}

// things lays open every keyed part of the plan, in the order of the document.
func things(p *Plan) (map[string]thing, []string) {
	all, order := map[string]thing{}, []string{}
	put := func(key string, t thing) {
		if _, twice := all[key]; !twice {
			order = append(order, key)
		}
		all[key] = t
	}
	for i := range p.Principles {
		pr := &p.Principles[i]
		put(pr.Key, thing{noun: "理念", title: pr.Title, at: pr.here, fields: [][2]string{{"題名", pr.Title}, {"内容", pr.Text}, {"しくみ", string(pr.Room)}}})
	}
	for _, n := range p.All() {
		it := n.Item
		put(it.Key, thing{noun: it.Level, title: it.Title, parent: n.Parent, ended: it.Ended != nil, at: it.here, fields: [][2]string{
			{"段", it.Level}, {"表示番号", it.Number}, {"題名", it.Title}, {"内容", it.Text}, {"いまのようす", it.Before}, {"めざすようす", it.After}, {"担当", strings.Join(it.Responsible, "／")},
			{"年度", spanCell(it.From, it.To)}, {"しくみ", string(it.Room)}, {"取組にする", strconv.FormatBool(!it.Statement)}, {"つながる番号", strings.Join(it.Serves, "／")},
			{"目標", plain(it.Targets)}, {"中間見直し", plain(it.Revisions)}, {"終了", plain(it.Ended)}}})
	}
	for _, in := range p.AllIndicators() {
		put(in.Key, thing{noun: "指標", title: in.Title, parent: in.Item, ended: in.Ended != nil, at: in.here, fields: [][2]string{
			{"題名", in.Title}, {"単位", in.Unit}, {"母数", in.Base}, {"向き", string(in.Direction)}, {"出典", plain(in.Source)}, {"実績", plain(in.Baseline)}, {"目標", plain(in.Targets)}, {"終了", plain(in.Ended)}}})
	}
	return all, order
}

func head(p *Plan) [][2]string {
	return [][2]string{{"計画の題名", p.Title}, {"市町村", p.Municipality}, {"区", p.Ward}, {"期間", spanCell(p.From, p.To)}, {"出典", plain(p.Source)}, {"合言葉", p.Slogan},
		{"めざす姿", plain(p.Vision)}, {"背景", plain(p.Background)}, {"めざす職員像", plain(p.Staff)}, {"めざす職場", plain(p.Workplace)}, {"役割", plain(p.Roles)},
		{"段の名", plain(p.Levels)}, {"中間見直し", plain(p.Revisions)}}
}

func differing(was, now [][2]string) []string {
	var names []string
	for i := range now {
		if was[i][1] != now[i][1] {
			names = append(names, now[i][0])
		}
	}
	return names
}

// plain writes a value as text for comparison only.
func plain(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// newer says whether version a comes after b: 1.10 after 1.9.
func newer(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		m, n := part(x, i), part(y, i)
		if m != n {
			return m > n
		}
	}
	return false
}

func part(v []string, i int) int {
	if i >= len(v) {
		return 0
	}
	n, _ := strconv.Atoi(v[i])
	return n
}

// bump proposes the version after v: 1.0 gives 1.1.
func bump(v string) string {
	parts := strings.Split(v, ".")
	if len(parts) == 1 {
		return v + ".1"
	}
	last := len(parts) - 1
	parts[last] = strconv.Itoa(part(parts, last) + 1)
	return strings.Join(parts, ".")
}
