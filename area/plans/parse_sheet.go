package plans

import (
	"regexp"
	"slices"
	"strings"
)

// sheetRow is one filled row of the plan sheet: its number in the file and its cells by column key.
type sheetRow struct {
	line int
	get  func(key string) string
}

func (r sheetRow) free(key string) string { return free(r.get(key)) }
func (r sheetRow) code(key string) string { return narrow(r.get(key)) }

func (r sheetRow) place(key string) Place { return Place{Line: r.line, Column: columnName(key)} }

// marked tells a noun which column each of its fields came from.
func (r sheetRow) marked(m *marks, fields map[string]string) {
	m.here = Place{Line: r.line}
	for field, column := range fields {
		m.mark(field, r.place(column))
	}
}

func columnName(key string) string {
	for _, c := range cols {
		if c.key == key {
			return c.name
		}
	}
	return ""
}

// flat is an item before the tree is put together.
type flat struct {
	Item
	parent string
	line   int
}

// sheet reads the rows of one plan.
type sheet struct {
	ps         Problems
	p          Plan
	flats      []*flat
	byKey      map[string]*flat
	indicators []*ownedRow
}

type ownedRow struct {
	Indicator
	parent string
}

// parseRows puts one plan together from its rows and checks it.
func parseRows(rows []sheetRow) (Plan, Problems) {
	s := &sheet{byKey: map[string]*flat{}}
	for _, r := range rows {
		if r.code("kind") == kindHead {
			s.head(r)
		}
	}
	for _, r := range rows {
		s.row(r)
	}
	s.gather()
	if len(s.ps) == 0 {
		s.ps = s.p.Check()
	} else {
		s.ps = merge(s.ps, s.p.Check())
	}
	return s.p, s.ps
}

func (s *sheet) wrong(r sheetRow, column, what, remedy string) {
	s.ps.add(r.place(column), what, "", remedy)
}

func (s *sheet) head(r sheetRow) {
	word, value := r.free("title"), r.free("text")
	var words []string
	for _, f := range headFields {
		words = append(words, f.word)
		if f.word != word {
			continue
		}
		if key := headKeys[word]; key != "" {
			s.p.mark(key, r.place("text"))
		}
		switch {
		case word == wordLevels:
			s.p.Levels = split(value)
		case f.year != nil:
			s.year(r, "text", f.year(&s.p))
		case word == "識別名" || word == "版":
			*f.text(&s.p) = narrow(value)
		default:
			*f.text(&s.p) = value
		}
		return
	}
	s.wrong(r, "title", "「計画全体」に「"+clip(word)+"」という欄はありません。", "次の名を使ってください: "+strings.Join(words, "、")+"。")
}

// row reads every kind but 計画全体.
func (s *sheet) row(r sheetRow) {
	kind := r.free("kind")
	switch kind {
	case kindHead:
	case kindVision:
		s.line(r, &s.p.Vision)
	case kindGround:
		s.line(r, &s.p.Background)
	case kindStaff:
		s.line(r, &s.p.Staff)
	case kindWork:
		s.line(r, &s.p.Workplace)
	case kindPrinciple:
		p := Principle{Key: r.code("key"), Title: r.free("title"), Text: r.free("text"), Room: roomRead(r.get("room"))}
		r.marked(&p.marks, map[string]string{"key": "key", "title": "title", "room": "room"})
		s.p.Principles = append(s.p.Principles, p)
	case kindRole:
		s.role(r)
	case kindTarget:
		if it := s.owner(r); it != nil {
			it.Targets = append(it.Targets, s.target(r))
		}
	case kindIndicator:
		s.indicator(r)
	case kindActual, kindGoal:
		s.reading(r, kind)
	case kindRevision:
		s.revision(r)
	case kindEnding:
		s.ending(r)
	default:
		s.item(r, kind)
	}
}

func (s *sheet) line(r sheetRow, dst *[]string) {
	text := r.free("text")
	if text == "" {
		text = r.free("title")
	}
	if text == "" {
		s.wrong(r, "text", "内容がありません。", "文を書くか、この行を消してください。")
		return
	}
	*dst = append(*dst, text)
}

func (s *sheet) role(r sheetRow) {
	who, duty := r.free("title"), r.free("text")
	i := slices.IndexFunc(s.p.Roles, func(v Role) bool { return v.Who == who })
	if i < 0 {
		v := Role{Who: who}
		r.marked(&v.marks, map[string]string{"who": "title"})
		s.p.Roles = append(s.p.Roles, v)
		i = len(s.p.Roles) - 1
	}
	if duty != "" {
		s.p.Roles[i].Duties = append(s.p.Roles[i].Duties, duty)
	}
}

// asDate is what Excel makes of a number such as 1-2.
var asDate = regexp.MustCompile(`^(\d{1,2}月\d{1,2}日|\d{4}[-/]\d{1,2}[-/]\d{1,2}.*|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2})$`)

