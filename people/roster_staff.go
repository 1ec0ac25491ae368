package people

import (
	"context"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/kana"
)

// PersonIn loads a person's record.
func PersonIn(ctx context.Context, tx *db.Tx, staffID string) (Person, error) {
	p, err := findPerson(ctx, tx, staffID)
	return p.named(), missing(err, "この人")
}

// named puts back the name to be called by, which is stored as the display name alone.
func (p Person) named() Person {
	if p.Called = ""; p.Display != p.PersonDraft.Show() {
		p.Called = p.Display
	}
	return p
}

// LastSaver is the name of who saved an office, a person or the settings last; "" where nobody has since it was made.
func LastSaver(ctx context.Context, tx *db.Tx, kind, recordID string) (name string, err error) {
	q := map[string]string{
		"office":   `SELECT COALESCE(x.display, '') FROM offices r LEFT JOIN staff x ON x.id = r.updated_by WHERE r.id = $1`,
		"person":   `SELECT COALESCE(x.display, '') FROM staff r LEFT JOIN staff x ON x.id = r.updated_by WHERE r.id = $1`,
		"settings": `SELECT COALESCE(x.display, '') FROM municipality r LEFT JOIN staff x ON x.id = r.updated_by WHERE CAST(r.id AS TEXT) = $1`,
	}[kind]
	err = tx.Row(ctx, q, recordID).Scan(&name)
	return name, err
}

// PostsOf lists every post a person holds, held or will hold, newest first, the main one before 兼務 of the same day.
func PostsOf(ctx context.Context, tx *db.Tx, staffID string) ([]Post, error) {
	return db.All(ctx, tx, postFields, `
		SELECT `+postColumns+`
		FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id
		WHERE p.staff_id = $1 ORDER BY p.from_date DESC, p.main DESC, p.id`, staffID)
}

// PostOn is the main post a person held on day, with the names of that day: what records show of those who wrote them.
func PostOn(ctx context.Context, tx *db.Tx, staffID string, day clock.Date) (Post, error) {
	posts, err := postsOn(ctx, tx, staffID, day)
	if err != nil || len(posts) == 0 {
		return Post{}, err
	}
	return posts[0], nil
}

// RevisePerson replaces what is written of a person. seen is the version that was on the screen: where somebody
// else has saved since, nothing is written and the fault is a Conflict.
func (ps *People) RevisePerson(ctx context.Context, a Actor, staffID string, seen clock.Instant, d PersonDraft) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error { return ps.RevisePersonIn(ctx, tx, a, staffID, seen, d) })
}

// RevisePersonIn is RevisePerson inside the caller's transaction.
func (ps *People) RevisePersonIn(ctx context.Context, tx *db.Tx, a Actor, staffID string, seen clock.Instant, d PersonDraft) error {
	if !a.May(WriteRoster) {
		return fault.Denied("職員の記録をなおす", "管理者")
	}
	p, err := PersonIn(ctx, tx, staffID)
	if err != nil {
		return err
	}
	d = d.Tidy()
	if err := d.Check(); err != nil {
		return err
	}
	if p.UpdatedAt != seen {
		return fault.New(fault.Conflict, "ほかの人が先に保存しました。")
	}
	fresh := newPerson(d, p.From, ps.Instant())
	fresh.ID, fresh.To, fresh.Sample = p.ID, p.To, p.Sample
	if err := insertPerson(ctx, tx, fresh); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE staff SET updated_by = $2 WHERE id = $1`, p.ID, a.ID); err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "revise", "person", p.ID, "")
}

// Transfer gives a person a post from its first day on: see TransferIn.
func (ps *People) Transfer(ctx context.Context, a Actor, post Post) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		if err := ps.TransferIn(ctx, tx, a, post); err != nil {
			return err
		}
		return StillKept(ctx, tx, post.From)
	})
}

// TransferIn gives a person a post. A main post ends the one before on the day before; one that begins on the same day
// is replaced, and one that begins later ends this one. 兼務 stand beside it.
func (ps *People) TransferIn(ctx context.Context, tx *db.Tx, a Actor, post Post) error {
	if !a.May(WriteRoster) {
		return fault.Denied("発令を書く", "管理者")
	}
	p, o, err := checkPost(ctx, tx, post)
	if err != nil {
		return err
	}
	if post.To == "" || post.To > o.To {
		post.To = o.To
	}
	if post.From < p.From {
		if err := tx.Exec(ctx, `UPDATE staff SET from_date = $2 WHERE id = $1`, p.ID, post.From); err != nil {
			return err
		}
	}
	if !post.Main {
		_, err := ps.AppointIn(ctx, tx, a, post, p.Sample)
		return err
	}
	if err := tx.Exec(ctx, `DELETE FROM posts WHERE staff_id = $1 AND main AND from_date = $2`, p.ID, post.From); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE posts SET to_date = $3 WHERE staff_id = $1 AND main AND from_date < $2 AND to_date >= $2`,
		p.ID, post.From, post.From.AddDays(-1)); err != nil {
		return err
	}
	var later clock.Date
	if err := tx.Row(ctx, `SELECT COALESCE(MIN(from_date), '') FROM posts WHERE staff_id = $1 AND main AND from_date > $2`, p.ID, post.From).Scan(&later); err != nil {
		return err
	}
	if later != "" && later <= post.To {
		post.To = later.AddDays(-1)
	}
	post.ID = id.New()
	if err := insertPost(ctx, tx, post, p.Sample); err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "transfer", "person", p.ID, string(post.From)+" "+o.Code)
}

