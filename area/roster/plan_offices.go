package roster

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/textfile"
	"kaname/kit/web"
	"kaname/people"
)

// officePlan compares a file with the tree of offices as it stands.
type officePlan struct {
	ps    *people.People
	a     people.Actor
	m     textfile.Matching
	first clock.Date
	ever  map[string][]people.Office // by code
	name  map[string]people.Office   // by id
	lines map[string]int             // code → line in the file
}

// planOffices says what each line of a file of offices would do.
func planOffices(ctx context.Context, tx *db.Tx, ps *people.People, a people.Actor, start clock.Start, m textfile.Matching, rows []textfile.Row) (Plan, error) {
	s := officePlan{ps: ps, a: a, m: m, first: start.First(a.FY), ever: map[string][]people.Office{}, name: map[string]people.Office{}, lines: map[string]int{}}
	all, err := people.OfficesEver(ctx, tx)
	if err != nil {
		return Plan{}, err
	}
	for _, o := range all {
		s.ever[o.Code], s.name[o.ID] = append(s.ever[o.Code], o), o
	}
	for _, r := range rows {
		if code := kana.Code(m.Get(r, "code")); s.lines[code] == 0 {
			s.lines[code] = r.Line
		}
	}
	var plan Plan
	for _, r := range rows {
		if !r.Blank() {
			plan.Steps = append(plan.Steps, s.step(r))
		}
	}
	s.order(plan.Steps, rows)
	return plan, nil
}

// order lets parents come before what is below them, and lets what ends come last, the deepest first.
func (s *officePlan) order(steps []Step, rows []textfile.Row) {
	parent, at := map[string]string{}, map[int]string{}
	for _, r := range rows {
		code := kana.Code(s.m.Get(r, "code"))
		parent[code], at[r.Line] = kana.Code(s.m.Get(r, "parent")), code
	}
	depth := func(line int) int {
		n, code := 0, at[line]
		for ; code != "" && n < 20; n++ {
			if _, here := parent[code]; !here {
				if known := s.ever[code]; len(known) > 0 {
					n += known[0].Depth() + 1
				}
				break
			}
			code = parent[code]
		}
		return n
	}
	slices.SortStableFunc(steps, func(x, y Step) int {
		if x.first != y.first {
			return x.first - y.first
		}
		if x.first > 0 {
			return depth(y.Line) - depth(x.Line)
		}
		return depth(x.Line) - depth(y.Line)
	})
}

// sayLine is what a line of the file says of an office.
type sayLine struct {
	people.OfficeDraft
	parent string // code
	to     clock.Date
	heirs  []string // codes
}

func (s *officePlan) read(st *Step, r textfile.Row, now people.Office, known bool) sayLine {
	l := sayLine{OfficeDraft: people.OfficeDraft{Code: st.Key, Name: now.Name, Level: now.Level, Counter: now.Counter, Sort: now.Sort}}
	l.From = st.day("始まりの日", s.m.Get(r, "from"), s.a.Today)
	l.to = st.day("終わりの日", s.m.Get(r, "to"), s.a.Today)
	if text := s.m.Get(r, "name"); text != "" {
		l.Name = text
	}
	if text := s.m.Get(r, "level"); text != "" {
		l.Level = text
	}
	if s.m.Has("counter") {
		l.Counter = yesIn(s.m.Get(r, "counter"))
	}
	if text := s.m.Get(r, "sort"); text != "" {
		n := 0
		if _, err := fmt.Sscanf(web.Digits(text), "%d", &n); err != nil || n < 0 {
			st.broken("並び", "「"+text+"」は数ではありません。", "1、2、3 のような数にするか、空にしてください。")
		}
		l.Sort = n
	}
	l.parent = kana.Code(s.m.Get(r, "parent"))
	if l.parent == "" && known {
		l.parent = s.name[now.ParentID].Code
	}
	l.Ward = strings.HasPrefix(s.m.Get(r, "kind"), "区")
	for _, code := range strings.FieldsFunc(s.m.Get(r, "heirs"), func(r rune) bool { return strings.ContainsRune("、，,;；/・ 　", r) }) {
		l.heirs = append(l.heirs, kana.Code(code))
	}
	l.OfficeDraft = l.Tidy()
	return l
}

func (s *officePlan) step(r textfile.Row) Step {
	st := Step{Line: r.Line, Key: kana.Code(s.m.Get(r, "code"))}
	on := st.day("始まりの日", s.m.Get(r, "from"), s.a.Today)
	st.Problems, st.Kind = nil, "" // read says it again
	if on == "" {
		on = s.a.Today
	}
	now, known := s.on(st.Key, on)
	l := s.read(&st, r, now, known)
	st.Name = l.Name
	s.checkLine(&st, l, now, known, on)
	renamed := known && (l.Name != now.Name || l.parent != s.name[now.ParentID].Code) && l.From > now.From
	st.differs("名前", now.Name, l.Name)
	st.differs("段", now.Level, l.Level)
	st.differs("上の所属", s.called(s.name[now.ParentID].Code, on), s.called(l.parent, on))
	st.differs("窓口", yes(now.Counter), yes(l.Counter))
	st.differs("並び", itoa(now.Sort), itoa(l.Sort))
	if renamed {
		st.differs("いつから", now.From.Slash(), l.From.Slash()+"（前の名前は"+l.From.AddDays(-1).Slash()+"まで）")
	}
	ends := known && l.to != "" && l.to != now.To
	if ends {
		st.first = 1
		st.differs("終わりの日", until(now.To), l.to.Slash())
		st.differs("引きつぐ所属", "", strings.Join(l.heirs, "、"))
	}
	st.settle(known)
	st.do = s.deed(l, now, known, renamed, ends)
	return st
}

