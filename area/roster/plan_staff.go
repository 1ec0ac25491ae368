package roster

import (
	"context"
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/kana"
	"kaname/kit/textfile"
	"kaname/people"
)

// staffPlan compares a file with the roster as it stands.
type staffPlan struct {
	ps      *people.People
	a       people.Actor
	m       textfile.Matching
	first   clock.Date // first day of the fiscal year: where a new person's file names no day
	people  map[string]people.Person
	bare    map[string]string // numbers without leading zeros
	posts   map[string][]people.Post
	offices map[string][]people.Office // by code, of every time
	mains   map[string]int             // line of a number's main post in the file
	hired   map[string]string          // number → id, of people this file adds
}

// planStaff says what each line of a staff file would do.
func planStaff(ctx context.Context, tx *db.Tx, ps *people.People, a people.Actor, start clock.Start, m textfile.Matching, rows []textfile.Row) (Plan, error) {
	s := staffPlan{ps: ps, a: a, m: m, first: start.First(a.FY), people: map[string]people.Person{}, bare: map[string]string{},
		offices: map[string][]people.Office{}, mains: map[string]int{}, hired: map[string]string{}}
	all, posts, err := people.Everybody(ctx, tx)
	if err != nil {
		return Plan{}, err
	}
	s.posts = posts
	for _, p := range all {
		s.people[p.Number], s.bare[strings.TrimLeft(p.Number, "0")] = p, p.Number
	}
	offices, err := people.OfficesEver(ctx, tx)
	if err != nil {
		return Plan{}, err
	}
	for _, o := range offices {
		s.offices[o.Code] = append(s.offices[o.Code], o)
	}
	for _, r := range rows {
		if main, _ := mainOf(m.Get(r, "main")); main && s.mains[kana.Code(m.Get(r, "number"))] == 0 {
			s.mains[kana.Code(m.Get(r, "number"))] = r.Line
		}
	}
	var plan Plan
	for _, r := range rows {
		if !r.Blank() {
			plan.Steps = append(plan.Steps, s.step(r))
		}
	}
	plan.nameAll()
	return plan, nil
}

// nameAll gives the lines about a 兼務 of somebody new the name that stands in the line of the main post.
func (p Plan) nameAll() {
	names := map[string]string{}
	for _, st := range p.Steps {
		if st.Name != "" {
			names[st.Key] = st.Name
		}
	}
	for i, st := range p.Steps {
		p.Steps[i].Name = names[st.Key]
	}
}

func (s *staffPlan) step(r textfile.Row) Step {
	number := kana.Code(s.m.Get(r, "number"))
	st := Step{Line: r.Line, Key: number}
	main, ok := mainOf(s.m.Get(r, "main"))
	if !ok {
		st.broken("本務/兼務", "「"+s.m.Get(r, "main")+"」は本務か兼務か決められません。", "「本務」か「兼務」と書いてください。空は本務になります。")
	}
	p, known := s.people[number]
	if number == "" {
		st.broken("職員番号", "職員番号が空です。だれのことか決められません。", "職員番号を入れるか、この行を消してください。")
	} else if was := s.bare[strings.TrimLeft(number, "0")]; !known && was != "" {
		st.broken("職員番号", "「"+number+"」は先頭の0が落ちているようです（名簿には「"+was+"」があります）。", "表計算ソフトで列を「文字列」にして、「"+was+"」と書きなおしてください。")
	}
	if main || !ok {
		s.mainStep(&st, r, p, known)
	} else {
		s.alsoStep(&st, r, p, known)
	}
	return st
}

// mainStep reads a line about a person and the main post.
func (s *staffPlan) mainStep(st *Step, r textfile.Row, p people.Person, known bool) {
	if line := s.mains[st.Key]; st.Key != "" && line != r.Line {
		st.broken("職員番号", fmt.Sprintf("「%s」の本務の行が%d行目にもあります。どちらにするか決められません。", st.Key, line), "1行にするか、片方を「兼務」にしてください。")
	}
	d := s.person(st, r, p.PersonDraft, known)
	st.Name = d.Show()
	from := st.day("発令日", s.m.Get(r, "from"), s.a.Today)
	last := st.day("退職日", s.m.Get(r, "to"), s.a.Today)
	if !known && from == "" {
		from = s.first
	}
	on := from
	if on == "" {
		on = s.a.Today
	}
	now := postOn(s.posts[p.ID], on)
	post, moves := s.post(st, r, now, on)
	post.Main, post.From = true, from
	if known && moves && from == "" && len(st.Problems) == 0 {
		st.broken("発令日", "所属か職が変わりますが、発令日が空です。いつからか決められません。", "発令日を入れてください（例 2026/4/1）。")
	}
	if known && moves && on > p.To {
		st.broken("発令日", p.Display+"さんは"+p.To.Slash()+"に退職しています。", "職員のページで退職の日を消してから、もう一度取り込んでください。")
	}
	if last != "" && last < from {
		st.broken("退職日", "退職日が発令日より前です。", "どちらかの日をなおしてください。")
	}
	s.tell(st, p, d, now, post, moves, last)
	st.settle(known)
	st.do = s.mainDeed(p, known, d, post, moves, last)
}

