package people

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
)

// OfficeDraft is the part of an office that is written down.
type OfficeDraft struct {
	Code, Name, Level string
	ParentID          string
	Counter           bool
	Sort              int
	From              clock.Date
	Ward              bool // a ward rather than an office below one
}

// Check returns a fault that names each field that cannot stand.
func (d OfficeDraft) Check() error {
	var c fault.Check
	c.That(d.Code != "", "code", "所属コードを入れてください。")
	c.That(d.Name != "", "name", "所属の名前を入れてください。")
	c.That(d.ParentID != "", "parent", "上の所属を選んでください。")
	c.That(d.From.Valid(), "from", "始まりの日を入れてください（例 2026/4/1）。")
	return c.Err()
}

// OpenOffice adds an office to the tree. sample marks it as sample data.
func (ps *People) OpenOffice(ctx context.Context, a Actor, d OfficeDraft, sample bool) (o Office, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { o, err = ps.OpenOfficeIn(ctx, tx, a, d, sample); return err })
	return o, err
}

// OpenOfficeIn is OpenOffice inside the caller's transaction.
func (ps *People) OpenOfficeIn(ctx context.Context, tx *db.Tx, a Actor, d OfficeDraft, sample bool) (Office, error) {
	if !a.May(WriteRoster) {
		return Office{}, fault.Denied("所属を加える", "管理者")
	}
	if err := d.Check(); err != nil {
		return Office{}, err
	}
	parent, err := OfficeIn(ctx, tx, d.ParentID)
	if err != nil {
		return Office{}, err
	}
	o := Office{ID: id.New(), Code: d.Code, Name: d.Name, Level: d.Level, Kind: "office", ParentID: parent.ID, WardID: parent.WardID,
		Sort: d.Sort, Counter: d.Counter, From: d.From, To: Forever, Sample: sample, UpdatedAt: ps.Instant()}
	if d.Ward {
		o.Kind, o.WardID = "ward", o.ID
	}
	o.Path = parent.Path + o.ID + "/"
	if err := insertOffice(ctx, tx, o); err != nil {
		return Office{}, err
	}
	return o, ps.Note(ctx, tx, a, "open", "office", o.ID, o.Code+" "+o.Name)
}

// Hire adds a person with a main post from day on. sample marks both as sample data.
func (ps *People) Hire(ctx context.Context, a Actor, d PersonDraft, post Post, sample bool) (p Person, err error) {
	err = ps.DB.Write(ctx, func(tx *db.Tx) error { p, err = ps.HireIn(ctx, tx, a, d, post, sample); return err })
	return p, err
}

// HireIn is Hire inside the caller's transaction.
func (ps *People) HireIn(ctx context.Context, tx *db.Tx, a Actor, d PersonDraft, post Post, sample bool) (Person, error) {
	if !a.May(WriteRoster) {
		return Person{}, fault.Denied("職員を加える", "管理者")
	}
	d = d.Tidy()
	if err := d.Check(); err != nil {
		return Person{}, err
	}
	p := newPerson(d, post.From, ps.Instant())
	p.Sample = sample
	if err := insertPerson(ctx, tx, p); err != nil {
		return Person{}, err
	}
	post.ID, post.StaffID, post.Main = id.New(), p.ID, true
	if post.To == "" {
		post.To = Forever
	}
	if err := insertPost(ctx, tx, post, sample); err != nil {
		return Person{}, err
	}
	return p, ps.Note(ctx, tx, a, "hire", "person", p.ID, p.Number)
}

// AppointIn gives a person another post (兼務, or the next main post: then the main post before ends the day before).
func (ps *People) AppointIn(ctx context.Context, tx *db.Tx, a Actor, post Post, sample bool) (Post, error) {
	if !a.May(WriteRoster) {
		return Post{}, fault.Denied("発令を書く", "管理者")
	}
	post.ID = id.New()
	if post.To == "" {
		post.To = Forever
	}
	if post.Main {
		err := tx.Exec(ctx, `UPDATE posts SET to_date = $3 WHERE staff_id = $1 AND main AND from_date < $2 AND to_date >= $2`,
			post.StaffID, post.From, post.From.AddDays(-1))
		if err != nil {
			return Post{}, err
		}
	}
	if err := insertPost(ctx, tx, post, sample); err != nil {
		return Post{}, err
	}
	return post, ps.Note(ctx, tx, a, "appoint", "person", post.StaffID, string(post.Role)+" "+post.OfficeID)
}

