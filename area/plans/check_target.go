package plans

import (
	"fmt"
	"math"
	"strings"
)

func (c *check) target(t *Target) {
	c.figures(t.Value, t.Stretch, t.Direction, t)
	c.span(t.From, t.By, t.at("from"), t.at("by"))
	if t.Indicator != "" && !c.indicators[t.Indicator] {
		c.ps.add(t.at("indicator"), "指標「"+clip(t.Indicator)+"」がこの計画にありません。", "", "indicators に書くか、番号を直してください。")
	}
	if t.Every != "" && periodWord[t.Every] == "" {
		c.ps.add(t.at("every"), "頻度「"+clip(string(t.Every))+"」が読めません。", "", "day・week・month・quarter・year（日・週・月・四半期・年）から選んでください。")
	}
	switch t.Shape {
	case Ratio:
		c.value(t, "割合", "90 のように数を書いてください。")
		c.need(t.Of, t.at("of"), "割合の母数", "何の割合か分からない数は使えません。of（母数）に「職員アンケート回答者」のように書いてください。")
		if t.Value != nil && (t.Unit == "" || t.Unit == "%" || t.Unit == "％") && (*t.Value < 0 || *t.Value > 100) {
			c.ps.add(t.at("value"), "割合が "+Number(*t.Value)+"% です。", "", "0から100までの数を書いてください。")
		}
	case Count:
		c.value(t, "回数", "年5人なら value に 5、unit に 人 と書いてください。")
		c.need(t.Unit, t.at("unit"), "回数の単位", "unit（単位）に 人・回・件 などを書いてください。")
	case Cadence:
		if t.Every == "" {
			c.ps.add(t.at("every"), "頻度がありません。", "", "毎日なら every に day、月2回なら every に month と value に 2 を書いてください。")
		}
		if t.Value != nil && *t.Value <= 0 {
			c.ps.add(t.at("value"), "頻度の回数が "+Number(*t.Value)+" です。", "", "1以上の数を書いてください。")
		}
	case Coverage:
		c.need(t.Of, t.at("of"), "全数の対象", "of（母数）に 全職員・全課 などを書いてください。")
		if t.Value != nil && (*t.Value <= 0 || *t.Value > 100) {
			c.ps.add(t.at("value"), "対象の割合が "+Number(*t.Value)+"% です。", "", "全部なら書かず、一部なら1から100までの数を書いてください。")
		}
	case Milestone:
		if t.By == 0 {
			c.ps.add(t.at("by"), "期限の年度がありません。", "", "by（年度）に 2014 や 平成26年度 のように書いてください。")
		}
	case Conditional:
		c.need(t.When, t.at("when"), "条件", "when（条件）に「区役所格付けの結果」のように書いてください。")
		c.need(t.Then, t.at("then"), "条件が来たときにすること", "then（そのとき）に「研修の内容を見直す」のように書いてください。")
	case "":
		c.ps.add(t.at("shape"), "目標の形がありません。", "", shapeRemedy)
	default:
		c.ps.add(t.at("shape"), "目標の形「"+clip(string(t.Shape))+"」を知りません。", "", shapeRemedy)
	}
}

const shapeRemedy = "割合 ratio・回数 count・頻度 cadence・全数 coverage・期限 milestone・条件つき conditional から選ぶか、数の目標がなければ何も書かないでください。"

func (c *check) value(t *Target, what, remedy string) {
	if t.Value == nil {
		c.ps.add(t.at("value"), what+"の目標値がありません。", "", remedy)
	}
}

// place lets one rule point into targets, indicators and readings alike.
type place interface{ at(field string) Place }

