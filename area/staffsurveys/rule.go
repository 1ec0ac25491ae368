package staffsurveys

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kaname/kit/fault"
	"kaname/people"
)

// Part is a way to divide the answers.
type Part string

// The parts that results can be shown by; two of them are never crossed.
const (
	Ward         Part = "ward"
	ByOffice     Part = "office"
	ByEmployment Part = "employment"
	ByTenure     Part = "tenure"
)

// Parts lists the parts that may be chosen, with their names.
var Parts = []struct {
	Part Part
	Name string
}{{ByOffice, "所属"}, {ByEmployment, "雇用の形"}, {ByTenure, "勤めた年数"}}

// Name is the part as a heading.
func (p Part) Name() string {
	for _, x := range Parts {
		if x.Part == p {
			return x.Name
		}
	}
	return "全体"
}

// Tenures are the bands of years worked; First is the least number of whole years.
var Tenures = []struct {
	Key, Name string
	First     int
}{{"20", "20年以上", 20}, {"10", "10年から19年", 10}, {"3", "3年から9年", 3}, {"0", "3年未満", 0}}

// LeastLimit is the smallest group that may ever be shown (domain §5.5: default 5, never below 4; we allow no less than 5).
const LeastLimit = 5

// Rule says who will see what of a survey. The notice that respondents read is written from it, and every page,
// file and reading asks it.
type Rule struct {
	Limit int           `json:"limit"` // from how many answers on a group is shown
	By    []Part        `json:"by"`    // what results are divided by, besides the whole ward
	Texts []people.Role `json:"texts"` // roles of the ward that read the free texts
	City  bool          `json:"city"`  // those above the wards see the results as well
	Goals bool          `json:"goals"` // the ward's own figures may stand as results of goals, which are made public
}

func (r Rule) check(c *fault.Check) {
	c.That(r.Limit >= LeastLimit && r.Limit <= 100, "limit", fmt.Sprintf("表示する最少人数は%d人から100人の間で決めてください。", LeastLimit))
	for _, p := range r.By {
		c.That(p.Name() != Ward.Name(), "by", "分け方は所属・雇用の形・勤めた年数から選んでください。")
	}
	for _, role := range r.Texts {
		c.That(role == people.Secretariat || role == people.WardHead, "texts", "自由記述を読む人は、事務局か区長から選んでください。")
	}
}

// Wider lists in words what r would show beyond what was promised; it is empty where r is as narrow or narrower.
func (r Rule) Wider(promised Rule) []string {
	var out []string
	if r.Limit < promised.Limit {
		out = append(out, fmt.Sprintf("%d人未満のまとまりを出す", promised.Limit))
	}
	for _, p := range r.By {
		if !slices.Contains(promised.By, p) {
			out = append(out, p.Name()+"で分けて出す")
		}
	}
	for _, role := range r.Texts {
		if !slices.Contains(promised.Texts, role) {
			out = append(out, "自由記述を"+readerName(role)+"が読む")
		}
	}
	if r.City && !promised.City {
		out = append(out, "結果を市の職員が見る")
	}
	if r.Goals && !promised.Goals {
		out = append(out, "区の全体の数を目標の実績にする")
	}
	return out
}

// sees says whether a sees the results of a ward under the rule.
func (r Rule) sees(a people.Actor, wardID string) bool {
	return a.SignedIn() && (a.WardID == wardID && wardID != "" || r.City && a.City())
}

// reads says whether a reads free texts: by a role named when the survey opened, held in that ward today. A permission
// that is given to another role later changes nothing here.
func (r Rule) reads(a people.Actor, wardID string) bool {
	return slices.ContainsFunc(a.Posts(), func(p people.Post) bool { return p.WardID == wardID && slices.Contains(r.Texts, p.Role) })
}

func readerName(r people.Role) string {
	if r == people.Secretariat {
		return "事務局"
	}
	return people.RoleName(r)
}

// Notice is what respondents read before they answer: the rule in words, and the keys it rests on.
type Notice struct {
	Rule  Rule     `json:"rule"`
	Lines []Line   `json:"lines"`
	Keys  []KeyOf  `json:"keys"`
	Small []string `json:"small"` // offices that can never be shown alone
}

// Line is one point of the notice.
type Line struct {
	Word string `json:"word"`
	Say  string `json:"say"`
}

// KeyOf names a keeper by post, and the sign of the public key.
type KeyOf struct {
	Holder string `json:"holder"`
	Sign   string `json:"sign"`
}

// noticeOf writes the notice from the rule.
func noticeOf(r Rule, keys []KeyOf, small []string) Notice {
	n := Notice{Rule: r, Keys: keys, Small: small}
	add := func(word, say string) { n.Lines = append(n.Lines, Line{word, say}) }
	who := "この区の職員全員に、同じ日に出ます。区長や所属長が先に見ることはできません。"
	if r.City {
		who = "この区の職員全員と、市の職員（区の上の所属）に、同じ日に出ます。区長や所属長が先に見ることはできません。"
	}
	add("結果を見る人", who)
	if r.Goals {
		add("目標の実績", "区の全体の割合は、区の目標の実績として使い、公表することがあります。")
	}
	if len(r.By) == 0 {
		add("分け方", "区の全体だけで出します。所属などでは分けません。")
	} else {
		var names []string
		for _, p := range r.By {
			names = append(names, p.Name())
		}
		add("分け方", "区の全体と、"+strings.Join(names, "・")+"ごとに出します。2つの分け方を重ねて出すことはありません。")
	}
	add("少ない人数", strconv.Itoa(r.Limit)+"人未満の答えは、引き算をしてもわからないようにして出します。画面でもファイルでも同じです。ほとんど全員が同じ答えのまとまりは、数を出さずに「ほとんど全員」と出します。")
	add("自由記述", textsLine(r))
	add("だれが答えたか", "締切までは、二重に数えないためと、まだの人へのお知らせのために、答えた日だけが残ります。画面ではだれにも出ません。締切で消えます。")
	add("何を答えたか", "送るとすぐに封をして、答えた人とつながらない箱に入れます。箱は締切のあと、"+strconv.Itoa(Keepers)+"人のうち"+strconv.Itoa(Needed)+"人の鍵がそろったときに一度だけ開き、上の決まりで出せる表だけを作って、1人ずつの回答は捨てます。")
	add("守れないこと", "鍵を預かる人が2人で示しあわせ、期間中の控えの写しも持っていれば読めます。サーバーを動かす人がプログラムを入れかえた場合も守れません。文章の書きぶりで分かることがあります。")
	return n
}

func textsLine(r Rule) string {
	if len(r.Texts) == 0 {
		return "だれも読みません。"
	}
	var names []string
	for _, role := range r.Texts {
		names = append(names, readerName(role))
	}
	return "区の" + strings.Join(names, "と") + "だけが読みます。所属などをつけず、順をまぜて出します。書いた人が" + strconv.Itoa(r.Limit) + "人に満たないときは出さずに捨てます。"
}
