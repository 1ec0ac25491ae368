package cube_test

import (
	"strings"
	"testing"

	"kaname/kit/cube"
	"kaname/kit/fault"
)

// FuzzMarks: whatever text stands for a row, it is either kept exactly or refused with a reason and kept out.
func FuzzMarks(f *testing.F) {
	f.Add([]byte("1234"), uint32(3), uint32(9))
	f.Add([]byte("12z"), uint32(254), uint32(65535))
	f.Add([]byte("12?4"), uint32(0), uint32(0))
	f.Add([]byte("１２"), uint32(0), uint32(0))
	f.Add([]byte{}, uint32(255), uint32(65536))
	f.Fuzz(func(t *testing.T, marks []byte, mode, counter uint32) {
		table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "b"}, cube.Column{Name: "c"}, cube.Column{Name: "mode"}, cube.Column{Name: "counter", Kind: cube.Word})
		if err != nil {
			t.Fatal(err)
		}
		ok := len(marks) == 3 && mode <= cube.TopCode && counter < 1<<16
		for _, m := range marks {
			ok = ok && strings.IndexByte(cube.Alphabet, m) >= 0
		}
		err = table.Append(func(r *cube.Rows) error {
			r.Add([]byte("123"), 4, 5)
			r.Add(marks, mode, counter)
			return nil
		})
		s := table.Now()
		if !ok {
			if fault.Of(err) != fault.Invalid || s.Rows() != 0 {
				t.Fatalf("%q, %d, %d: %d rows, %v", marks, mode, counter, s.Rows(), err)
			}
			return
		}
		if err != nil || s.Rows() != 2 || s.At(3, 1) != mode || s.At(4, 1) != counter {
			t.Fatalf("%q, %d, %d: %d rows, %v", marks, mode, counter, s.Rows(), err)
		}
		for i, m := range marks {
			if cube.Alphabet[s.At(cube.Col(i), 1)] != m {
				t.Fatalf("%q is read back with %d at %d", marks, s.At(cube.Col(i), 1), i)
			}
		}
		x, err := s.Cross(cube.Filter{cube.Between(4, counter, counter)}, 3, 0)
		if err != nil || x.At(int(mode), strings.IndexByte(cube.Alphabet, marks[0])) < 1 {
			t.Fatalf("%q, %d, %d is not counted: %v", marks, mode, counter, err)
		}
	})
}
