package ratings

import (
	"strings"
	"testing"

	"kaname/kit/fault"
	"kaname/kit/textfile"
)

func FuzzAFileOfMarks(f *testing.F) {
	for _, s := range [][2]string{{"分野,項目,調査員,回,評点", "窓口,あいさつ,1,1,4"}, {"分野,項目,調査員1,調査員2（3回目）", "窓口,あいさつ,４,3.5"}, {"区分,設問,調査員番号,点数", "窓口,あいさつ,調査員2,５点"},
		{"分野,項目,調査員0,調査員999（99回目）", "窓口,あいさつ,1,5"}, {"", ""}, {"分野,分野,項目", "a,b"}} {
		f.Add(s[0], s[1])
	}
	x := Rating{Draft: Draft{Scale: Scale{1, 5}, Fields: []Field{{Key: "f1", Name: "窓口", Kind: Visit, Items: []Item{{Key: "i1", Name: "あいさつ"}}}}}}
	f.Fuzz(func(t *testing.T, header, row string) {
		l, err := layoutOf(strings.Split(header, ","))
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		line := textfile.Row{Line: 2, Cells: strings.Split(row, ",")}
		for _, c := range l.read(x, []textfile.Row{line, line}, nil) {
			switch good := c.Kind != Broken; {
			case !good && c.Problem.String() == "":
				t.Fatal("a broken line that says nothing")
			case good && (!x.Scale.Allows(c.Value) || c.Investigator < 1 || c.Investigator > 999 || c.Visit < 1 || c.Visit > 99 || c.Field != "f1" || c.Item != "i1"):
				t.Fatalf("%+v", c)
			case good && c.Kind != Adds:
				t.Fatalf("%+v", c)
			}
		}
	})
}