// tell lists what would change.
func (s *staffPlan) tell(st *Step, p people.Person, d people.PersonDraft, now, post people.Post, moves bool, last clock.Date) {
	was := fieldsOf(p.PersonDraft)
	for i, f := range fieldsOf(d) {
		if i == 0 { // the number is the line's key
			continue
		}
		st.differs(f[0], was[i][1], f[1])
	}
	if moves {
		st.differs("所属", now.OfficeName, post.OfficeName)
		st.differs("職", now.Title, post.Title)
		st.differs("役割", roleWord(now.Role), roleWord(post.Role))
		st.differs("発令日", "", post.From.Slash())
	}
	if last != "" && last != p.To {
		st.differs("退職日", until(p.To), last.Slash())
	}
}

func (s *staffPlan) mainDeed(p people.Person, known bool, d people.PersonDraft, post people.Post, moves bool, last clock.Date) func(context.Context, *db.Tx) error {
	return func(ctx context.Context, tx *db.Tx) (err error) {
		staffID := p.ID
		switch {
		case !known:
			fresh, err := s.ps.HireIn(ctx, tx, s.a, d, post, false)
			if err != nil {
				return err
			}
			staffID, s.hired[d.Number] = fresh.ID, fresh.ID
		case d != p.PersonDraft:
			if err := s.ps.RevisePersonIn(ctx, tx, s.a, p.ID, p.UpdatedAt, d); err != nil {
				return err
			}
		}
		if known && moves {
			post.StaffID = staffID
			if err := s.ps.TransferIn(ctx, tx, s.a, post); err != nil {
				return err
			}
		}
		if last != "" && last != p.To {
			return s.ps.LeaveIn(ctx, tx, s.a, staffID, last)
		}
		return nil
	}
}

// person lays the cells that are filled over what is known; an empty cell leaves what stands.
func (s *staffPlan) person(st *Step, r textfile.Row, d people.PersonDraft, known bool) people.PersonDraft {
	lay := func(to *string, text string) {
		if text != "" {
			*to = text
		}
	}
	d.Number = st.Key
	family, given := split(s.m.Get(r, "name"))
	kanaFamily, kanaGiven := split(s.m.Get(r, "name_kana"))
	for _, f := range []struct {
		to       *string
		key, alt string
	}{{&d.Family, "family", family}, {&d.Given, "given", given}, {&d.FamilyKana, "family_kana", kanaFamily}, {&d.GivenKana, "given_kana", kanaGiven}, {&d.Called, "called", ""}} {
		lay(f.to, f.alt)
		lay(f.to, s.m.Get(r, f.key))
	}
	if text := s.m.Get(r, "employment"); text != "" {
		if d.Employment = employmentOf(text); d.Employment == "" {
			st.broken("雇用区分", "「"+text+"」は知らない言葉です。", "正規・再任用・任期付・会計年度任用・委託 のどれかにしてください。")
		}
	} else if !known && !s.m.Has("employment") {
		d.Employment = "regular"
	}
	d = d.Tidy()
	if d.Show() == strings.TrimSpace(d.Family+" "+d.Given) {
		d.Called = ""
	}
	fault.ProblemsOf(d.Check()).Each(func(field, say string) {
		if field != "number" && (field != "employment" || s.m.Get(r, "employment") == "") {
			st.broken(columnName("staff", field), say, "")
		}
	})
	return d
}

// split cuts a name written in one cell at its first space.
func split(text string) (family, given string) {
	part := strings.Fields(strings.ReplaceAll(text, "　", " "))
	if len(part) == 0 {
		return "", ""
	}
	return part[0], strings.Join(part[1:], " ")
}
