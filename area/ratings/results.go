package ratings

import "math/big"

// Score is one mark: field × item × investigator × visit. Value is in hundredths of a point.
type Score struct {
	Field, Item         string
	Investigator, Visit int
	Value               int
}

// Mean is a mean by the year's rule with what it was taken over. Value is nil where nothing was.
type Mean struct {
	Value         *big.Rat // as the rule leaves it for the threshold
	N             int      // marks
	Investigators int
	Times         int // visits or calls: investigator × visit
	decimals      int
}

// FieldResult is a field with its mean and its items' means, in the order of the field.
type FieldResult struct {
	Field
	Mean  Mean
	Items []ItemResult
}

// ItemResult is an item with its mean.
type ItemResult struct {
	Item
	Mean Mean
}

// Results are what a year's marks say by that year's rule.
type Results struct {
	Fields  []FieldResult
	Whole   Mean     // the mean of the fields' means; without a value while a field has no marks
	Missing []string // fields without marks
}

// String writes the mean with the rule's decimals, or –.
func (m Mean) String() string {
	if m.Value == nil {
		return "–"
	}
	return m.Value.FloatString(m.decimals)
}

// Float is the mean for drawing.
func (m Mean) Float() float64 {
	if m.Value == nil {
		return 0
	}
	v, _ := m.Value.Float64()
	return v
}

// heap is a sum of marks.
type heap struct{ sum, n int64 }

func (h *heap) add(v int) { h.sum, h.n = h.sum+int64(v), h.n+1 }

// mean is in points; the sum is in hundredths.
func (h heap) mean() *big.Rat { return big.NewRat(h.sum, h.n*100) }

// Work takes the means of marks by d's rule. Marks of fields and items that d does not have are left out.
func Work(d Draft, scores []Score) Results {
	byField := map[string][]Score{}
	for _, s := range scores {
		byField[s.Field] = append(byField[s.Field], s)
	}
	var r Results
	var means []*big.Rat
	r.Whole.decimals = d.Rule.Decimals
	for _, f := range d.Fields {
		fr, exact := d.Rule.field(f, byField[f.Key])
		r.Fields = append(r.Fields, fr)
		r.Whole.N += fr.Mean.N
		r.Whole.Times += fr.Mean.Times
		if fr.Mean.Value == nil {
			r.Missing = append(r.Missing, f.Name)
			continue
		}
		means = append(means, d.Rule.step(exact))
	}
	if len(r.Missing) == 0 {
		r.Whole.Value = d.Rule.round(average(means))
	}
	return r
}

// field is a field's result by the rule, and its mean before the last rounding.
func (r Rule) field(f Field, scores []Score) (out FieldResult, exact *big.Rat) {
	out.Field = f
	byItem := map[string][]Score{}
	for _, s := range scores {
		byItem[s.Item] = append(byItem[s.Item], s)
	}
	var counted []Score
	for _, it := range f.Items {
		mine := byItem[it.Key]
		counted = append(counted, mine...)
		out.Items = append(out.Items, ItemResult{Item: it, Mean: r.mean(mine, r.over(mine))})
	}
	exact = r.over(counted)
	out.Mean = r.mean(counted, exact)
	return out, exact
}

func (r Rule) mean(scores []Score, value *big.Rat) Mean {
	people, times := map[int]bool{}, map[[2]int]bool{}
	for _, s := range scores {
		people[s.Investigator], times[[2]int{s.Investigator, s.Visit}] = true, true
	}
	return Mean{Value: r.round(value), N: len(scores), Investigators: len(people), Times: len(times), decimals: r.Decimals}
}

// over is the mean of the means of each investigator, or of each item; nil of no marks.
func (r Rule) over(scores []Score) *big.Rat {
	groups := map[string]*heap{}
	for _, s := range scores {
		key := s.Item
		if r.Average == ByInvestigator {
			key = itoa(s.Investigator)
		}
		if groups[key] == nil {
			groups[key] = &heap{}
		}
		groups[key].add(s.Value)
	}
	var means []*big.Rat
	for _, h := range groups {
		means = append(means, r.step(h.mean()))
	}
	return average(means)
}

func average(all []*big.Rat) *big.Rat {
	if len(all) == 0 {
		return nil
	}
	sum := new(big.Rat)
	for _, x := range all {
		sum.Add(sum, x)
	}
	return sum.Quo(sum, big.NewRat(int64(len(all)), 1))
}
