package people

import (
	"context"
	"sync"
	"time"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/kana"
)

// Note is one entry for the audit: who did what to what. The app joins it to shared/audit.
type Note func(ctx context.Context, tx *db.Tx, a Actor, deed, kind, subject, detail string) error

// People is what the house can do with the municipality, its offices and its staff.
type People struct {
	DB   *db.DB
	Now  func() time.Time
	Note Note

	mu     sync.Mutex
	city   City
	cityAt time.Time

	calendar   *clock.Calendar
	calendarAt time.Time
}

// Instant is now, as it is stored.
func (ps *People) Instant() clock.Instant { return clock.At(ps.Now()) }

// Founding is what the first-run page asks.
type Founding struct {
	City  string
	Wards []string
	Admin PersonDraft
	Pass  string
	Start clock.Start
}

// Check returns a fault that names each field that cannot stand.
func (f Founding) Check() error {
	var c fault.Check
	c.That(f.City != "", "city", "市区町村の名前を入れてください。")
	c.That(len(f.Wards) > 0, "wards", "区の名前を1行に1つ入れてください。区がなければ役所の名前を1つ入れます。")
	seen := map[string]bool{}
	for _, w := range f.Wards {
		c.That(!seen[w], "wards", "「"+w+"」が2回あります。同じ名前は1つにしてください。")
		seen[w] = true
	}
	c.That(f.Admin.Number != "", "number", "管理者の職員番号を入れてください。")
	c.That(f.Admin.Family != "", "family", "管理者の姓を入れてください。")
	c.That(f.Admin.FamilyKana != "", "family_kana", "管理者のセイを入れてください。")
	c.That(f.Start.Month >= 1 && f.Start.Month <= 12 && f.Start.Day >= 1 && f.Start.Day <= 28, "start", "年度の始まりは1月1日から12月28日までの日で入れてください。")
	checkPassword(&c, "password", f.Pass)
	return c.Err()
}

// Founded says whether the first-run page has been answered.
func (ps *People) Founded(ctx context.Context) (bool, error) {
	c, err := ps.City(ctx)
	return c.Name != "", err
}

// Found sets up the city, its wards and the first administrator. It can be done once.
func (ps *People) Found(ctx context.Context, f Founding) (Person, error) {
	f.Admin = f.Admin.Tidy()
	f.Admin.Employment = "regular"
	if err := f.Check(); err != nil {
		return Person{}, err
	}
	hash := hashPassword(f.Pass)
	var admin Person
	err := ps.DB.Write(ctx, func(tx *db.Tx) error {
		now := ps.Instant()
		if err := insertCity(ctx, tx, City{Name: f.City, Start: f.Start, Levels: []string{"市", "区", "課", "担当"}, HideBelow: 10}, now); err != nil {
			if fault.Of(err) == fault.Internal {
				return err
			}
			return fault.Wrap(fault.Conflict, "はじめの設定は済んでいます。サインインしてください。", err)
		}
		first := f.Start.First(f.Start.Of(now.Date()))
		root := Office{ID: id.New(), Code: "0", Name: f.City, Level: "市", Kind: "city", From: first, To: Forever, UpdatedAt: now}
		root.Path = "/" + root.ID + "/"
		if err := insertOffice(ctx, tx, root); err != nil {
			return err
		}
		for i, name := range f.Wards {
			w := Office{ID: id.New(), Code: wardCode(i), Name: name, Level: "区", Kind: "ward", ParentID: root.ID, Sort: i + 1, From: first, To: Forever, UpdatedAt: now}
			w.WardID, w.Path = w.ID, root.Path+w.ID+"/"
			if err := insertOffice(ctx, tx, w); err != nil {
				return err
			}
		}
		admin = newPerson(f.Admin, first, now)
		if err := insertPerson(ctx, tx, admin); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, admin.ID, hash); err != nil {
			return err
		}
		post := Post{ID: id.New(), StaffID: admin.ID, OfficeID: root.ID, Role: Administrator, Title: "管理者", Main: true, From: first, To: Forever}
		if err := insertPost(ctx, tx, post, false); err != nil {
			return err
		}
		return ps.Note(ctx, tx, Actor{ID: admin.ID}, "found", "city", root.ID, f.City)
	})
	ps.forget()
	return admin, err
}

