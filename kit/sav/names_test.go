package sav

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestNamesThatSPSSRefusesAreMappedAndReported(t *testing.T) {
	given := []string{"Q1", "q1", "Q1_2", "問１", "1番", "with", "", "・・", "#scratch", "end.", "a b", "_x", "ﾎﾝﾁｮｳ", "@at", strings.Repeat("長", 30), strings.Repeat("長", 30), "\xff", "𠮷田"}
	want := []string{"Q1", "q1_2", "Q1_2_2", "問1", "v_1番", "v_with", "v7", "v8", "scratch", "end", "a_b", "x", "ホンチョウ", "@at",
		strings.Repeat("長", 21), strings.Repeat("長", 20) + "_2", "v17", "𠮷田"}
	got, changes := Names(given)
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if len(changes) != len(given)-3 {
		t.Errorf("%d changes", len(changes))
	}
	for _, c := range changes {
		if c.Was == c.Now || !strings.HasSuffix(c.Why, "。") {
			t.Errorf("%+v", c)
		}
	}
}

func FuzzNamesAreAlwaysValidAndNoTwoAlike(f *testing.F) {
	f.Add("Q1", "q1", "問１")
	f.Add("", "_", "ALL")
	f.Add(strings.Repeat("ß", 64), strings.Repeat("SS", 32), "v1")
	f.Add("İ", "i̇", "ı")
	f.Add("\xff\x00", "ﬀ", "$x.")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		names, _ := Names([]string{a, b, c, a})
		var vars []Variable
		for i, n := range names {
			first, _ := utf8.DecodeRuneInString(n)
			if n == "" || len(n) > 64 || !utf8.ValidString(n) || !unicode.IsLetter(first) && first != '@' || strings.HasSuffix(n, ".") || reserved[strings.ToUpper(n)] {
				t.Fatalf("%q", n)
			}
			for _, m := range names[:i] {
				if strings.EqualFold(m, n) {
					t.Fatalf("%q and %q", m, n)
				}
			}
			vars = append(vars, Variable{Name: n, Kind: Text, Width: 600})
		}
		if again, changes := Names(names); !slices.Equal(again, names) || len(changes) > 0 {
			t.Fatalf("%q were valid and became %q", names, again)
		}
		file, _ := written(t, Dictionary{Variables: vars}, nil)
		got, _ := read(t, file)
		for i, v := range got.vars {
			if v.name != names[i] {
				t.Fatalf("%q came back as %q", names[i], v.name)
			}
		}
	})
}

func TestLongLabelsAreCutBetweenLettersAndReported(t *testing.T) {
	d := Dictionary{Title: strings.Repeat("題", 40), Variables: []Variable{{Name: "q", Label: "x" + strings.Repeat("問", 100), Labels: []Label{{Of(1), strings.Repeat("答", 50)}}}}}
	file, changes := written(t, d, nil)
	f, _ := read(t, file)
	if f.title != strings.Repeat("題", 21) || f.vars[0].label != "x"+strings.Repeat("問", 84) || f.vars[0].labels["1"] != strings.Repeat("答", 40) {
		t.Errorf("%q %q %q", f.title, f.vars[0].label, f.vars[0].labels)
	}
	if len(changes) != 3 || changes[1].Variable != "q" || changes[1].Was != d.Variables[0].Label {
		t.Errorf("%+v", changes)
	}
}
