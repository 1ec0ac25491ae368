package plans

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

func (r *yamlReader) plan(p *Plan) take {
	return func(n *yaml.Node) {
		r.object(n, &p.marks, "計画",
			field{"id", r.code(&p.ID)}, field{"version", r.code(&p.Version)}, field{"title", r.text(&p.Title)},
			field{"municipality", r.text(&p.Municipality)}, field{"ward", r.text(&p.Ward)},
			field{"from", r.year(&p.From)}, field{"to", r.year(&p.To)},
			field{"source", func(n *yaml.Node) { r.source(&p.Source, n) }},
			field{"slogan", r.text(&p.Slogan)}, field{"vision", r.list(&p.Vision)}, field{"background", r.list(&p.Background)},
			field{"staff", r.list(&p.Staff)}, field{"workplace", r.list(&p.Workplace)},
			field{"principles", many(r, &p.Principles, r.principle)}, field{"roles", many(r, &p.Roles, r.role)},
			field{"levels", r.list(&p.Levels)}, field{"items", many(r, &p.Items, r.item)},
			field{"indicators", many(r, &p.Indicators, r.indicator)}, field{"revisions", many(r, &p.Revisions, r.revision)})
		setLevels(p.Items, p.Levels, -1)
	}
}

// setLevels gives items without a level of their own the one below their parent's.
func setLevels(items []Item, levels []string, above int) {
	for i := range items {
		if items[i].Level == "" && above+1 < len(levels) {
			items[i].Level = levels[above+1]
		}
		at := slices.Index(levels, items[i].Level)
		if at < 0 {
			at = above
		}
		setLevels(items[i].Items, levels, at)
	}
}

// many reads a list of mappings into dst.
func many[T any](r *yamlReader, dst *[]T, one func(*T, *yaml.Node)) take {
	return func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			var v T
			one(&v, n)
			*dst = append(*dst, v)
		})
	}
}

func (r *yamlReader) source(s *Source, n *yaml.Node) {
	var m marks
	r.object(n, &m, "出典（source）", field{"title", r.text(&s.Title)}, field{"issuer", r.text(&s.Issuer)}, field{"date", r.text(&s.Date)}, field{"note", r.text(&s.Note)})
}

func (r *yamlReader) principle(p *Principle, n *yaml.Node) {
	r.object(n, &p.marks, "理念（principles）", field{"key", r.code(&p.Key)}, field{"title", r.text(&p.Title)}, field{"text", r.text(&p.Text)}, field{"room", r.room(&p.Room)})
}

func (r *yamlReader) role(v *Role, n *yaml.Node) {
	r.object(n, &v.marks, "役割（roles）", field{"who", r.text(&v.Who)}, field{"duties", r.list(&v.Duties)})
}

func (r *yamlReader) item(i *Item, n *yaml.Node) {
	run := true
	r.object(n, &i.marks, "項目（items）",
		field{"key", r.code(&i.Key)}, field{"level", r.text(&i.Level)}, field{"number", r.text(&i.Number)}, field{"title", r.text(&i.Title)}, field{"text", r.text(&i.Text)},
		field{"before", r.text(&i.Before)}, field{"after", r.text(&i.After)}, field{"responsible", r.names(&i.Responsible)},
		field{"years", r.span(&i.From, &i.To)}, field{"room", r.room(&i.Room)}, field{"run", r.flag(&run)}, field{"serves", r.codes(&i.Serves)},
		field{"targets", many(r, &i.Targets, r.target)}, field{"indicators", many(r, &i.Indicators, r.indicator)},
		field{"revisions", many(r, &i.Revisions, r.revision)},
		field{"ended", func(n *yaml.Node) { i.Ended = &Ending{}; r.ending(i.Ended, n) }},
		field{"items", many(r, &i.Items, r.item)})
	i.Statement = !run
}

func (r *yamlReader) target(t *Target, n *yaml.Node) {
	var shape, every, dir string
	r.object(n, &t.marks, "目標（targets）",
		field{"shape", r.text(&shape)}, field{"value", r.number(&t.Value, &t.Unit)}, field{"stretch", r.number(&t.Stretch, nil)}, field{"unit", r.text(&t.Unit)},
		field{"of", r.text(&t.Of)}, field{"every", r.text(&every)}, field{"direction", r.text(&dir)}, field{"from", r.year(&t.From)}, field{"by", r.year(&t.By)},
		field{"what", r.text(&t.What)}, field{"when", r.text(&t.When)}, field{"then", r.text(&t.Then)}, field{"indicator", r.code(&t.Indicator)})
	t.Shape, t.Every, t.Direction = shapeNamed(shape), periodNamed(every), directionNamed(dir)
}

