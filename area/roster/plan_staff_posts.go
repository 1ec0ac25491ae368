package roster

import (
	"context"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/kana"
	"kaname/kit/textfile"
	"kaname/people"
)

// post reads office, title and role; moves says whether they differ from the post held.
func (s *staffPlan) post(st *Step, r textfile.Row, now people.Post, on clock.Date) (post people.Post, moves bool) {
	post = people.Post{OfficeID: now.OfficeID, OfficeName: now.OfficeName, Title: now.Title, Role: now.Role}
	code := kana.Code(s.m.Get(r, "office"))
	if code != "" {
		o, ok := s.office(code, on)
		if !ok {
			st.broken("所属コード", s.noOffice(code, on), "先に所属を取り込むか、コードをなおしてください。")
		}
		post.OfficeID, post.OfficeName = o.ID, o.Name
	} else if now.ID == "" {
		st.broken("所属コード", "所属コードが空です。どこではたらく人か決められません。", "所属コードを入れてください。")
	}
	if title := kana.FreeText(s.m.Get(r, "title")); title != "" {
		post.Title = title
	}
	moves = post.OfficeID != now.OfficeID || post.Title != now.Title
	if text := s.m.Get(r, "role"); text != "" {
		role, ok := roleOf(text)
		if !ok {
			st.broken("役割", "「"+text+"」という役割はありません。", "空にするか、「職員」「所属長」「事務局」などの役割の名前にしてください。")
		}
		post.Role = role
	} else if moves {
		post.Role = roleByTitle(post.Title)
	}
	return post, moves || post.Role != now.Role
}

// alsoStep reads a line about a 兼務.
func (s *staffPlan) alsoStep(st *Step, r textfile.Row, p people.Person, known bool) {
	st.Name, st.first = p.Display, 1
	if !known && s.mains[st.Key] == 0 {
		st.broken("本務/兼務", "この人は名簿になく、本務の行もありません。", "本務の行を加えてください。")
	}
	from := st.day("発令日", s.m.Get(r, "from"), s.a.Today)
	if from == "" {
		from = s.first
	}
	code := kana.Code(s.m.Get(r, "office"))
	o, ok := s.office(code, from)
	if !ok {
		st.broken("所属コード", s.noOffice(code, from), "先に所属を取り込むか、コードをなおしてください。")
	}
	post := people.Post{StaffID: p.ID, OfficeID: o.ID, Title: kana.FreeText(s.m.Get(r, "title")), From: from}
	if post.Role, ok = roleOf(s.m.Get(r, "role")); !ok {
		if text := s.m.Get(r, "role"); text != "" {
			st.broken("役割", "「"+text+"」という役割はありません。", "空にするか、「職員」「所属長」などの役割の名前にしてください。")
		}
		post.Role = roleByTitle(post.Title)
	}
	var held people.Post
	for _, h := range s.posts[p.ID] {
		if !h.Main && h.OfficeID == o.ID && h.From <= from && h.To >= from {
			held = h
		}
	}
	if held.ID != "" && held.From == from && (held.Title != post.Title || held.Role != post.Role) {
		st.broken("発令日", "同じ日に始まる同じ所属の兼務が、別の職で書かれています。", "職員のページでその兼務を終えてから、もう一度取り込んでください。")
	}
	same := held.ID != "" && held.Title == post.Title && held.Role == post.Role
	if !same {
		st.differs("兼務", strings.TrimSpace(held.OfficeName+" "+held.Title), strings.TrimSpace(o.Name+" "+post.Title))
		st.differs("役割", roleWord(held.Role), roleWord(post.Role))
		st.differs("発令日", "", from.Slash())
	}
	st.settle(true)
	number := st.Key
	st.do = func(ctx context.Context, tx *db.Tx) error {
		if post.StaffID == "" {
			post.StaffID = s.hired[number]
		}
		if held.ID != "" && held.From < from {
			if err := s.ps.EndPostIn(ctx, tx, s.a, held.ID, from.AddDays(-1)); err != nil {
				return err
			}
		}
		return s.ps.TransferIn(ctx, tx, s.a, post)
	}
}

// office finds who bears code on a day. An appointment from before the house knew the office belongs to the first it knows.
func (s *staffPlan) office(code string, on clock.Date) (people.Office, bool) {
	ever := s.offices[code]
	for _, o := range ever {
		if o.On(on) {
			return o, true
		}
	}
	if len(ever) > 0 && on < ever[0].From {
		return ever[0], true
	}
	return people.Office{}, false
}

// noOffice says why a code does not do.
func (s *staffPlan) noOffice(code string, on clock.Date) string {
	if code == "" {
		return "所属コードが空です。"
	}
	if ever := s.offices[code]; len(ever) > 0 {
		o := ever[len(ever)-1]
		return "所属コード「" + code + "」（" + o.Name + "）は、" + on.Slash() + "にはありません（" + o.From.Slash() + "〜" + until(o.To) + "）。"
	}
	return "所属コード「" + code + "」の所属は名簿にありません。"
}

// postOn is the main post held on a day.
func postOn(posts []people.Post, on clock.Date) people.Post {
	for _, p := range posts {
		if p.Main && p.From <= on && p.To >= on {
			return p
		}
	}
	return people.Post{}
}