func (c *check) figures(value, stretch *float64, d Direction, m place) {
	if odd(value) || odd(stretch) {
		c.ps.add(m.at("value"), "数が読めません。", "", "ふつうの数（90 や 12.5）を書いてください。")
		return
	}
	if d != "" && dirWord[d] == "" {
		c.ps.add(m.at("direction"), "向き「"+clip(string(d))+"」が読めません。", "", "高いほどよければ up、低いほどよければ down と書いてください。")
	}
	if value == nil || stretch == nil {
		return
	}
	if d == Down && *stretch > *value || d != Down && *stretch < *value {
		c.ps.add(m.at("stretch"), fmt.Sprintf("挑戦値 %s が目標値 %s よりやさしくなっています。", Number(*stretch), Number(*value)), "", "数か、向き（direction）を直してください。")
	}
}

func odd(v *float64) bool {
	return v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0) || math.Abs(*v) > 1e15)
}

func (c *check) indicator(in *Indicator) {
	c.key(in.Key, "指標", in.at("key"))
	c.need(in.Title, in.at("title"), "指標の題名", "何を表す数かを書いてください。")
	c.need(in.Unit, in.at("unit"), "指標の単位", "unit（単位）に %・件・分 などを書いてください。")
	if c.need(in.Base, in.at("base"), "指標の母数", "だれ・何についての数かを base（母数）に書いてください（例: 来庁者アンケート回答者）。") {
		c.honest(in)
	}
	if in.Source.Kind != "" && originWord[in.Source.Kind] == "" {
		c.ps.add(in.Source.at("kind"), "出典の種類「"+clip(in.Source.Kind)+"」を知りません。", "", "visitor-survey・staff-survey・outside-survey・outside-rating・record から選んでください。")
	}
	if (in.Source.Kind == OutsideSurvey || in.Source.Kind == OutsideRating) && in.Source.Name == "" {
		c.ps.add(in.Source.at("name"), "外部の調査の名がありません。", "次の年に同じ調査から読めなくなるためです。", "source の name に調査の名を書いてください。")
	}
	last := c.readings(in.Baseline, in.Direction, "実績", 0)
	c.readings(in.Targets, in.Direction, "目標", last)
	c.ending(in.Ended)
}

// honest refuses a share of respondents that calls itself a share of everyone.
func (c *check) honest(in *Indicator) {
	if !in.Source.Survey() {
		return
	}
	if word := everyone.FindString(in.Title); word != "" {
		c.ps.add(in.at("title"), "指標の題名に「"+word+"」とありますが、出典はアンケートです。", "答えた人の割合であって、全員の割合ではないためです。", "「アンケート回答者の割合」と書き直してください。")
	}
	if !strings.Contains(in.Base, "回答") {
		c.ps.add(in.at("base"), "母数「"+clip(in.Base)+"」は、アンケートに答えた人を指していません。", "答えなかった人のことは分からないためです。", "「○○アンケート回答者」のように書いてください。")
	}
}

// readings checks one row of years and returns its latest year; each must come after after.
func (c *check) readings(rs []Reading, d Direction, what string, after int) int {
	seen, last := map[int]bool{}, 0
	for i := range rs {
		r := &rs[i]
		c.figures(r.Value, r.Stretch, d, r)
		switch {
		case !yearOK(r.FY):
			c.ps.add(r.at("fy"), what+"の年度がありません。", "", "fy（年度）に 2013 や 平成25年度 のように書いてください。")
		case seen[r.FY]:
			c.ps.add(r.at("fy"), EraYear(r.FY)+"の"+what+"が二度出ています。", "", "一つにしてください。")
		case after != 0 && r.FY <= after:
			c.ps.add(r.at("fy"), EraYear(r.FY)+"の目標が、実績の最後の"+EraYear(after)+"より後になっていません。", "", "年度をたしかめてください。")
		}
		if r.Value == nil {
			c.ps.add(r.at("value"), what+"の値がありません。", "", "value に数を書くか、この年度の行を消してください。")
		}
		if r.N < 0 {
			c.ps.add(r.at("n"), "回答数 n が負の数です。", "", "0以上の数を書いてください。")
		}
		seen[r.FY] = true
		last = max(last, r.FY)
	}
	return last
}