func wardCode(i int) string { return string([]byte{'1' + byte(i/9), '0' + byte(i%9) + 1}) }

func newPerson(d PersonDraft, from clock.Date, now clock.Instant) Person {
	return Person{ID: id.New(), PersonDraft: d, Display: d.Show(), From: from, To: Forever, UpdatedAt: now,
		KanaKey: kana.Key(d.FamilyKana + " " + d.GivenKana)}
}

// City is the municipality; an empty name means that nothing is set up yet. It is remembered for five seconds.
func (ps *People) City(ctx context.Context) (City, error) {
	ps.mu.Lock()
	c, at := ps.city, ps.cityAt
	ps.mu.Unlock()
	if c.Name != "" && time.Since(at) < 5*time.Second {
		return c, nil
	}
	err := ps.DB.Read(ctx, func(tx *db.Tx) (err error) { c, err = findCity(ctx, tx); return err })
	if err == nil {
		ps.mu.Lock()
		ps.city, ps.cityAt = c, time.Now()
		ps.mu.Unlock()
	}
	return c, err
}

func (ps *People) forget() {
	ps.mu.Lock()
	ps.city, ps.calendar = City{}, nil
	ps.mu.Unlock()
}

// Forget drops what is remembered of the city, after it was changed from outside these deeds.
func (ps *People) Forget() { ps.forget() }

// ActorOf loads a person with the posts held now, as the actor of a deed.
func (ps *People) ActorOf(ctx context.Context, staffID string) (a Actor, err error) {
	city, err := ps.City(ctx)
	if err != nil {
		return a, err
	}
	err = ps.DB.Read(ctx, func(tx *db.Tx) error {
		p, err := findPerson(ctx, tx, staffID)
		if err != nil {
			return err
		}
		a, err = actor(ctx, tx, p, ps.Instant(), city.Start)
		return err
	})
	return a, err
}

// ActorByNumber is ActorOf for a staff number: for the command line, whose user already holds the database.
func (ps *People) ActorByNumber(ctx context.Context, number string) (Actor, error) {
	var staffID string
	err := ps.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `SELECT id FROM staff WHERE number = $1`, kana.Code(number)).Scan(&staffID)
	})
	if err != nil {
		return Actor{}, err
	}
	return ps.ActorOf(ctx, staffID)
}

func actor(ctx context.Context, tx *db.Tx, p Person, now clock.Instant, start clock.Start) (Actor, error) {
	posts, err := postsOn(ctx, tx, p.ID, now.Date())
	if err != nil {
		return Actor{}, err
	}
	return NewActor(p, posts, now, start), nil
}

// System acts for the house itself: the public face, jobs, the demo. It sees every ward.
func System(now clock.Instant, start clock.Start) Actor {
	a := Actor{ID: "system", Name: "かなめ", Now: now, Today: now.Date(), FY: start.Of(now.Date()), city: true}
	return a
}

// SecretaryOf is a ward's secretariat as an actor: for the command line, where nobody is named.
func (ps *People) SecretaryOf(ctx context.Context, wardID string) (Actor, error) {
	var staffID string
	err := ps.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(ctx, `
			SELECT p.staff_id FROM posts p JOIN offices o ON o.id = p.office_id
			WHERE p.role = $1 AND o.ward_id = $2 AND p.from_date <= $3 AND p.to_date >= $3 ORDER BY p.from_date, p.id LIMIT 1`,
			Secretariat, wardID, ps.Instant().Date()).Scan(&staffID)
	})
	if err != nil {
		return Actor{}, err
	}
	return ps.ActorOf(ctx, staffID)
}
