package cube_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"testing"

	"kaname/kit/cube"
	"kaname/kit/fault"
)

func TestWhatIsPackedIsUnpackedWithEveryRow(t *testing.T) {
	tables(t, func(r *rand.Rand, p *plain, table *cube.Table) {
		again, err := cube.New(p.columns...)
		if err != nil {
			t.Fatal(err)
		}
		p.more(t, again, r, r.IntN(300)) // the pack is added to what is already there
		before := slices.Clone(p.rows[len(p.rows)-again.Now().Rows():])
		pack := table.Now().Pack()
		if err := again.Append(func(rows *cube.Rows) error { return rows.Unpack(pack) }); err != nil {
			t.Fatal(err)
		}
		p.more(t, again, r, 10)
		all := plain{columns: p.columns, marks: p.marks, rows: slices.Concat(before, p.rows[:table.Now().Rows()], p.rows[len(p.rows)-10:])}
		if again.Now().Rows() != len(all.rows) {
			t.Fatalf("%d rows of %d", again.Now().Rows(), len(all.rows))
		}
		f, plainly := p.someFilter(r)
		compare(t, &all, again.Now(), r.IntN(len(p.columns)), f, plainly)
	})
}

func named(t *testing.T) *cube.Table {
	t.Helper()
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "counter", Kind: cube.Word})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func sheets(counters ...string) func(*cube.Rows) error {
	return func(rows *cube.Rows) error {
		for _, c := range counters {
			rows.Add([]byte("1"), rows.Code(1, []byte(c)))
		}
		return nil
	}
}

func byName(t *testing.T, s cube.Snapshot) map[string]int {
	t.Helper()
	x, err := s.Cross(nil, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for code, name := range s.Names(1) {
		n[name] = x.At(code, 1)
		if back, ok := s.CodeOf(1, name); !ok || int(back) != code {
			t.Errorf("%q has code %d and %d", name, code, back)
		}
	}
	return n
}

func TestNamesKeepTheirCodesAndThoseOfAFailedAppendAreForgotten(t *testing.T) {
	table, broken := named(t), errors.New("gone")
	if err := table.Append(sheets("north", "south", "north", "")); err != nil {
		t.Fatal(err)
	}
	before := table.Now()
	if err := table.Append(func(rows *cube.Rows) error { sheets("east", "south")(rows); return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if err := table.Append(sheets("west", "south", "east")); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(byName(t, table.Now())); got != "map[:1 east:1 north:2 south:2 west:1]" {
		t.Error(got)
	}
	if got := fmt.Sprint(byName(t, before)); got != "map[:1 north:2 south:1]" {
		t.Error("an older snapshot changed:", got)
	}
}

func TestNamesAreKnownAgainWhereTheyHaveOtherCodes(t *testing.T) {
	one, two := named(t), named(t)
	if err := one.Append(sheets("north", "south", "north")); err != nil {
		t.Fatal(err)
	}
	pack := one.Now().Pack()
	if err := two.Append(func(rows *cube.Rows) error { sheets("west", "south")(rows); return rows.Unpack(pack) }); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(byName(t, two.Now())); got != "map[:0 north:2 south:2 west:1]" {
		t.Error(got)
	}
}

func TestADamagedPackIsRefusedWhole(t *testing.T) {
	table := named(t)
	if err := table.Append(sheets("north", "south", "north")); err != nil {
		t.Fatal(err)
	}
	pack := table.Now().Pack()
	for at := range pack {
		bad := slices.Clone(pack)
		bad[at] ^= 4
		refused(t, bad)
		refused(t, pack[:at])
	}
	other, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "counter"})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, other.Now().Pack())
}

func refused(t *testing.T, pack []byte) {
	t.Helper()
	table := named(t)
	err := table.Append(func(rows *cube.Rows) error { rows.Unpack(pack); sheets("east")(rows); return nil })
	if fault.Of(err) != fault.Invalid || table.Now().Rows() != 0 || len(table.Now().Names(1)) != 0 {
		t.Errorf("%q: %d rows, %v", pack, table.Now().Rows(), err)
	}
}

// FuzzUnpack: whatever bytes come with a right checksum, they are refused, or every row of them can be counted.
func FuzzUnpack(f *testing.F) {
	table, err := cube.New(cube.Column{Name: "a"}, cube.Column{Name: "counter", Kind: cube.Word}, cube.Column{Name: "number", Kind: cube.Long})
	if err != nil {
		f.Fatal(err)
	}
	body := func() []byte { p := table.Now().Pack(); return p[:len(p)-4] }
	f.Add(body())
	err = table.Append(func(rows *cube.Rows) error {
		for i := range uint32(5) {
			rows.Add([]byte("9"), rows.Code(1, []byte{'n', byte(i % 3)}), i)
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body())
	f.Fuzz(func(t *testing.T, body []byte) {
		table, err := cube.New(table.Columns()...)
		if err != nil {
			t.Fatal(err)
		}
		pack := binary.LittleEndian.AppendUint32(slices.Clone(body), crc32.ChecksumIEEE(body))
		err = table.Append(func(rows *cube.Rows) error { return rows.Unpack(pack) })
		s := table.Now()
		if err != nil {
			if fault.Of(err) != fault.Invalid || s.Rows() != 0 {
				t.Fatalf("%d rows, %v", s.Rows(), err)
			}
			return
		}
		h, err := s.Histograms(nil)
		if err != nil || h[0].N(0, cube.TopCode) != s.Rows() {
			t.Fatalf("%v, %v", h, err)
		}
		x, err := s.Cross(cube.Filter{cube.Between(2, 0, 1<<32-1)}, 1, 0)
		tooMany := fault.Of(err) == fault.Invalid // a number and a code far up make too many cells
		if !tooMany && (err != nil || x.Total().N(0, cube.TopCode) != s.Rows()) {
			t.Fatalf("%v, %v", x, err)
		}
	})
}
