package disclosure

import (
	"encoding/json"

	"kaname/kit/fault"
)

// saved is a plan as it is kept. It holds no number of people.
type saved struct {
	Version int            `json:"version"`
	Limit   int            `json:"limit"`
	Text    int            `json:"text_limit"`
	Frame   Frame          `json:"frame"`
	Cells   []savedCell    `json:"cells"`
	Texts   map[string]Why `json:"texts"`
}

type savedCell struct {
	Cell
	Why Why `json:"why"`
}

const version = 1

// Bytes is the plan as JSON. The same plan always gives the same bytes.
func (p Plan) Bytes() ([]byte, error) {
	if p.frame == nil {
		return nil, invalid("結果を出す範囲がまだ決まっていません。調査を締めきってから保存してください。")
	}
	s := saved{Version: version, Limit: p.policy.limit, Text: p.policy.text, Frame: p.frame.Frame, Texts: p.texts}
	for _, d := range p.cells {
		s.Cells = append(s.Cells, savedCell{d.cell, d.why})
	}
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "結果を出す範囲を書き出せません。管理者に知らせてください。", err)
	}
	return b, nil
}

// Read is the plan that Bytes wrote. What is not such a plan, whole, is an Invalid fault: then nothing may be shown.
func Read(b []byte) (Plan, error) {
	var s saved
	if err := json.Unmarshal(b, &s); err != nil {
		return Plan{}, fault.Wrap(fault.Invalid, "結果を出す範囲の記録が読めません。控えから戻してください。それまで結果は出しません。", err)
	}
	if s.Version != version {
		return Plan{}, invalid("結果を出す範囲の記録が版%dで、この版では読めません。新しいかなめで開いてください。", s.Version)
	}
	policy, err := New(s.Limit, s.Text)
	if err != nil {
		return Plan{}, err
	}
	f, err := s.Frame.read()
	if err != nil {
		return Plan{}, err
	}
	offered := map[Cell]set{}
	for _, c := range f.sets(func(set) int { return 0 }) {
		offered[c.cell] = c
	}
	p := Plan{policy: policy, frame: f, at: map[Cell]int{}, texts: map[string]Why{}}
	for _, c := range s.Cells {
		set, known := offered[c.Cell]
		if _, twice := p.at[c.Cell]; !known || twice || !c.Why.known() {
			return Plan{}, invalid("結果を出す範囲の記録に、合わないます（所属「%s」）があります。控えから戻してください。", c.Node)
		}
		p.at[c.Cell], p.cells = len(p.cells), append(p.cells, decision{set, c.Why})
	}
	if len(p.cells) < len(offered) {
		return Plan{}, invalid("結果を出す範囲の記録が途中で切れています。控えから戻してください。")
	}
	for node, why := range s.Texts {
		if _, known := f.index[node]; !known || !why.known() {
			return Plan{}, invalid("結果を出す範囲の記録に、合わない所属「%s」があります。控えから戻してください。", node)
		}
		p.texts[node] = why
	}
	return p, nil
}

func (w Why) known() bool {
	switch w {
	case Shown, Empty, Small, Subtraction, Wave, Above, Unproven:
		return true
	}
	return false
}