// SetPassword sets a person's password without a code: for the demo and for tests only.
func (ps *People) SetPassword(ctx context.Context, staffID, pass string) error {
	hash := hashPassword(pass)
	return ps.DB.Write(ctx, func(tx *db.Tx) error { return setPassword(ctx, tx, staffID, hash) })
}

// SetHash stores a hash made before, so that sixty demo people need one computation.
func (ps *People) SetHash(ctx context.Context, tx *db.Tx, staffID, hash string) error {
	return setPassword(ctx, tx, staffID, hash)
}

// OfficeIn loads an office by its id.
func OfficeIn(ctx context.Context, tx *db.Tx, officeID string) (Office, error) {
	return db.One(ctx, tx, officeFields, `SELECT `+officeColumns+` FROM offices o WHERE o.id = $1`, officeID)
}

// OfficeByCode loads the office that bears code on day.
func OfficeByCode(ctx context.Context, tx *db.Tx, code string, day clock.Date) (Office, error) {
	return db.One(ctx, tx, officeFields, `
		SELECT `+officeColumns+` FROM offices o WHERE o.code = $1 AND o.from_date <= $2 AND o.to_date >= $2`, code, day)
}

// WardOffices lists a ward's offices on day in the order of the tree, the ward itself first.
// With wardID "" it lists every office of the city.
func WardOffices(ctx context.Context, tx *db.Tx, wardID string, day clock.Date) ([]Office, error) {
	return db.Once(tx, "offices "+wardID+" "+string(day), func() ([]Office, error) {
		all, err := db.All(ctx, tx, officeFields, `
			SELECT `+officeColumns+` FROM offices o
			WHERE ($1 = '' OR o.ward_id = $1) AND o.from_date <= $2 AND o.to_date >= $2
			ORDER BY o.path`, wardID, day)
		return inTreeOrder(all), err
	})
}

// Wards lists the wards that stand on day, in the city's order.
func Wards(ctx context.Context, tx *db.Tx, day clock.Date) ([]Office, error) {
	all, err := WardOffices(ctx, tx, "", day)
	var wards []Office
	for _, o := range all {
		if o.Kind == "ward" {
			wards = append(wards, o)
		}
	}
	slices.SortStableFunc(wards, func(a, b Office) int { return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Code, b.Code)) })
	return wards, err
}

// inTreeOrder sorts offices parent first, siblings by sort and code.
func inTreeOrder(all []Office) []Office {
	under := map[string][]Office{}
	known := map[string]bool{}
	for _, o := range all {
		known[o.ID] = true
	}
	for _, o := range all {
		key := o.ParentID
		if !known[key] {
			key = ""
		}
		under[key] = append(under[key], o)
	}
	var out []Office
	var walk func(string)
	walk = func(key string) {
		next := under[key]
		sortOffices(next)
		for _, o := range next {
			out = append(out, o)
			walk(o.ID)
		}
	}
	walk("")
	return out
}

func sortOffices(os []Office) {
	for i := 1; i < len(os); i++ {
		for j := i; j > 0 && before(os[j], os[j-1]); j-- {
			os[j], os[j-1] = os[j-1], os[j]
		}
	}
}

func before(x, y Office) bool {
	if x.Sort != y.Sort {
		return x.Sort < y.Sort
	}
	return strings.Compare(x.Code, y.Code) < 0
}

// Colleague is a person with the office of the main post: for lists and choices.
type Colleague struct {
	ID, Number, Name, Title, OfficeID, OfficeName string
}

// Colleagues lists who works in a ward on day, in the order of the organisation (office, role, number).
func Colleagues(ctx context.Context, tx *db.Tx, wardID string, day clock.Date) ([]Colleague, error) {
	return db.All(ctx, tx, func(c *Colleague) []any {
		return []any{&c.ID, &c.Number, &c.Name, &c.Title, &c.OfficeID, &c.OfficeName}
	}, `
		SELECT s.id, s.number, s.display, p.title, o.id, o.name
		FROM posts p JOIN staff s ON s.id = p.staff_id JOIN offices o ON o.id = p.office_id
		WHERE p.main AND p.from_date <= $2 AND p.to_date >= $2 AND ($1 = '' OR o.ward_id = $1)
		ORDER BY o.sort, o.code, s.number`, wardID, day)
}

// NameOf is a person's name for a record; an unknown or empty id gives "".
func NameOf(ctx context.Context, tx *db.Tx, staffID string) (string, error) {
	var name string
	err := tx.Row(ctx, `SELECT display FROM staff WHERE id = $1`, staffID).Scan(&name)
	if fault.Of(err) == fault.NotFound {
		return "", nil
	}
	return name, err
}
