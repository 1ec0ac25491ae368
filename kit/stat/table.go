package stat

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"kaname/kit/fault"
)

// Table crosses two closed questions: Table[i][j] people chose answer i of the first and answer j of the second.
type Table [][]int

// Independence is the χ² test that the two questions have nothing to do with each other, with what each cell adds to it.
// Empty lines of the table take no part: their expected counts and residuals are 0.
type Independence struct {
	Rows, Cols []int       // sums of the lines, as given
	N          int         // sum of the table
	Chi        float64     // Pearson's χ², without continuity correction
	DF         int         // (rows−1)·(columns−1) of the lines that have answers
	P          float64     // of χ² with DF; 1 where DF is 0
	V          float64     // Cramér's V, √(χ² / (N·min(rows−1, columns−1))), 0 to 1
	Expected   [][]float64 // row sum · column sum / N
	Residual   [][]float64 // adjusted standardised: (O−E)/√(E(1−row/N)(1−column/N)) (S. J. Haberman, Biometrics 29 (1973) 205–220)
	Cells      int         // cells of the lines that have answers
	Small      int         // of those, expected below 5
	Smallest   float64     // smallest expected count of those
}

// Independent tests a table. It refuses a table with uneven rows, fewer than two rows or columns, or counts that cannot be.
func Independent(t Table) (Independence, error) {
	rows, cols, err := t.sums()
	if err != nil {
		return Independence{}, err
	}
	x := Independence{Rows: rows, Cols: cols, P: 1, Expected: grid(t), Residual: grid(t)}
	for _, r := range rows {
		x.N += r
	}
	r, c := filled(rows), filled(cols)
	x.Cells = r * c
	for i := range t {
		for j := range t[i] {
			if rows[i] > 0 && cols[j] > 0 {
				x.cell(i, j, t[i][j])
			}
		}
	}
	if r < 2 || c < 2 {
		return x, nil
	}
	x.DF = (r - 1) * (c - 1)
	x.P = distuv.ChiSquared{K: float64(x.DF)}.Survival(x.Chi)
	x.V = math.Min(1, math.Sqrt(x.Chi/(float64(x.N)*float64(min(r, c)-1))))
	return x, nil
}

func (x *Independence) cell(i, j, seen int) {
	n, r, c := float64(x.N), float64(x.Rows[i]), float64(x.Cols[j])
	e := r * c / n
	x.Expected[i][j] = e
	if e < 5 {
		x.Small++
	}
	if x.Smallest == 0 || e < x.Smallest {
		x.Smallest = e
	}
	off := float64(seen) - e
	x.Chi += off * off / e
	if x.Rows[i] < x.N && x.Cols[j] < x.N {
		x.Residual[i][j] = off / math.Sqrt(e*(1-r/n)*(1-c/n))
	}
}

// Thin says that χ² is not to be trusted: an expected count below 1, or more than a fifth of them below 5
// (W. G. Cochran, Biometrics 10 (1954) 417–451). In a table of two by two this is: any below 5.
func (x Independence) Thin() bool { return x.Smallest < 1 || 5*x.Small > x.Cells }

func (t Table) sums() (rows, cols []int, err error) {
	if len(t) < 2 || len(t[0]) < 2 {
		return nil, nil, fault.New(fault.Invalid, "クロス集計には、どちらの問いにも2つ以上の選択肢が要ります。選択肢の数を確かめてください。")
	}
	rows, cols = make([]int, len(t)), make([]int, len(t[0]))
	var all []int
	for i, line := range t {
		if len(line) != len(cols) {
			return nil, nil, fault.New(fault.Invalid, fmt.Sprintf("クロス集計の%d行目は%d列ですが、1行目は%d列です。同じ選択肢の数で数えなおしてください。", i+1, len(line), len(cols)))
		}
		all = append(all, line...)
		for j, c := range line {
			rows[i] += c
			cols[j] += c
		}
	}
	return rows, cols, counts(all)
}

func grid(t Table) [][]float64 {
	g := make([][]float64, len(t))
	for i := range g {
		g[i] = make([]float64, len(t[i]))
	}
	return g
}

func filled(sums []int) int {
	n := 0
	for _, s := range sums {
		if s > 0 {
			n++
		}
	}
	return n
}
