package app

import (
	"kaname/area/roster"
	"kaname/kit/ui"
	"kaname/people"
)

// menu is the map of the product, the same for every rank: seven items in the end. An item appears when its
// room exists; 学び, ありがとう, 地域 and ひろば are not built yet.
func menu(people.Actor) []ui.Item {
	return []ui.Item{
		{Name: "きょう", Href: "/", Icon: "home", Under: []string{"/approvals", "/notices", "/self", "/jobs"}},
		{Name: "目標と改善", Href: "/board", Icon: "flag",
			Under: []string{"/board", "/standards", "/principles", "/proposals", "/policies", "/goals", "/aims", "/plans", "/plan-files", "/calendar"},
			Sub: []ui.Link{{Name: "ボード", Href: "/board"}, {Name: "基準", Href: "/standards"}, {Name: "方針", Href: "/policies"}, {Name: "目標", Href: "/goals"},
				{Name: "月間目標", Href: "/aims"}, {Name: "計画", Href: "/plans"}, {Name: "年間の段取り", Href: "/calendar"}}},
		{Name: "窓口の声", Href: "/voices", Icon: "voice", Under: []string{"/voices", "/forms", "/staff-surveys", "/ratings"},
			Sub: []ui.Link{{Name: "来た人の声", Href: "/voices"}, {Name: "職員の声", Href: "/staff-surveys"}, {Name: "格付け調査", Href: "/ratings"}}},
	}
}

// self is what stands under one's own name; long work is asked for by those who bring in rosters.
func self(a people.Actor) []ui.Item {
	out := []ui.Item{{Name: "じぶん", Href: "/self"}, {Name: "承認", Href: "/approvals"}, {Name: "お知らせ", Href: "/notices"}}
	if a.May(people.WriteRoster) {
		out = append(out, ui.Item{Name: "頼んだ仕事", Href: "/jobs"})
	}
	return out
}

// office is what the secretariat and administrators see besides.
func office(a people.Actor) []ui.Item {
	var out []ui.Item
	if a.May(people.Publish) {
		out = append(out, ui.Item{Name: "公開", Href: "/publishing"})
	}
	if a.May(people.WriteRoster) {
		out = append(out, ui.Item{Name: "代決", Href: "/approvals/deputies"})
	}
	for _, l := range roster.Menu(a) {
		out = append(out, ui.Item{Name: l.Name, Href: l.Href})
	}
	return out
}
