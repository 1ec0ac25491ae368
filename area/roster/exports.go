package roster

import (
	"net/http"
	"strconv"

	"kaname/kit/clock"
	"kaname/kit/textfile"
	"kaname/kit/ui"
	"kaname/people"
)

// officeTable is the list of offices as it is written to a file: the columns of the import, so that it can come back.
func officeTable(t tree) textfile.Sheet {
	s := textfile.Sheet{Title: "所属", Columns: officeColumns, Notes: []string{t.On.West() + "の所属です。なおして、そのまま取り込めます。"}}
	code := map[string]string{}
	for _, o := range t.Offices {
		code[o.ID] = o.Code
	}
	for _, o := range t.Offices {
		s.Rows = append(s.Rows, []string{o.Code, o.Name, o.Level, code[o.ParentID], kindWord(o.Kind), strconv.Itoa(o.Sort), yes(o.Counter), o.From.Slash(), until(o.To), ""})
	}
	return s
}

// staffTable is the list of staff as it is written to a file: the columns of the import, a line for each post.
func staffTable(all []people.Listed, code map[string]string) textfile.Sheet {
	s := textfile.Sheet{Title: "職員", Columns: staffColumns, Notes: []string{"1行が1つの発令です。兼務のある人は、本務の行のつぎに兼務の行があります。"}}
	for _, l := range all {
		person := []string{l.Number, l.Family, l.Given, l.FamilyKana, l.GivenKana, l.Called, people.EmploymentName(l.Employment)}
		line := func(p people.Post, kind string) {
			row := append(append([]string{}, person...), code[p.OfficeID], p.Title, roleWord(p.Role), kind, "", until(l.To))
			if p.From != "" {
				row[11] = p.From.Slash()
			}
			s.Rows = append(s.Rows, row)
		}
		line(l.Post, mainWord(l.Post))
		for _, p := range l.Also {
			line(p, "兼務")
		}
	}
	return s
}

func mainWord(p people.Post) string {
	if p.ID == "" {
		return ""
	}
	return "本務"
}

func roleWord(r people.Role) string {
	if r == "" {
		return ""
	}
	return people.RoleName(r)
}

func kindWord(kind string) string {
	return map[string]string{"city": "市", "ward": "区", "office": "所属"}[kind]
}

func yes(b bool) string {
	if b {
		return "○"
	}
	return ""
}

// until writes a last day, or nothing where there is no end.
func until(d clock.Date) string {
	if d == people.Forever || d == "" {
		return ""
	}
	return d.Slash()
}

// sendOffices answers with the list as a file, and notes that it was taken.
func (ro *Roster) sendOffices(w http.ResponseWriter, r *http.Request, a people.Actor, t tree, as string) error {
	if err := ro.Saw(r.Context(), a, "offices", string(t.On), "書き出し "+as); err != nil {
		return err
	}
	return ui.SendList(w, r, officeTable(t), fileName(as, "所属", t.On))
}

func fileName(as, what string, on clock.Date) string {
	return textfile.FileName(textfile.Ext(as), what, string(on[:4]+on[5:7]+on[8:]))
}
