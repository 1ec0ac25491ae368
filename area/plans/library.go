package plans

import (
	"io/fs"
	"net/url"
	"path"
	"strings"

	"kaname/kit/fault"
)

// Library is the plans that ship with the house, one YAML file each.
type Library struct{ FS fs.FS }

// Book is one plan of the library.
type Book struct {
	Name string // file name
	Plan Plan
}

// Books lists the library's plans by file name; a file that cannot be read is left out.
func (l Library) Books() []Book {
	if l.FS == nil {
		return nil
	}
	names, _ := fs.Glob(l.FS, "*.yaml")
	var all []Book
	for _, name := range names {
		data, err := fs.ReadFile(l.FS, name)
		if err != nil {
			continue
		}
		if p, ps := ParseYAML(data); len(ps) == 0 {
			all = append(all, Book{name, p})
		}
	}
	return all
}

// Open returns the file of the library's plan with that id.
func (l Library) Open(code string) (name string, data []byte, err error) {
	for _, b := range l.Books() {
		if b.Plan.ID == code {
			data, err := fs.ReadFile(l.FS, b.Name)
			return b.Name, data, err
		}
	}
	return "", nil, fault.Missing("この計画")
}

// Parse reads a plan from a file of any kind it may come in: YAML, or the filled-in template as xlsx or CSV.
func Parse(name string, data []byte) (Plan, Problems) {
	switch strings.ToLower(path.Ext(name)) {
	case ".xlsx", ".csv", ".tsv", ".txt":
		return ParseSheet(name, data)
	case ".yaml", ".yml":
		return ParseYAML(data)
	}
	if strings.HasPrefix(string(data), "PK\x03\x04") {
		return ParseSheet(name+".xlsx", data)
	}
	return Plan{}, Problems{{What: "「" + clip(path.Base(name)) + "」は読めない種類のファイルです。", Remedy: "ひな型（.xlsx・.csv）か、.yaml のファイルを選んでください。"}}
}

func (r Report) itemHref(key string) string {
	return "/plans/" + r.Record.ID + "/items/" + url.PathEscape(key) + "?ward=" + r.Adoption.WardID + "&fy=" + year(r.FY)
}
