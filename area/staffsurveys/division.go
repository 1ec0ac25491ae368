package staffsurveys

import (
	"context"
	"slices"
	"strings"

	"kaname/kit/db"
	"kaname/kit/disclosure"
	"kaname/people"
)

// Group is a set of people that results may be shown for.
type Group struct {
	Part      Part
	Key, Name string
	cell      disclosure.Cell
	has       []bool // by place in the list of classes
}

// division is how a survey's answers may be divided: the frame of the rule that protects small groups, and its groups
// in the order of the page.
type division struct {
	wardID  string
	byNode  bool
	classes []Class
	frame   disclosure.Frame
	groups  []Group
}

// divide makes the division of a ward's classes that the rule names.
func divide(ctx context.Context, tx *db.Tx, wardID string, r Rule, cs []Class) (division, error) {
	d := division{wardID: wardID, classes: cs, frame: disclosure.Frame{Nodes: []disclosure.Node{{ID: wardID}}}}
	d.add(Ward, "", "区の全体", disclosure.Cell{Node: wardID}, func(Class) bool { return true })
	for _, p := range r.By {
		switch p {
		case ByOffice:
			d.byNode = true
			offices, err := officesAbove(ctx, tx, wardID, cs)
			if err != nil {
				return d, err
			}
			for _, o := range offices {
				d.frame.Nodes = append(d.frame.Nodes, disclosure.Node{ID: o.ID, Parent: o.ParentID})
				d.add(ByOffice, o.ID, o.Name, disclosure.Cell{Node: o.ID}, func(c Class) bool { return strings.HasPrefix(c.OfficePath, o.Path) })
			}
		case ByEmployment:
			a := disclosure.Attribute{ID: string(p)}
			for _, e := range people.Employments {
				a.Values = append(a.Values, e.Value)
				d.add(p, e.Value, e.Name, disclosure.Cell{Node: wardID, Attribute: a.ID, Value: e.Value}, func(c Class) bool { return c.Employment == e.Value })
			}
			d.frame.Attributes = append(d.frame.Attributes, a)
		case ByTenure:
			a := disclosure.Attribute{ID: string(p)}
			for _, t := range Tenures {
				a.Values = append(a.Values, t.Key)
				d.add(p, t.Key, t.Name, disclosure.Cell{Node: wardID, Attribute: a.ID, Value: t.Key}, func(c Class) bool { return c.Tenure == t.Key })
			}
			d.frame.Attributes = append(d.frame.Attributes, a)
		}
	}
	return d, nil
}

// add puts a group on the page, unless nobody at all was asked in it.
func (d *division) add(p Part, key, name string, cell disclosure.Cell, in func(Class) bool) {
	g := Group{Part: p, Key: key, Name: name, cell: cell, has: make([]bool, len(d.classes))}
	for i, c := range d.classes {
		g.has[i] = in(c)
	}
	if slices.Contains(g.has, true) || p == Ward {
		d.groups = append(d.groups, g)
	}
}

// stand says where the people of each class stand in the frame, n of them.
func (d division) stand(n []int) []disclosure.Group {
	var out []disclosure.Group
	for i, c := range d.classes {
		if n[i] == 0 {
			continue
		}
		g := disclosure.Group{Place: disclosure.Place{Node: d.wardID}, N: n[i]}
		if d.byNode {
			g.Node = c.OfficeID
		}
		for _, a := range d.frame.Attributes {
			value := c.Employment
			if Part(a.ID) == ByTenure {
				value = c.Tenure
			}
			g.Values = append(g.Values, value)
		}
		out = append(out, g)
	}
	return out
}

// officesAbove lists the offices of the classes and all above them, below the ward, from above to below.
func officesAbove(ctx context.Context, tx *db.Tx, wardID string, cs []Class) ([]people.Office, error) {
	ever, err := people.OfficesEver(ctx, tx)
	if err != nil {
		return nil, err
	}
	ever = slices.DeleteFunc(ever, func(o people.Office) bool {
		return o.WardID != wardID || o.ID == wardID || !slices.ContainsFunc(cs, func(c Class) bool { return strings.HasPrefix(c.OfficePath, o.Path) })
	})
	slices.SortStableFunc(ever, func(a, b people.Office) int { return strings.Compare(a.Path, b.Path) })
	return ever, nil
}
