package roster

import (
	"net/http"
	"strconv"

	"kaname/kit/ui"
	"kaname/kit/web"
	"kaname/people"
	"kaname/shared/audit"
)

// auditView is the page of who saw and who changed what.
type auditView struct {
	Kind, Subject string
	All           []audit.Entry
	Pager         ui.Pager
	Said, Band    string
}

func (ro *Roster) audit(w http.ResponseWriter, r *http.Request) error {
	return ro.showAudit(w, r, auditView{})
}

// showAudit lists a page of entries; the look is itself noted first, so that it heads the list.
func (ro *Roster) showAudit(w http.ResponseWriter, r *http.Request, v auditView) (err error) {
	a, q := people.From(r), web.Query(r)
	v.Kind, v.Subject = q.Text("kind"), q.Text("subject")
	v.Pager.Page = ui.PageOf(q.Values)
	if err := ro.Saw(r.Context(), a, "audit", v.Subject, v.Kind); err != nil {
		return err
	}
	if v.All, v.Pager.Total, err = ro.Log.List(r.Context(), a, v.Kind, v.Subject, ui.PageSize, v.Pager.Offset()); err != nil {
		return err
	}
	v.Pager.Href = func(n int) string { return web.With(r, "page", itoa(n)) }
	return web.OK(w, r, auditPage(a, v))
}

func (ro *Roster) verify(w http.ResponseWriter, r *http.Request) error {
	read, broken, err := ro.Log.Verify(r.Context())
	if err != nil {
		return err
	}
	if broken != nil {
		return ro.showAudit(w, r, auditView{Band: "care", Said: broken.Say + "控え（バックアップ）と見くらべ、情報システムの担当に知らせてください。"})
	}
	return ro.showAudit(w, r, auditView{Band: "done", Said: strconv.FormatInt(read, 10) + "行を確かめました。どの行もつながっていて、書きかえられていません。"})
}

type thing struct{ value, name string }

// kinds are the things of the record, in the order of a choice.
var kinds = []thing{
	{"person", "職員"}, {"staff", "職員の一覧"}, {"office", "所属"}, {"offices", "所属の一覧"}, {"import", "取り込み"}, {"settings", "設定"}, {"city", "市区町村"}, {"audit", "この記録"},
	{"goal", "目標"}, {"initiative", "取組"}, {"measure", "ものさし"}, {"policy", "方針"}, {"standard", "基準"}, {"principle", "理念"}, {"aim", "月間目標"}, {"plan", "計画"},
	{"survey", "アンケート"}, {"answer", "答え"}, {"rating", "格付け調査"}, {"approval", "承認"}, {"calendar", "段取り"}, {"publication", "公開"},
}

func kindOfThing(kind string) string {
	for _, k := range kinds {
		if k.value == kind {
			return k.name
		}
	}
	return kind
}

var deeds = map[string]string{
	"saw": "見た", "open": "加えた", "revise": "変えた", "correct": "なおした", "reorganise": "改組した", "hire": "加えた", "appoint": "発令した", "transfer": "異動を書いた",
	"end post": "兼務を終えた", "leave": "退職の日を書いた", "bring": "ファイルを預けた", "import": "取り込んだ", "undo import": "取り込みを取り消した", "issue code": "一度きりの番号を出した",
	"sign in": "サインインした", "sign in with code": "番号でサインインした", "sign out": "サインアウトした", "change password": "パスワードを変えた", "found": "使い始めた",
	"close": "終えた", "publish": "公表した", "approve": "承認した", "return": "差し戻した", "ask": "承認を求めた", "withdraw": "引き戻した", "report": "報告した", "review": "ふり返った",
	"decide": "決めた", "propose": "案を出した", "adopt": "採り入れた", "enter": "評点を書いた", "refer": "ほかの区の公表値を書いた", "act": "改善を書いた", "finish": "終えた",
}

// deedName is a deed in the office's words; one that has none yet is shown as it is stored.
func deedName(deed string) string {
	if name, ok := deeds[deed]; ok {
		return name
	}
	return deed
}

// shortID is enough of an id to tell records apart on a screen.
func shortID(s string) string {
	if len(s) == 36 {
		return "…" + s[28:]
	}
	return s
}
