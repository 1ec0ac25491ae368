package plans

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var (
	planID      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,63}$`)
	planVersion = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$`)
	itemKey     = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,63}$`)
	everyone    = regexp.MustCompile(`(区民|市民|町民|村民|都民|府民|県民|住民|国民)の(割合|比率)`)
)

const (
	longestTitle = 300
	longestText  = 8000
)

// check walks one plan and gathers every problem.
type check struct {
	ps         Problems
	p          *Plan
	keys       map[string]Place
	items      map[string]bool
	indicators map[string]bool
}

// Check returns everything that keeps the plan from being adopted, in the order of its file; nil when it is sound.
func (p *Plan) Check() Problems {
	c := &check{p: p, keys: map[string]Place{}, items: map[string]bool{}, indicators: map[string]bool{}}
	for _, n := range p.All() {
		c.items[n.Item.Key] = true
	}
	for _, in := range p.AllIndicators() {
		c.indicators[in.Key] = true
	}
	c.head()
	for i := range p.Principles {
		c.principle(&p.Principles[i])
	}
	for i := range p.Roles {
		r := &p.Roles[i]
		c.need(r.Who, r.at("who"), "役割の持ち主", "職員・管理監督者・所属長のように、だれの役割かを書いてください。")
	}
	c.tree(p.Items, -1)
	for i := range p.Indicators {
		c.indicator(&p.Indicators[i])
	}
	c.revisions(p.Revisions)
	c.ps.sort()
	return c.ps
}

func (ps Problems) sort() {
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].Line < ps[j].Line })
}

func (c *check) need(s string, at Place, what, remedy string) bool {
	if strings.TrimSpace(s) != "" {
		return true
	}
	c.ps.add(at, what+"がありません。", "", remedy)
	return false
}

func (c *check) head() {
	p := c.p
	if c.need(p.ID, p.at("id"), "計画の識別名", "id に nishi-2013 のような名を書いてください。版を改めても変えません。") && !planID.MatchString(p.ID) {
		c.ps.add(p.at("id"), "識別名「"+clip(p.ID)+"」は使えません。", "", "英小文字・数字・ハイフンだけで、2〜64字にしてください（例: nishi-2013）。")
	}
	if c.need(p.Version, p.at("version"), "計画の版", "はじめの版なら 1.0 と書いてください。") && !planVersion.MatchString(p.Version) {
		c.ps.add(p.at("version"), "版「"+clip(p.Version)+"」が読めません。", "どちらが新しい版かを比べられないためです。", "1.0 や 1.1 のように数字と点で書いてください。")
	}
	if c.need(p.Title, p.at("title"), "計画の題名", "表紙にある題名を書いてください。") {
		c.length(p.Title, p.at("title"), "題名", longestTitle)
	}
	c.need(p.Municipality, p.at("municipality"), "市町村の名", "大阪市のように書いてください。")
	c.span(p.From, p.To, p.at("from"), p.at("to"))
	seen := map[string]bool{}
	for _, l := range p.Levels {
		if l == "" || seen[l] || isReserved(l) {
			c.ps.add(p.at("levels"), "段の名「"+clip(l)+"」が使えません。", "空か、二度出ているか、区分の名と同じためです。", "柱・方針・取組のように、段ごとに違う名を上から順に書いてください。")
		}
		seen[l] = true
	}
	for _, list := range [][]string{p.Vision, p.Background, p.Staff, p.Workplace} {
		for _, s := range list {
			c.length(s, p.here, "計画の文", longestText)
		}
	}
	if len(p.Items) == 0 {
		c.ps.add(p.at("items"), "取組が一つもありません。", "始めることも報告することもできないためです。", "items に柱や取組を書いてください。")
	} else if len(p.Levels) == 0 {
		c.ps.add(p.at("levels"), "段の名がありません。", "計画の言葉で見せられないためです。", "levels に [柱, 取組] のように上から順に書いてください。")
	}
}

func (c *check) span(from, to int, atFrom, atTo Place) {
	if from != 0 && !yearOK(from) || to != 0 && !yearOK(to) {
		c.ps.add(atFrom, "年度が読めません。", "", "2013 や 平成25年度 のように書いてください。")
	}
	if from != 0 && to != 0 && to < from {
		c.ps.add(atTo, fmt.Sprintf("終わりの%sが始まりの%sより前です。", EraYear(to), EraYear(from)), "", "年度の順をたしかめてください。")
	}
}

func (c *check) length(s string, at Place, what string, limit int) {
	if n := utf8.RuneCountInString(s); n > limit {
		c.ps.add(at, fmt.Sprintf("%sが%d字あります。", what, n), fmt.Sprintf("一覧や印刷に収まるのは%d字までです。", limit), "短くするか、内容に分けて書いてください。")
	}
}

func (c *check) key(key, noun string, at Place) {
	if !c.need(key, at, noun+"の番号（key）", "版を改めても変えない印です。1-1 や walk のように書いてください。") {
		return
	}
	if key == atTop || !itemKey.MatchString(key) || norm.NFKC.String(key) != key {
		c.ps.add(at, "番号「"+clip(key)+"」は使えません。", "", "文字か数字で始め、文字・数字・- . _ だけで64字までにしてください。")
	}
	if first, twice := c.keys[key]; twice {
		c.ps.add(at, "番号「"+clip(key)+"」が二度出ています"+paren(first)+"。", "どちらの記録か分からなくなるためです。", "片方を別の番号にしてください。")
		return
	}
	c.keys[key] = at
}

func (c *check) principle(pr *Principle) {
	c.key(pr.Key, "理念", pr.at("key"))
	c.need(pr.Title, pr.at("title"), "理念の題名", "「市民の視点」のように短い題名を書いてください。")
	c.room(pr.Room, pr.at("room"))
}

func (c *check) room(r Room, at Place) {
	if r != "" && r.Name() == "" {
		c.ps.add(at, "しくみ「"+clip(string(r))+"」を知りません。", "", "次から選ぶか、書かずにおいてください: "+strings.Join(roomNames(), "、")+"。")
	}
}

func (c *check) tree(items []Item, above int) {
	for i := range items {
		it := &items[i]
		c.key(it.Key, "項目", it.at("key"))
		if c.need(it.Title, it.at("title"), "項目「"+clip(it.Key)+"」の題名", "一行の題名を書いてください。") {
			c.length(it.Title, it.at("title"), "題名", longestTitle)
		}
		c.length(it.Text, it.at("text"), "内容", longestText)
		c.length(it.Before, it.at("before"), "いまのようす", longestText)
		c.length(it.After, it.at("after"), "めざすようす", longestText)
		c.room(it.Room, it.at("room"))
		c.itemYears(it)
		level := c.level(it, above)
		for _, k := range it.Serves {
			if !c.items[k] || k == it.Key {
				c.ps.add(it.at("serves"), "つながる先「"+clip(k)+"」がこの計画にありません。", "", "ほかの項目の番号を書いてください。")
			}
		}
		for t := range it.Targets {
			c.target(&it.Targets[t])
		}
		for n := range it.Indicators {
			c.indicator(&it.Indicators[n])
		}
		c.revisions(it.Revisions)
		c.ending(it.Ended)
		c.tree(it.Items, level)
	}
}

// level checks the item's level name and returns its place among the plan's levels.
func (c *check) level(it *Item, above int) int {
	if len(c.p.Levels) == 0 {
		return above
	}
	at := slices.Index(c.p.Levels, it.Level)
	switch {
	case it.Level == "":
		c.ps.add(it.at("level"), "「"+clip(it.Title)+"」は、いちばん下の段「"+c.p.Levels[len(c.p.Levels)-1]+"」のさらに下にあります。", "", "levels に下の段の名を足すか、この項目に level を書いてください。")
		return above
	case at < 0:
		c.ps.add(it.at("level"), "段の名「"+clip(it.Level)+"」が levels にありません。", "", "次から選ぶか、levels に足してください: "+strings.Join(c.p.Levels, "、")+"。")
		return above
	case at < above:
		c.ps.add(it.at("level"), fmt.Sprintf("「%s」が「%s」の下にあります。", it.Level, c.p.Levels[above]), "levels の順では上の段です。", "置く場所か、levels の順を直してください。")
	}
	return at
}

func (c *check) itemYears(it *Item) {
	c.span(it.From, it.To, it.at("years"), it.at("years"))
	if it.To != 0 && c.p.From != 0 && it.To < c.p.From || it.From != 0 && c.p.To != 0 && it.From > c.p.To {
		c.ps.add(it.at("years"), "「"+clip(it.Title)+"」の年度が計画の期間の外です。", "どの年にも始められないためです。", "項目の年度か、計画の期間（from・to）を直してください。")
	}
}

func (c *check) revisions(rs []Revision) {
	for i := range rs {
		if !yearOK(rs[i].FY) {
			c.ps.add(rs[i].at("fy"), "中間見直しの年度がありません。", "", "fy に 2015 のように書いてください。")
		}
		c.need(rs[i].Text, rs[i].at("text"), "中間見直しの内容", "何を見直すか、見直したかを一行で書いてください。")
	}
}

func (c *check) ending(e *Ending) {
	if e == nil {
		return
	}
	if !yearOK(e.FY) {
		c.ps.add(e.at("fy"), "終了の年度がありません。", "", "終えた年度を書いてください。")
	}
	c.need(e.Why, e.at("why"), "終了の理由", "目標を果たした、別の取組に移した、など理由を書いてください。")
}

func paren(p Place) string {
	if s := p.String(); s != "" {
		return "（先は" + s + "）"
	}
	return ""
}

// clip shortens what a message quotes.
func clip(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}
