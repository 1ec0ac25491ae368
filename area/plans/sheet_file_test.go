package plans

import (
	"bytes"
	"strings"
	"testing"

	"kaname/kit/textfile"
)

// asFile writes a sheet as it would be downloaded.
func asFile(t testing.TB, as string, s textfile.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch as {
	case "xlsx":
		err = textfile.WriteXLSX(&b, s)
	case "cp932":
		err = textfile.WriteCSV(&b, s, textfile.CP932)
	default:
		err = textfile.WriteCSV(&b, s, textfile.UTF8BOM)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPlanGoesToExcelAndBackUnchanged(t *testing.T) {
	all := []Plan{sample(t), example()}
	for _, name := range files(t) {
		all = append(all, shipped(t, name))
	}
	for _, p := range all {
		for _, as := range []string{"xlsx", "csv"} {
			again, ps := Parse("plan."+as, asFile(t, as, sheetOf("計画", sheetCells(p), notes...)))
			if len(ps) > 0 {
				t.Errorf("%s %s: %v", p.ID, as, ps)
			} else if a, b := asJSON(t, p), asJSON(t, again); a != b {
				t.Errorf("%s %s: %s", p.ID, as, firstDifference(a, b))
			}
		}
	}
}

func TestTheTemplateItselfIsASoundPlanInEveryForm(t *testing.T) {
	for _, as := range []string{"xlsx", "csv", "cp932"} {
		p, ps := Parse("template."+textfile.Ext(as), asFile(t, as, Template()))
		if len(ps) > 0 || p.ID != "minato-2026" || len(p.Initiatives(2026)) != 5 {
			t.Errorf("%s: %d initiatives, %v", as, len(p.Initiatives(2026)), ps)
		}
	}
	shapes := map[Shape]bool{}
	e := example()
	for _, n := range e.All() {
		for _, x := range n.Item.Targets {
			shapes[x.Shape] = true
		}
	}
	if len(shapes) != len(shapeWord) {
		t.Errorf("the template shows %d of %d shapes", len(shapes), len(shapeWord))
	}
}

func TestAColumnNobodyKnowsIsNotDroppedInSilence(t *testing.T) {
	_, ps := ParseSheet("x.csv", []byte("区分,番号,題名,目標の形式\n取組,1,x,割合\n"))
	if len(ps) == 0 || ps[0].Line != 1 || !strings.Contains(ps[0].What, "目標の形式") || !strings.Contains(ps[0].Remedy, "「目標の形」ではありませんか") {
		t.Error(ps)
	}
	_, ps = ParseSheet("x.csv", []byte("番号,題名\n1,x\n"))
	if len(ps) == 0 || !strings.Contains(ps[0].What, "「区分」の列が見つかりません") {
		t.Error(ps)
	}
}

func TestWhatIsNoPlanIsRefusedWithARemedy(t *testing.T) {
	for name, data := range map[string]string{"a.pdf": "%PDF-1.7", "a.xlsx": "PK\x03\x04 broken", "a.csv": "", "a.yaml": "\x00\x01", "b.csv": "区分,題名\n\"取組,x\n", "noext": "x"} {
		_, ps := Parse(name, []byte(data))
		if len(ps) == 0 || ps[0].What == "" || ps[0].Remedy == "" {
			t.Errorf("%s: %v", name, ps)
		}
	}
}

func FuzzParseSheet(f *testing.F) {
	for _, p := range []Plan{sample(f), example()} {
		f.Add(asFile(f, "csv", sheetOf("計画", sheetCells(p))))
	}
	f.Add([]byte("区分,番号,親番号,題名,内容\n計画全体,,,識別名,a-1\n計画全体,,,段の名,x／y\nx,1,,t,\ny,2,1,u,\n終了,,2,,z\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, ps := ParseSheet("f.csv", data)
		for _, x := range ps {
			if x.What == "" || x.Remedy == "" {
				t.Errorf("a problem without words: %+v", x)
			}
		}
		if len(ps) > 0 {
			return
		}
		again, ps := parseRows(rowsOf(p))
		if len(ps) > 0 {
			t.Errorf("the plan's own sheet is refused: %v", ps)
		} else if a, b := asJSON(t, p), asJSON(t, again); a != b {
			t.Errorf("the sheet says something else:\n%s", firstDifference(a, b))
		}
	})
}