// checkLine says what cannot stand before anything is compared.
func (s *officePlan) checkLine(st *Step, l sayLine, now people.Office, known bool, on clock.Date) {
	if st.Key == "" {
		st.broken("所属コード", "所属コードが空です。どの所属か決められません。", "コードを入れるか、この行を消してください。")
	} else if line := s.lines[st.Key]; line != st.Line {
		st.broken("所属コード", fmt.Sprintf("「%s」は%d行目にもあります。どちらにするか決められません。", st.Key, line), "片方を消してください。")
	}
	if l.Name == "" {
		st.broken("名前", "名前が空です。", "所属の名前を入れてください。")
	}
	if !known && l.parent == "" {
		st.broken("上の所属コード", "上の所属コードが空です。どこに置くか決められません。", "区の中の所属なら、区のコードを入れてください。")
	}
	if _, stands := s.on(l.parent, on); l.parent != "" && !stands && s.lines[l.parent] == 0 {
		st.broken("上の所属コード", "「"+l.parent+"」は"+on.Slash()+"の所属にも、このファイルにもありません。", "コードを確かめるか、上の所属の行を加えてください。")
	}
	if l.parent == st.Key && l.parent != "" {
		st.broken("上の所属コード", "自分の上に自分を置くことはできません。", "上の所属のコードをなおしてください。")
	}
	if known && l.parent != s.name[now.ParentID].Code && l.From <= now.From {
		st.broken("始まりの日", "上の所属が変わりますが、いつからか決められません。", "変わる日を「始まりの日」に入れてください（例 2026/4/1）。")
	}
	for _, h := range l.heirs {
		if _, stands := s.on(h, l.to.AddDays(1)); !stands && s.lines[h] == 0 {
			st.broken("引きつぐ所属コード", "「"+h+"」は、終わりの日の翌日の所属にも、このファイルにもありません。", "コードを確かめてください。")
		}
	}
	if l.to != "" && l.From != "" && l.to < l.From {
		st.broken("終わりの日", "終わりの日が始まりの日より前です。", "どちらかの日をなおしてください。")
	}
}

// deed opens, corrects, renames from a day on, or ends; it looks the codes up anew, because lines before it may have moved them.
func (s *officePlan) deed(l sayLine, now people.Office, known, renamed, ends bool) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) error {
		if l.From == "" {
			l.From = s.first
		}
		if !known {
			parent, err := people.OfficeByCode(ctx, tx, l.parent, l.From)
			if err != nil {
				return notOn(err, l.parent, l.From)
			}
			l.ParentID = parent.ID
			_, err = s.ps.OpenOfficeIn(ctx, tx, s.a, l.OfficeDraft, false)
			return err
		}
		o, err := s.standing(ctx, tx, now)
		if err != nil {
			return err
		}
		if renamed && o.From < l.From {
			parent, err := people.OfficeByCode(ctx, tx, l.parent, l.From)
			if err != nil {
				return notOn(err, l.parent, l.From)
			}
			l.ParentID = parent.ID
			heirs, err := s.ps.ReorganiseIn(ctx, tx, s.a, people.Reorganisation{OfficeID: o.ID, Last: l.From.AddDays(-1), Fresh: &l.OfficeDraft})
			if err != nil {
				return err
			}
			o = heirs[0]
		} else if l.Name != o.Name || l.Level != o.Level || l.Counter != o.Counter || l.Sort != o.Sort {
			if err := s.ps.CorrectOfficeIn(ctx, tx, s.a, o.ID, "", l.OfficeDraft); err != nil {
				return err
			}
		}
		if ends {
			return s.end(ctx, tx, o, l)
		}
		return nil
	}
}

// standing is the office as it is now: itself, or what a line before this one let go on in its place.
func (s *officePlan) standing(ctx context.Context, tx *db.Tx, was people.Office) (people.Office, error) {
	o, err := people.OfficeIn(ctx, tx, was.ID)
	if err != nil || o.To == was.To {
		return o, err
	}
	o, err = people.OfficeByCode(ctx, tx, was.Code, o.To.AddDays(1))
	if err != nil {
		return o, notOn(err, was.Code, o.To.AddDays(1))
	}
	return o, nil
}

func (s *officePlan) end(ctx context.Context, tx *db.Tx, o people.Office, l sayLine) error {
	change := people.Reorganisation{OfficeID: o.ID, Last: l.to}
	for _, code := range l.heirs {
		h, err := people.OfficeByCode(ctx, tx, code, l.to.AddDays(1))
		if err != nil {
			return notOn(err, code, l.to.AddDays(1))
		}
		change.Heirs = append(change.Heirs, h.ID)
	}
	_, err := s.ps.ReorganiseIn(ctx, tx, s.a, change)
	return err
}

func notOn(err error, code string, on clock.Date) error {
	if fault.Of(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.Invalid, "所属コード「"+code+"」は"+on.Slash()+"にはありません。コードか日付をなおしてください。")
}

func (s *officePlan) on(code string, day clock.Date) (people.Office, bool) {
	for _, o := range s.ever[code] {
		if o.On(day) {
			return o, true
		}
	}
	return people.Office{}, false
}

// called names a code as people read it.
func (s *officePlan) called(code string, on clock.Date) string {
	if o, ok := s.on(code, on); ok {
		return o.Name
	}
	return code
}
