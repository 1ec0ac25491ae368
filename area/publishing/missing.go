package publishing

import (
	"fmt"

	"kaname/kit/clock"
	"kaname/kit/fault"
)

// Lack is something that residents would miss. Must holds the writing-out back.
type Lack struct {
	Say   string
	Must  bool
	Items []Promise // the promises it is about
}

// missing lists what a year of the ward still lacks, what holds back first.
func (w Ward) missing(fy clock.FY) []Lack {
	y, _ := w.year(fy)
	var musts, others []Lack
	add := func(must bool, items []Promise, say string) {
		l := Lack{Say: say, Must: must, Items: items}
		if must {
			musts = append(musts, l)
		} else {
			others = append(others, l)
		}
	}
	all := append(append([]Promise{}, y.Promises...), y.Past...)
	if len(all) == 0 {
		add(true, nil, "公表が承認された約束が、まだありません。目標のページから公表に出し、区長の承認を受けてください。")
	}
	if easy := pick(all, func(p Promise) bool { return p.plainTitle(Easy) == "" }); len(easy) > 0 {
		add(true, easy, fmt.Sprintf("やさしい日本語の名前がない約束が%d件あります。", len(easy)))
	}
	if easy := pick(all, func(p Promise) bool { return p.Result != nil && p.plainResult(Easy) == "" }); len(easy) > 0 {
		add(true, easy, fmt.Sprintf("結果のやさしい日本語がない約束が%d件あります。", len(easy)))
	}
	if bare := pick(all, Promise.unexplained); len(bare) > 0 {
		add(true, bare, fmt.Sprintf("届かなかったのに、理由かこれからが書かれていない結果が%d件あります。年度末のふり返りに書いて、公表に出しなおしてください。", len(bare)))
	}
	if y.Announced.Contact == "" {
		add(true, nil, "作成者・問合せ先が決まっていません。")
	}
	if y.Announced.NextOn == "" {
		add(true, nil, "次に新しくする日が決まっていません。")
	}
	if len(y.Kept) > 0 {
		add(false, y.Kept, fmt.Sprintf("職員の名前が入っているので、出していない約束が%d件あります。文をなおして、公表に出しなおしてください。", len(y.Kept)))
	}
	if en := pick(all, func(p Promise) bool { return p.plainTitle(En) == "" }); len(en) > 0 {
		add(false, en, fmt.Sprintf("英語の名前がない約束が%d件あります。英語のページでは日本語のまま出ます。", len(en)))
	}
	return append(musts, others...)
}

func pick(all []Promise, is func(Promise) bool) []Promise {
	var out []Promise
	for _, p := range all {
		if is(p) {
			out = append(out, p)
		}
	}
	return out
}

// ready is a fault that says everything that holds the writing-out back.
func (s Site) ready() error {
	say := ""
	for _, w := range s.Wards {
		for _, l := range w.missing(s.FY) {
			if l.Must {
				say += w.Name + ": " + l.Say
			}
		}
	}
	if say == "" {
		return nil
	}
	return fault.New(fault.Invalid, "まだ書き出せません。"+say)
}