func checkPost(ctx context.Context, tx *db.Tx, post Post) (Person, Office, error) {
	p, err := PersonIn(ctx, tx, post.StaffID)
	if err != nil {
		return p, Office{}, err
	}
	var c fault.Check
	c.That(post.From.Valid(), "from", "発令日を入れてください（例 2026/4/1）。")
	c.That(post.OfficeID != "", "office", "所属を選んでください。")
	c.That(RoleName(post.Role) != string(post.Role), "role", "役割を選んでください。")
	c.That(!post.From.Valid() || post.From <= p.To, "from", "この人は"+p.To.Slash()+"に退職しています。発令日を確かめるか、退職の日を消してください。")
	if err := c.Err(); err != nil {
		return p, Office{}, err
	}
	o, err := OfficeIn(ctx, tx, post.OfficeID)
	if err != nil {
		return p, o, missing(err, "この所属")
	}
	return p, o, checkStands(ctx, tx, o, post.From)
}

// checkStands refuses an office that has ended by day, or had not yet taken over from another. A day before the house knew
// the office is welcome: people were appointed before the roster came in.
func checkStands(ctx context.Context, tx *db.Tx, o Office, day clock.Date) error {
	stands := day <= o.To
	if day < o.From {
		before, err := Predecessors(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		stands = len(before) == 0
	}
	var c fault.Check
	c.That(stands, "from", "「"+o.Name+"」は"+day.Slash()+"にはありません（"+o.span()+"）。発令日か所属を変えてください。")
	return c.Err()
}

func (o Office) span() string {
	if o.To == Forever {
		return o.From.Slash() + "から"
	}
	return o.From.Slash() + "〜" + o.To.Slash()
}

// EndPost ends a 兼務 on its last day. A main post ends with the next transfer or with the leaving day.
func (ps *People) EndPost(ctx context.Context, a Actor, postID string, last clock.Date) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		if err := ps.EndPostIn(ctx, tx, a, postID, last); err != nil {
			return err
		}
		return StillKept(ctx, tx, last.AddDays(1))
	})
}

// EndPostIn is EndPost inside the caller's transaction.
func (ps *People) EndPostIn(ctx context.Context, tx *db.Tx, a Actor, postID string, last clock.Date) error {
	if !a.May(WriteRoster) {
		return fault.Denied("発令を終える", "管理者")
	}
	p, err := db.One(ctx, tx, postRowFields, `SELECT `+postRowColumns+` FROM posts p WHERE p.id = $1`, postID)
	if err != nil {
		return missing(err, "この発令")
	}
	var c fault.Check
	c.That(!p.Main, "last", "本務は、つぎの発令か退職の日で終わります。異動を加えてください。")
	c.That(last.Valid(), "last", "終わりの日を入れてください（例 2027/3/31）。")
	c.That(!last.Valid() || last >= p.From, "last", "終わりの日が始まりの日（"+p.From.Slash()+"）より前です。あとの日にしてください。")
	if err := c.Err(); err != nil {
		return err
	}
	if err := tx.Exec(ctx, `UPDATE posts SET to_date = $2 WHERE id = $1`, p.ID, last); err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "end post", "person", p.StaffID, string(last))
}

