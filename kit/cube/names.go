package cube

import "slices"

// Code is the number that stands for a name, such as a counter's id, in a column: 0 for "", else 1, 2, 3 … in the
// order in which names first came. It is to be given to Add. In a Byte column more than 254 names are refused there.
func (r *Rows) Code(c Col, name []byte) uint32 {
	if len(name) == 0 || c < 0 || int(c) >= len(r.t.columns) {
		return 0
	}
	if code, ok := r.t.codes[c][string(name)]; ok {
		return code
	}
	if r.t.codes[c] == nil {
		r.t.codes[c] = map[string]uint32{}
	}
	if len(r.next.names[c]) == 0 {
		r.next.names[c] = []string{""}
	}
	code := uint32(len(r.next.names[c]))
	own := string(name)
	r.t.codes[c][own] = code
	r.next.names[c] = append(r.next.names[c], own) // readers know only the first ones
	return code
}

// Names are the names of a column by their code, beginning with "" for 0; none where the column has numbers.
func (s Snapshot) Names(c Col) []string {
	if c < 0 || int(c) >= len(s.names) {
		return nil
	}
	return slices.Clone(s.names[c])
}

// CodeOf is the code of a name in a column and whether it has come.
func (s Snapshot) CodeOf(c Col, name string) (uint32, bool) {
	if c < 0 || int(c) >= len(s.names) {
		return 0, false
	}
	i := slices.Index(s.names[c], name)
	return uint32(max(0, i)), i >= 0
}

// forget takes back the names that came in an Append that failed.
func (t *Table) forget(names, kept [][]string) {
	for c := range names {
		for _, name := range names[c][len(kept[c]):] {
			delete(t.codes[c], name)
		}
	}
}
