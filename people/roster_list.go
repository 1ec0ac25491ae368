package people

import (
	"context"
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/kana"
)

// StaffQuery says which people a list shows, and in what order.
type StaffQuery struct {
	On         clock.Date
	OfficePath string // this office and those below it
	Employment string
	Words      string // name, reading, former name or number, in any width and kana
	Head       string // あ か さ …: the row of the fifty sounds
	ByKana     bool   // 五十音順; else the order of the organisation: office, title, number
}

// Listed is one line of the staff list: the person, the main post of the day, and 兼務.
type Listed struct {
	Person
	Post    Post // empty where the person has no main post that day
	Also    []Post
	CanPass bool // has a password already
}

// titleOrder lists titles from the head down; a title belongs to the longest that ends it.
var titleOrder = []string{"市長", "副市長", "局長", "区長", "副区長", "部長", "副部長", "次長", "参事", "課長", "担当課長", "室長", "所長", "課長代理", "副課長", "主幹", "係長", "担当係長", "主査", "主任", "主事", "再任用", "会計年度任用職員"}

// titleRank is the SQL that gives a title its place: 職位順.
var titleRank = func() string {
	var b strings.Builder
	b.WriteString("CASE")
	for n := 8; n > 0; n-- { // longer words first: 副区長 also ends in 区長
		for i, t := range titleOrder {
			if len([]rune(t)) == n {
				fmt.Fprintf(&b, " WHEN p.title LIKE '%%%s' THEN %d", t, i+1)
			}
		}
	}
	return b.String() + fmt.Sprintf(" WHEN p.title IS NULL THEN 99 ELSE %d END", len(titleOrder)-3)
}()

// inTree gives each office its place in the order of the organisation: parents first, siblings by sort and code.
const inTree = `
	WITH RECURSIVE tree (id, place) AS (
		SELECT id, CAST('' AS TEXT) FROM offices WHERE parent_id IS NULL
		UNION ALL
		SELECT c.id, t.place || SUBSTR('00000000' || CAST(c.sort AS TEXT), LENGTH(CAST(c.sort AS TEXT)) + 1) || c.code || ' '
		FROM offices c JOIN tree t ON c.parent_id = t.id
	)`

const listFrom = `
	FROM staff s
	LEFT JOIN posts p ON p.staff_id = s.id AND p.main AND p.from_date <= $1 AND p.to_date >= $1
	LEFT JOIN offices o ON o.id = p.office_id
	LEFT JOIN offices w ON w.id = o.ward_id
	LEFT JOIN tree t ON t.id = o.id`

const listColumns = personColumns + `, s.password_hash <> '', COALESCE(p.id, ''), COALESCE(o.id, ''), COALESCE(o.name, ''), COALESCE(o.path, ''),
	COALESCE(o.ward_id, ''), COALESCE(w.name, ''), COALESCE(w.path, ''), COALESCE(p.role, ''), COALESCE(p.title, ''), COALESCE(p.from_date, ''), COALESCE(p.to_date, '')`

func listFields(l *Listed) []any {
	p := &l.Post
	return append(personFields(&l.Person), &l.CanPass, &p.ID, &p.OfficeID, &p.OfficeName, &p.OfficePath,
		&p.WardID, &p.WardName, &p.WardPath, &p.Role, &p.Title, &p.From, &p.To)
}

// where gathers the conditions of q; the first value is the day, which listFrom uses too.
func (q StaffQuery) where(a Actor) *db.Where {
	var w db.Where
	w.And(`s.from_date <= ?`, q.On).And(`s.to_date >= $1`)
	see := a.Sees()
	w.If(see != "", `o.ward_id = ?`, see)
	w.If(q.OfficePath != "", `o.path LIKE ?`, q.OfficePath+"%")
	w.If(q.Employment != "" && a.May(WriteRoster), `s.employment = ?`, q.Employment)
	if words := kana.Fold(q.Words); words != "" {
		words = "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words) + "%"
		if a.May(WriteRoster) {
			w.And(`s.search_key LIKE ? ESCAPE '\'`, words)
		} else { // the directory is searched by name alone, not by number
			w.And(`SUBSTR(s.search_key, LENGTH(s.number) + 1) LIKE ? ESCAPE '\'`, words)
		}
	}
	if from, to := kanaRange(q.Head); from != "" {
		w.And(`s.kana_key >= ?`, from).And(`s.kana_key < ?`, to)
	}
	return &w
}

// Heads are the rows of the fifty sounds in order, for the index of a list.
var Heads = []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "他"}

// kanaRange is the span of sort keys that stand under a head.
func kanaRange(head string) (from, to string) {
	for i, h := range Heads {
		switch {
		case h != head:
		case h == "他":
			return "\uE000", "\uE001"
		case h == "わ":
			return h, "\uE000"
		default:
			return h, Heads[i+1]
		}
	}
	return "", ""
}