func (r *yamlReader) indicator(in *Indicator, n *yaml.Node) {
	var dir string
	r.object(n, &in.marks, "指標（indicators）",
		field{"key", r.code(&in.Key)}, field{"title", r.text(&in.Title)}, field{"unit", r.text(&in.Unit)}, field{"base", r.text(&in.Base)}, field{"direction", r.text(&dir)},
		field{"source", func(n *yaml.Node) { r.origin(&in.Source, n) }},
		field{"baseline", many(r, &in.Baseline, r.reading)}, field{"targets", many(r, &in.Targets, r.reading)},
		field{"ended", func(n *yaml.Node) { in.Ended = &Ending{}; r.ending(in.Ended, n) }})
	in.Direction = directionNamed(dir)
}

func (r *yamlReader) origin(o *Origin, n *yaml.Node) {
	var kind string
	r.object(n, &o.marks, "指標の出典（source）", field{"kind", r.text(&kind)}, field{"name", r.text(&o.Name)}, field{"by", r.text(&o.By)}, field{"question", r.text(&o.Question)})
	o.Kind = originNamed(kind)
}

func (r *yamlReader) reading(v *Reading, n *yaml.Node) {
	var sample *float64
	r.object(n, &v.marks, "年度の値", field{"fy", r.year(&v.FY)}, field{"value", r.number(&v.Value, nil)}, field{"stretch", r.number(&v.Stretch, nil)}, field{"n", r.number(&sample, nil)})
	if sample != nil && *sample > -1e9 && *sample < 1e9 {
		v.N = int(*sample)
	}
}

func (r *yamlReader) revision(v *Revision, n *yaml.Node) {
	r.object(n, &v.marks, "中間見直し（revisions）", field{"fy", r.year(&v.FY)}, field{"text", r.text(&v.Text)})
}

func (r *yamlReader) ending(e *Ending, n *yaml.Node) {
	r.object(n, &e.marks, "終了（ended）", field{"fy", r.year(&e.FY)}, field{"why", r.text(&e.Why)})
}

func (r *yamlReader) text(dst *string) take {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n); ok {
			*dst = free(s)
		}
	}
}

func (r *yamlReader) code(dst *string) take {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n); ok {
			*dst = narrow(s)
		}
	}
}

func (r *yamlReader) list(dst *[]string) take {
	return func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			if s, ok := r.scalar(n); ok && free(s) != "" {
				*dst = append(*dst, free(s))
			}
		})
	}
}

func (r *yamlReader) names(dst *[]string) take {
	return func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			if s, ok := r.scalar(n); ok {
				*dst = append(*dst, split(free(s))...)
			}
		})
	}
}

func (r *yamlReader) codes(dst *[]string) take {
	return func(n *yaml.Node) {
		r.each(n, func(n *yaml.Node) {
			if s, ok := r.scalar(n); ok && narrow(s) != "" {
				*dst = append(*dst, narrow(s))
			}
		})
	}
}

func (r *yamlReader) room(dst *Room) take {
	return func(n *yaml.Node) {
		if s, ok := r.scalar(n); ok {
			*dst = roomRead(s)
		}
	}
}

func (r *yamlReader) year(dst *int) take {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		if *dst, ok = fiscalYear(s); !ok {
			r.wrong(n, "年度「"+clip(s)+"」が読めません。", "2013 や 平成25年度 のように書いてください。")
		}
	}
}

func (r *yamlReader) span(from, to *int) take {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		if *from, *to, ok = years(s); !ok {
			r.wrong(n, "年度「"+clip(s)+"」が読めません。", "2013、2013〜2016、平成25〜28年度、2014〜 のように書いてください。")
		}
	}
}

func (r *yamlReader) number(dst **float64, unit *string) take {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		v, u, ok := figure(s)
		if !ok {
			r.wrong(n, "数「"+clip(s)+"」が読めません。", "数だけを書き、単位は unit に書いてください（例: value: 5、unit: 人）。")
			return
		}
		*dst = &v
		if unit != nil && *unit == "" {
			*unit = u
		}
	}
}

func (r *yamlReader) flag(dst *bool) take {
	return func(n *yaml.Node) {
		s, ok := r.scalar(n)
		if !ok {
			return
		}
		v, err := strconv.ParseBool(s)
		if err != nil {
			r.wrong(n, "「"+clip(s)+"」は true か false で書いてください。", "取組として始めない項目（理念や方針の文）だけ false にします。")
			return
		}
		*dst = v
	}
}
