package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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

// titleRank is a title's place: 職位順. Of the titles that end it the longest counts: 副区長 also ends in 区長.
func titleRank(title string) int {
	rank, longest := len(titleOrder)-3, 0
	for i, t := range titleOrder {
		if len(t) > longest && strings.HasSuffix(title, t) {
			rank, longest = i, len(t)
		}
	}
	return rank
}

const heldOn = `posts p ON p.staff_id = s.id AND p.main AND p.from_date <= $1 AND p.to_date >= $1`

const listColumns = personColumns + `, s.password_hash <> '', COALESCE(p.id, ''), COALESCE(o.id, ''), COALESCE(o.name, ''), COALESCE(o.path, ''),
	COALESCE(o.ward_id, ''), COALESCE(w.name, ''), COALESCE(w.path, ''), COALESCE(p.role, ''), COALESCE(p.title, ''), COALESCE(p.from_date, ''), COALESCE(p.to_date, '')`

func listFields(l *Listed) []any {
	p := &l.Post
	return append(personFields(&l.Person), &l.CanPass, &p.ID, &p.OfficeID, &p.OfficeName, &p.OfficePath,
		&p.WardID, &p.WardName, &p.WardPath, &p.Role, &p.Title, &p.From, &p.To)
}

// where gathers the conditions of q; the first value is the day, which heldOn uses too.
func (q StaffQuery) where(a Actor) *db.Where {
	var w db.Where
	w.And(`s.from_date <= ?`, q.On).And(`s.to_date >= $1`)
	see := a.Sees()
	w.If(see != "", `p.office_id IN (SELECT id FROM offices WHERE ward_id = ?)`, see)
	w.If(q.OfficePath != "", `p.office_id IN (SELECT id FROM offices WHERE path LIKE ?)`, q.OfficePath+"%")
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

// StaffPage is a part of the list: its lines, and how many there are in all.
type StaffPage struct {
	All   []Listed
	Total int
}

// placed is what the order of the list needs to know of one person.
type placed struct {
	id, number, officeID, title string
	place, rank                 int
}

// StaffOn lists people whom a may see, as of a day; offices are those of that day in the order of the tree.
// Who may not write the roster gets a directory: names, offices and titles of the own ward, nothing more.
// A page of a city of ten thousand reads its own people alone: how many each office holds says where the page stands.
func StaffOn(ctx context.Context, tx *db.Tx, a Actor, offices []Office, q StaffQuery, limit, offset int) (page StaffPage, err error) {
	w, from := q.where(a), ` FROM staff s LEFT JOIN `
	if a.Sees() != "" || q.OfficePath != "" {
		from = ` FROM staff s JOIN `
	}
	from += heldOn
	counts, err := db.All(ctx, tx, func(c *held) []any { return []any{&c.officeID, &c.n} },
		`SELECT COALESCE(p.office_id, ''), COUNT(*)`+from+w.SQL()+` GROUP BY p.office_id`, w.Args()...)
	if err != nil {
		return page, err
	}
	for _, c := range counts {
		page.Total += c.n
	}
	limit, offset = min(limit, page.Total), min(offset, page.Total)
	if limit == 0 {
		return page, nil
	}
	tail := ""
	if q.ByKana {
		tail = fmt.Sprintf(` ORDER BY s.kana_key, s.number LIMIT %d OFFSET %d`, limit, offset)
	} else {
		offset = window(w, counts, placesOf(offices), limit, offset)
	}
	all, err := db.All(ctx, tx, func(p *placed) []any { return []any{&p.id, &p.number, &p.officeID, &p.title} },
		`SELECT s.id, s.number, COALESCE(p.office_id, ''), COALESCE(p.title, '')`+from+w.SQL()+tail, w.Args()...)
	if err != nil {
		return page, err
	}
	if !q.ByKana {
		order(all, placesOf(offices))
		all = all[min(offset, len(all)):min(offset+limit, len(all))]
	}
	if page.All, err = load(ctx, tx, q.On, all); err != nil || a.May(WriteRoster) {
		return page, err
	}
	for i, l := range page.All {
		page.All[i] = Listed{Person: Person{ID: l.ID, Display: l.Display, KanaKey: l.KanaKey}, Post: l.Post, Also: l.Also}
		page.All[i].FamilyKana, page.All[i].GivenKana = l.FamilyKana, l.GivenKana
	}
	return page, nil
}

// held is how many people of a list have their main post in an office; "" holds those without one.
type held struct {
	officeID string
	n        int
}

// placesOf numbers the offices in their order, from 1. What is in none of them comes after all.
func placesOf(offices []Office) func(officeID string) int {
	place := make(map[string]int, len(offices))
	for i, o := range offices {
		place[o.ID] = i + 1
	}
	return func(officeID string) int { return cmp.Or(place[officeID], len(offices)+1) }
}

// window narrows a list in the order of the offices to those that hold the lines from offset on, and says how far
// into them the first line stands.
func window(w *db.Where, counts []held, place func(string) int, limit, offset int) int {
	slices.SortFunc(counts, func(x, y held) int { return cmp.Compare(place(x.officeID), place(y.officeID)) })
	var ids []any
	or, first, at := "", 0, 0
	for i, j := 0, 0; i < len(counts) && at < offset+limit; i = j {
		for ; j < len(counts) && place(counts[j].officeID) == place(counts[i].officeID); j++ { // these mix
			at += counts[j].n
		}
		if at <= offset {
			first = at
			continue
		}
		for _, c := range counts[i:j] {
			if ids = append(ids, c.officeID); c.officeID == "" {
				or = ` OR p.office_id IS NULL`
			}
		}
	}
	if len(ids) < len(counts) {
		w.And(`(p.office_id`+db.Marks(len(ids))+or+`)`, ids...)
	}
	return offset - first
}

// order sorts by office, title and number; who has no post that day comes last.
func order(all []placed, place func(string) int) {
	ranks := map[string]int{}
	for i, p := range all {
		if _, known := ranks[p.title]; !known {
			ranks[p.title] = titleRank(p.title)
		}
		all[i].rank, all[i].place = ranks[p.title], place(p.officeID)
	}
	slices.SortFunc(all, func(x, y placed) int {
		return cmp.Or(cmp.Compare(x.place, y.place), cmp.Compare(x.rank, y.rank), cmp.Compare(x.number, y.number))
	})
}

// load reads whole lines in the order given, five hundred at a time.
func load(ctx context.Context, tx *db.Tx, on clock.Date, order []placed) ([]Listed, error) {
	out := make([]Listed, 0, len(order))
	for part := range slices.Chunk(order, 500) {
		args, at := []any{on}, map[string]int{}
		for i, p := range part {
			args, at[p.id] = append(args, p.id), i
		}
		found, err := db.All(ctx, tx, listFields, `SELECT `+listColumns+` FROM staff s LEFT JOIN `+heldOn+`
			LEFT JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id WHERE s.id IN (`+db.In(2, len(part))+`)`, args...)
		if err != nil {
			return nil, err
		}
		lines := make([]Listed, len(part))
		for _, l := range found {
			l.Person = l.Person.named()
			lines[at[l.ID]] = l
		}
		if err := addConcurrent(ctx, tx, lines, at, args); err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// addConcurrent adds the 兼務 of the people listed; args are the day and their ids.
func addConcurrent(ctx context.Context, tx *db.Tx, lines []Listed, at map[string]int, args []any) error {
	posts, err := db.All(ctx, tx, postFields, `
		SELECT `+postColumns+`
		FROM posts p JOIN offices o ON o.id = p.office_id LEFT JOIN offices w ON w.id = o.ward_id
		WHERE NOT p.main AND p.from_date <= $1 AND p.to_date >= $1 AND p.staff_id IN (`+db.In(2, len(args)-1)+`)
		ORDER BY p.staff_id, p.from_date, p.id`, args...)
	for _, p := range posts {
		lines[at[p.StaffID]].Also = append(lines[at[p.StaffID]].Also, p)
	}
	return err
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