func (s *sheet) item(r sheetRow, kind string) {
	if !slices.Contains(s.p.Levels, kind) {
		known := append(slices.Clone(s.p.Levels), kinds...)
		remedy := "次から選んでください: " + strings.Join(known, "、") + "。"
		if near := nearest(kind, known); near != "" {
			remedy = "「" + near + "」ではありませんか。"
		} else if len(s.p.Levels) == 0 {
			remedy = "「計画全体」の行で「段の名」に 柱／取組 のように書いてください。"
		}
		s.wrong(r, "kind", "区分「"+clip(kind)+"」を知りません。", remedy)
		if kind == "" {
			return
		}
	}
	key := r.code("key")
	if asDate.MatchString(key) {
		s.wrong(r, "key", "番号「"+key+"」が日付になっています。", "Excelが 1-2 のような番号を日付に変えました。列の書式を「文字列」にして書きなおしてください。")
	}
	f := &flat{parent: r.code("parent"), line: r.line, Item: Item{
		Key: key, Level: kind, Number: r.free("number"), Title: r.free("title"), Text: r.free("text"), Before: r.free("before"), After: r.free("after"),
		Responsible: split(r.free("responsible")), Room: roomRead(r.get("room")), Serves: split(r.code("serves")), Statement: notRun(r.code("run")),
	}}
	r.marked(&f.marks, map[string]string{"key": "key", "level": "kind", "title": "title", "text": "text", "before": "before", "after": "after", "room": "room", "serves": "serves", "years": "years"})
	if t := r.code("years"); t != "" {
		var ok bool
		if f.From, f.To, ok = years(t); !ok {
			s.wrong(r, "years", "年度「"+clip(t)+"」が読めません。", "2013、平成25〜28年度、2014〜 のように書いてください。")
		}
	}
	if r.any("shape", "value", "stretch", "unit", "of", "every", "direction", "what", "when", "then", "indicator", "due") {
		f.Targets = append(f.Targets, s.target(r))
	}
	switch f.parent {
	case "":
		f.parent = s.above(kind)
	case atTop:
		f.parent = ""
	}
	s.flats = append(s.flats, f)
	if _, twice := s.byKey[key]; !twice {
		s.byKey[key] = f
	}
}

func notRun(word string) bool {
	return word == "しない" || word == "いいえ" || word == "×" || word == "no"
}

func (r sheetRow) any(keys ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return r.code(k) != "" })
}

// above finds the item that a row without 親番号 hangs under: the last one of a higher level.
func (s *sheet) above(kind string) string {
	own := slices.Index(s.p.Levels, kind)
	for i := len(s.flats) - 1; i >= 0; i-- {
		if at := slices.Index(s.p.Levels, s.flats[i].Level); at >= 0 && at < own {
			return s.flats[i].Key
		}
	}
	return ""
}

// owner finds the item that an added row belongs to: by 親番号, else the item just above.
func (s *sheet) owner(r sheetRow) *flat {
	parent := r.code("parent")
	if parent == "" && len(s.flats) > 0 {
		return s.flats[len(s.flats)-1]
	}
	if f := s.byKey[parent]; f != nil {
		return f
	}
	s.wrong(r, "parent", "親番号「"+clip(parent)+"」の項目が、これより上にありません。", "項目の行を先に書き、その番号を親番号に書いてください。")
	return nil
}

// gather hangs every item under its parent and every indicator on its item.
func (s *sheet) gather() {
	for _, in := range s.indicators {
		if in.parent == "" {
			s.p.Indicators = append(s.p.Indicators, in.Indicator)
		} else if f := s.byKey[in.parent]; f != nil {
			f.Indicators = append(f.Indicators, in.Indicator)
		}
	}
	under := map[string][]*flat{}
	for _, f := range s.flats {
		if f.parent != "" && s.byKey[f.parent] == nil {
			s.ps.add(Place{f.line, columnName("parent")}, "親番号「"+clip(f.parent)+"」の項目がありません。", "", "いちばん上の段なら「なし」と書いてください。そうでなければ、その番号の行を足すか、親番号を直してください。")
			continue
		}
		under[f.parent] = append(under[f.parent], f)
	}
	reached := map[*flat]bool{}
	s.p.Items = hang(under, "", reached, 0)
	for _, f := range s.flats {
		if !reached[f] && s.byKey[f.parent] != nil {
			s.ps.add(Place{f.line, columnName("parent")}, "親番号をたどると元に戻るか、深すぎます。", "木の形にならないためです。", "いちばん上の段の行の親番号を空にしてください。")
		}
	}
	s.ps.sort()
}

func hang(under map[string][]*flat, parent string, reached map[*flat]bool, depth int) []Item {
	var items []Item
	for _, f := range under[parent] {
		if reached[f] || depth > deepest {
			continue
		}
		reached[f] = true
		if f.Key != "" {
			f.Items = hang(under, f.Key, reached, depth+1)
		}
		items = append(items, f.Item)
	}
	return items
}
