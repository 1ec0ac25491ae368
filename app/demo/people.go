package demo

import (
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/people"
)

// Invented names: family and given names are drawn apart and put together by the seed.
var (
	families = [][2]string{{"青柳", "アオヤギ"}, {"磯辺", "イソベ"}, {"卯月", "ウヅキ"}, {"榎戸", "エノキド"}, {"小湊", "コミナト"}, {"川瀬", "カワセ"}, {"霧島", "キリシマ"}, {"久米川", "クメガワ"},
		{"月岡", "ツキオカ"}, {"坂巻", "サカマキ"}, {"潮田", "ウシオダ"}, {"瀬尾", "セノオ"}, {"高見沢", "タカミザワ"}, {"千早", "チハヤ"}, {"鶴巻", "ツルマキ"}, {"戸倉", "トグラ"},
		{"奈良坂", "ナラサカ"}, {"新妻", "ニイヅマ"}, {"野々村", "ノノムラ"}, {"浜中", "ハマナカ"}, {"檜山", "ヒヤマ"}, {"船越", "フナコシ"}, {"穂積", "ホヅミ"}, {"真柴", "マシバ"},
		{"三雲", "ミクモ"}, {"武者", "ムシャ"}, {"望月", "モチヅキ"}, {"矢吹", "ヤブキ"}, {"湯浅", "ユアサ"}, {"若槻", "ワカツキ"}, {"髙栁", "タカヤナギ"}, {"宮﨑", "ミヤザキ"}}
	givens = [][2]string{{"灯", "アカリ"}, {"樹", "イツキ"}, {"詩", "ウタ"}, {"櫂", "カイ"}, {"清", "キヨシ"}, {"小春", "コハル"}, {"咲", "サキ"}, {"汐里", "シオリ"}, {"澄", "スミ"},
		{"空", "ソラ"}, {"匠", "タクミ"}, {"千夏", "チナツ"}, {"紬", "ツムギ"}, {"透", "トオル"}, {"凪", "ナギ"}, {"望", "ノゾミ"}, {"陽", "ハル"}, {"光", "ヒカル"}, {"文", "フミ"},
		{"誠", "マコト"}, {"実", "ミノル"}, {"萌", "モエ"}, {"悠", "ユウ"}, {"律", "リツ"}, {"玲", "レイ"}, {"航", "ワタル"}}
)

var wardNames = []string{"みなと区", "みどり区", "おか区"}

// sectionPlan is what every ward has: offices with their counters.
var sectionPlan = []struct {
	name    string
	counter bool
	staff   int
}{{"総務課", false, 1}, {"区民課", true, 2}, {"保険年金課", true, 2}, {"保健福祉課", true, 2}, {"地域振興課", false, 1}}

func (s *sim) found() error {
	s.at(s.day(s.first, 4, 1), 8)
	admin, err := s.h.People.Found(s.ctx, people.Founding{City: "さくら川市", Wards: wardNames, Pass: Password, Start: clock.April,
		Admin: people.PersonDraft{Number: "000001", Family: "管理", Given: "係", FamilyKana: "カンリ", GivenKana: "カカリ"}})
	if err != nil {
		return err
	}
	s.admin, s.hash, s.staff = admin.ID, people.HashPassword(Password), 1
	return s.d.Write(s.ctx, func(tx *db.Tx) error {
		if err := tx.Exec(s.ctx, `UPDATE offices SET sample = TRUE`); err != nil {
			return err
		}
		if err := tx.Exec(s.ctx, `UPDATE staff SET sample = TRUE`); err != nil {
			return err
		}
		return tx.Exec(s.ctx, `UPDATE posts SET sample = TRUE`)
	})
}

// people opens the offices and hires some sixty people, all in one transaction of real deeds.
func (s *sim) people() error {
	a := s.as(s.admin)
	from := s.day(s.first, 4, 1)
	return s.d.Write(s.ctx, func(tx *db.Tx) error {
		s.wards, s.number, s.staff = nil, 1000, 1
		all, err := people.WardOffices(s.ctx, tx, "", from)
		if err != nil {
			return err
		}
		root := all[0]
		if s.bucho, err = s.hire(tx, a, root, people.Director, "区民サービス部長", "regular", from); err != nil {
			return err
		}
		if s.shicho, err = s.hire(tx, a, root, people.CityOffice, "区政推進課 係長", "regular", from); err != nil {
			return err
		}
		for _, o := range all[1:] {
			w, err := s.ward(tx, a, o, from)
			if err != nil {
				return err
			}
			s.wards = append(s.wards, w)
		}
		return nil
	})
}

func (s *sim) ward(tx *db.Tx, a people.Actor, o people.Office, from clock.Date) (*ward, error) {
	w := &ward{o: o, goals: map[string]string{}}
	var err error
	if w.kucho, err = s.hire(tx, a, o, people.WardHead, "区長", "regular", from); err != nil {
		return nil, err
	}
	for i, p := range sectionPlan {
		x := &section{name: p.name}
		x.o, err = s.h.People.OpenOfficeIn(s.ctx, tx, a, people.OfficeDraft{Code: fmt.Sprintf("%s%02d", o.Code, i+1), Name: p.name, Level: "課", ParentID: o.ID, Counter: p.counter, Sort: i + 1, From: from}, true)
		if err != nil {
			return nil, err
		}
		if x.kacho, err = s.hire(tx, a, x.o, people.SectionHead, "課長", "regular", from); err != nil {
			return nil, err
		}
		role, title := people.Supervisor, "係長"
		if i == 0 {
			role, title = people.Secretariat, "人材育成担当係長"
		}
		if x.kakari, err = s.hire(tx, a, x.o, role, title, "regular", from); err != nil {
			return nil, err
		}
		for n := range p.staff {
			employment, title := "regular", "主事"
			if n%2 == 1 {
				employment, title = "fiscal_year", "会計年度任用職員"
			}
			staffID, err := s.hire(tx, a, x.o, people.Staff, title, employment, from)
			if err != nil {
				return nil, err
			}
			x.staff = append(x.staff, staffID)
		}
		w.sections = append(w.sections, x)
	}
	w.jimu = w.sections[0].kakari
	w.koho, err = s.hire(tx, a, w.sections[0].o, people.PublicRelation, "広報担当", "regular", from)
	return w, err
}

func (s *sim) hire(tx *db.Tx, a people.Actor, o people.Office, role people.Role, title, employment string, from clock.Date) (string, error) {
	f, g := families[s.rng.IntN(len(families))], givens[s.rng.IntN(len(givens))]
	s.number++
	s.staff++
	p, err := s.h.People.HireIn(s.ctx, tx, a, people.PersonDraft{Number: fmt.Sprintf("%06d", s.number), Family: f[0], Given: g[0], FamilyKana: f[1], GivenKana: g[1], Employment: employment},
		people.Post{OfficeID: o.ID, Role: role, Title: title, From: from}, true)
	if err != nil {
		return "", err
	}
	return p.ID, s.h.People.SetHash(s.ctx, tx, p.ID, s.hash)
}