// StaffOn lists people whom a may see, as of a day, and how many there are in all.
// Who may not write the roster gets a directory: names, offices and titles of the own ward, nothing more.
func StaffOn(ctx context.Context, tx *db.Tx, a Actor, q StaffQuery, limit, offset int) (all []Listed, total int, err error) {
	w := q.where(a)
	if err := tx.Row(ctx, inTree+` SELECT COUNT(*)`+listFrom+w.SQL(), w.Args()...).Scan(&total); err != nil {
		return nil, 0, err
	}
	order := ` ORDER BY CASE WHEN t.place IS NULL THEN 1 ELSE 0 END, t.place, ` + titleRank + `, s.number`
	if q.ByKana {
		order = ` ORDER BY s.kana_key, s.number`
	}
	all, err = db.All(ctx, tx, listFields, inTree+` SELECT `+listColumns+listFrom+w.SQL()+order+
		fmt.Sprintf(` LIMIT $%d OFFSET $%d`, w.Next(), w.Next()+1), w.Args(limit, offset)...)
	if err != nil {
		return nil, 0, err
	}
	if err := addConcurrent(ctx, tx, all, q.On); err != nil {
		return nil, 0, err
	}
	for i := range all {
		all[i].Person = all[i].Person.named()
		if !a.May(WriteRoster) {
			l := all[i]
			all[i] = Listed{Person: Person{ID: l.ID, Display: l.Display, KanaKey: l.KanaKey}, Post: l.Post, Also: l.Also}
			all[i].FamilyKana, all[i].GivenKana = l.FamilyKana, l.GivenKana
		}
	}
	return all, total, nil
}

// addConcurrent loads the 兼務 of the people listed.
func addConcurrent(ctx context.Context, tx *db.Tx, all []Listed, on clock.Date) error {
	at := map[string]int{}
	for i, l := range all {
		at[l.ID] = i
	}
	for start := 0; start < len(all); start += 500 {
		part := all[start:min(start+500, len(all))]
		args := []any{on}
		for _, l := range part {
			args = append(args, l.ID)
		}
		posts, err := db.All(ctx, tx, postFields, `
			SELECT `+postColumns+`
			FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id
			WHERE NOT p.main AND p.from_date <= $1 AND p.to_date >= $1 AND p.staff_id IN (`+db.In(2, len(part))+`)
			ORDER BY p.staff_id, p.from_date, p.id`, args...)
		if err != nil {
			return err
		}
		for _, p := range posts {
			all[at[p.StaffID]].Also = append(all[at[p.StaffID]].Also, p)
		}
	}
	return nil
}

// HeadCount is how many people have their main post in each office on a day, by the office's id.
func HeadCount(ctx context.Context, tx *db.Tx, wardID string, on clock.Date) (map[string]int, error) {
	type line struct {
		office string
		n      int
	}
	all, err := db.All(ctx, tx, func(l *line) []any { return []any{&l.office, &l.n} }, `
		SELECT p.office_id, COUNT(*) FROM posts p JOIN offices o ON o.id = p.office_id
		WHERE p.main AND p.from_date <= $2 AND p.to_date >= $2 AND ($1 = '' OR o.ward_id = $1) GROUP BY p.office_id`, wardID, on)
	counts := map[string]int{}
	for _, l := range all {
		counts[l.office] = l.n
	}
	return counts, err
}

// Everybody reads every person and every post ever held, by the person's id: what an import is compared with.
func Everybody(ctx context.Context, tx *db.Tx) ([]Person, map[string][]Post, error) {
	all, err := db.All(ctx, tx, personFields, `SELECT `+personColumns+` FROM staff s`)
	if err != nil {
		return nil, nil, err
	}
	for i := range all {
		all[i] = all[i].named()
	}
	posts, err := db.All(ctx, tx, postFields, `
		SELECT `+postColumns+`
		FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id ORDER BY p.staff_id, p.from_date`)
	of := make(map[string][]Post, len(all))
	for _, p := range posts {
		of[p.StaffID] = append(of[p.StaffID], p)
	}
	return all, of, err
}

// OfficesEver reads every office of every time.
func OfficesEver(ctx context.Context, tx *db.Tx) ([]Office, error) {
	return db.All(ctx, tx, officeFields, `SELECT `+officeColumns+` FROM offices o ORDER BY o.code, o.from_date`)
}

// NamesOn gathers every name of the people a query finds, as one text, so that the characters in them can be looked at.
func NamesOn(ctx context.Context, tx *db.Tx, a Actor, q StaffQuery) (string, error) {
	w := q.where(a)
	var b strings.Builder
	names, err := db.All(ctx, tx, func(s *string) []any { return []any{s} },
		`SELECT s.family || s.given || s.display`+strings.Replace(listFrom, "LEFT JOIN tree t ON t.id = o.id", "", 1)+w.SQL(), w.Args()...)
	for _, n := range names {
		b.WriteString(n)
	}
	return b.String(), err
}