// Leave writes the last day of a person's employment: posts end with it, and from the next day nobody signs in.
// Forever takes it back, with the posts that ended with it.
func (ps *People) Leave(ctx context.Context, a Actor, staffID string, last clock.Date) error {
	return ps.DB.Write(ctx, func(tx *db.Tx) error {
		if err := ps.LeaveIn(ctx, tx, a, staffID, last); err != nil || last == Forever {
			return err
		}
		return StillKept(ctx, tx, last.AddDays(1))
	})
}

// LeaveIn is Leave inside the caller's transaction.
func (ps *People) LeaveIn(ctx context.Context, tx *db.Tx, a Actor, staffID string, last clock.Date) error {
	if !a.May(WriteRoster) {
		return fault.Denied("退職の日を書く", "管理者")
	}
	p, err := PersonIn(ctx, tx, staffID)
	if err != nil {
		return err
	}
	var c fault.Check
	c.That(last.Valid(), "last", "退職の日を入れてください（例 2027/3/31）。")
	c.That(!last.Valid() || last >= p.From, "last", "退職の日が、採用の日（"+p.From.Slash()+"）より前です。あとの日にしてください。")
	if err := c.Err(); err != nil {
		return err
	}
	if p.To != Forever {
		err = tx.Exec(ctx, `UPDATE posts SET to_date = $3 WHERE staff_id = $1 AND to_date = $2`, p.ID, p.To, Forever)
	}
	for _, q := range []string{
		`DELETE FROM posts WHERE staff_id = $1 AND from_date > $2`,
		`UPDATE posts SET to_date = $2 WHERE staff_id = $1 AND to_date > $2`,
	} {
		if err == nil {
			err = tx.Exec(ctx, q, p.ID, last)
		}
	}
	if err == nil {
		err = tx.Exec(ctx, `UPDATE staff SET to_date = $2, updated_at = $3, updated_by = $4 WHERE id = $1`, p.ID, last, ps.Instant(), a.ID)
	}
	if err != nil {
		return err
	}
	return ps.Note(ctx, tx, a, "leave", "person", p.ID, string(last))
}

// StillKept refuses what would leave the house without an administrator on day.
func StillKept(ctx context.Context, tx *db.Tx, day clock.Date) error {
	var n int
	err := tx.Row(ctx, `
		SELECT COUNT(*) FROM posts p JOIN staff s ON s.id = p.staff_id
		WHERE p.role = $1 AND p.from_date <= $2 AND p.to_date >= $2 AND s.to_date >= $2`, Administrator, day).Scan(&n)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "これでは"+day.Slash()+"に管理者が一人もいなくなり、名簿を書ける人がいません。先に、つぎの管理者を発令してください。")
	}
	return err
}

// PersonByNumber loads a person by the staff number, typed in any width.
func PersonByNumber(ctx context.Context, tx *db.Tx, number string) (Person, error) {
	p, err := db.One(ctx, tx, personFields, `SELECT `+personColumns+` FROM staff s WHERE s.number = $1`, kana.Code(number))
	return p.named(), missing(err, "この職員番号")
}

// CheckHiring says what is wrong with a first post, beside what HireIn says of the person.
func CheckHiring(ctx context.Context, tx *db.Tx, d PersonDraft, post Post) error {
	var c fault.Check
	fault.ProblemsOf(d.Tidy().Check()).Each(func(field, say string) { c.That(false, field, say) })
	c.That(post.From.Valid(), "from", "発令日を入れてください（例 2026/4/1）。")
	c.That(post.OfficeID != "", "office", "所属を選んでください。")
	c.That(RoleName(post.Role) != string(post.Role), "role", "役割を選んでください。")
	if err := c.Err(); err != nil {
		return err
	}
	o, err := OfficeIn(ctx, tx, post.OfficeID)
	if err != nil {
		return missing(err, "この所属")
	}
	return checkStands(ctx, tx, o, post.From)
}
