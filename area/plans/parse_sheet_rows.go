package plans

func (s *sheet) target(r sheetRow) Target {
	t := Target{
		Shape: shapeNamed(r.get("shape")), Unit: r.free("unit"), Of: r.free("of"), Every: periodNamed(r.get("every")), Direction: directionNamed(r.get("direction")),
		What: r.free("what"), When: r.free("when"), Then: r.free("then"), Indicator: r.code("indicator"),
	}
	r.marked(&t.marks, map[string]string{"shape": "shape", "value": "value", "stretch": "stretch", "unit": "unit", "of": "of", "every": "every", "direction": "direction",
		"from": "due", "by": "due", "what": "what", "when": "when", "then": "then", "indicator": "indicator"})
	t.Value = s.number(r, "value", &t.Unit)
	t.Stretch = s.number(r, "stretch", nil)
	if text := r.code("due"); text != "" {
		var ok bool
		if t.From, t.By, ok = due(text); !ok {
			s.wrong(r, "due", "目標の年度「"+clip(text)+"」が読めません。", "2014、平成26年度、2014〜2016 のように書いてください。")
		}
	}
	return t
}

func (s *sheet) indicator(r sheetRow) {
	in := &ownedRow{parent: r.code("parent"), Indicator: Indicator{
		Key: r.code("key"), Title: r.free("title"), Unit: r.free("unit"), Base: r.free("of"), Direction: directionNamed(r.get("direction")),
		Source: Origin{Kind: originNamed(r.get("origin")), Name: r.free("name"), By: r.free("by"), Question: r.free("question")},
	}}
	r.marked(&in.marks, map[string]string{"key": "key", "title": "title", "unit": "unit", "base": "of", "direction": "direction"})
	r.marked(&in.Source.marks, map[string]string{"kind": "origin", "name": "name"})
	if in.parent != "" && s.byKey[in.parent] == nil {
		s.wrong(r, "parent", "親番号「"+clip(in.parent)+"」の項目が、これより上にありません。", "計画全体の指標なら、親番号を空にしてください。")
	}
	s.indicators = append(s.indicators, in)
}

// indicatorOf finds the indicator a row of figures belongs to: by 親番号, else the one just above.
func (s *sheet) indicatorOf(r sheetRow) *ownedRow {
	parent := r.code("parent")
	for i := len(s.indicators) - 1; i >= 0; i-- {
		if parent == "" || s.indicators[i].Key == parent {
			return s.indicators[i]
		}
	}
	return nil
}

func (s *sheet) reading(r sheetRow, kind string) {
	in := s.indicatorOf(r)
	if in == nil {
		s.wrong(r, "parent", "どの指標の値か分かりません。", "指標の行を先に書き、その番号を親番号に書いてください。")
		return
	}
	v := Reading{Value: s.number(r, "value", nil), Stretch: s.number(r, "stretch", nil)}
	r.marked(&v.marks, map[string]string{"fy": "years", "value": "value", "stretch": "stretch", "n": "n"})
	s.year(r, "years", &v.FY)
	if n := s.number(r, "n", nil); n != nil && *n > -1e9 && *n < 1e9 {
		v.N = int(*n)
	}
	if kind == kindActual {
		in.Baseline = append(in.Baseline, v)
	} else {
		in.Targets = append(in.Targets, v)
	}
}

func (s *sheet) revision(r sheetRow) {
	v := Revision{Text: r.free("text")}
	r.marked(&v.marks, map[string]string{"fy": "years", "text": "text"})
	s.year(r, "years", &v.FY)
	if r.code("parent") == "" {
		s.p.Revisions = append(s.p.Revisions, v)
	} else if f := s.owner(r); f != nil {
		f.Revisions = append(f.Revisions, v)
	}
}

func (s *sheet) ending(r sheetRow) {
	e := &Ending{Why: r.free("text")}
	r.marked(&e.marks, map[string]string{"fy": "years", "why": "text"})
	s.year(r, "years", &e.FY)
	if r.code("parent") != "" {
		if in := s.indicatorOf(r); in != nil {
			in.Ended = e
			return
		}
	}
	if f := s.owner(r); f != nil {
		f.Ended = e
	}
}

func (s *sheet) number(r sheetRow, column string, unit *string) *float64 {
	text := r.code(column)
	if text == "" {
		return nil
	}
	v, u, ok := figure(text)
	if !ok {
		s.wrong(r, column, "数「"+clip(text)+"」が読めません。", "数だけを書き、人・回などは「単位」の列に書いてください。")
		return nil
	}
	if unit != nil && *unit == "" {
		*unit = u
	}
	return &v
}

func (s *sheet) year(r sheetRow, column string, dst *int) {
	text := r.code(column)
	if text == "" {
		return
	}
	fy, ok := fiscalYear(text)
	if !ok {
		s.wrong(r, column, "年度「"+clip(text)+"」が読めません。", "2013 や 平成25年度 のように書いてください。")
		return
	}
	*dst = fy
}
