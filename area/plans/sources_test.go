package plans

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/sources.md anew from plans/*.yaml")

const sourcesFile = "../../docs/sources.md"

// now says what runs an item in each room that exists; later says what the rooms that do not exist yet will do.
var (
	now = map[Room]string{
		"goals":       "取組として動かし、月ごとの近況、中間・年度末の振り返りをする",
		"standards":   "全市の理念・基準として置き、所属ごとに確かめ、毎年度の検証で引き上げる",
		"policies":    "区長の年度の方針として書き、目標とつなぐ",
		"aims":        "所属が月ごとに選び、窓口のポスターとひとことの振り返りをする",
		"surveys":     "窓口ごとのQRと用紙で答えてもらい、結果を目標の証拠にする",
		"staffsurvey": "だれの答えかわからない職員アンケート。公表した結果を目標の証拠にする",
		"publishing":  "公開の承認を経て、目標と結果を公開ページに出す",
		"calendar":    "年間の段取りに置く",
		"plans":       "計画の版として取り込み、年ごとの報告をする",
	}
	later = map[Room]string{
		"kaizen":     "改善カード（前・後、定着の確認）と5S",
		"training":   "研修・OJT・勉強会の計画と記録",
		"thanks":     "ありがとうを送る・届く",
		"awards":     "表彰の推薦と歴代",
		"area":       "地域担当、カルテ、地域メモ、派遣",
		"huddle":     "担当ごとの朝会メモ",
		"meetings":   "オフサイト・意見交換会・報告会などの集まり",
		"teams":      "課をこえたプロジェクト",
		"newsletter": "庁内報の編集と発行",
		"reports":    "年次報告の編集と発行",
		"leader":     "区長だよりと、課をこえた書き込み",
		"appraisal":  "目標管理シート、面談、人事評価",
		"proposals":  "職員提案の受付から実施まで",
		"research":   "政策研究のテーマと成果",
	}
)

func runs(r Room) string {
	if r == "" {
		return "目標"
	}
	if _, here := now[r]; here {
		return r.Name()
	}
	return "目標（のちに「" + r.Name() + "」）"
}

// row is one line of the table; every keyed part of every plan has one.
func row(key, level, title, what, by string) string {
	return fmt.Sprintf("| `%s` | %s | %s | %s | %s |\n", key, level, title, what, by)
}

func section(p Plan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s（`%s`）\n\n出典: %s（%s）。", p.Title, p.ID, p.Source.Title, p.Source.Issuer)
	fmt.Fprintf(&b, "項目%d、うち取組として始めるもの%d。\n\n", len(p.All()), len(p.Initiatives(0)))
	b.WriteString("| 番号 | 段 | 題名 | 目標 | 動かすしくみ |\n|---|---|---|---|---|\n")
	for _, pr := range p.Principles {
		b.WriteString(row(pr.Key, "理念", pr.Title, "", runs(pr.Room)))
	}
	for _, n := range p.All() {
		it := n.Item
		switch {
		case len(it.Items) > 0:
			b.WriteString(row(it.Key, it.Level, it.Title, "", "下の段の取組で動く"))
		case it.Statement:
			b.WriteString(row(it.Key, it.Level, it.Title, "", "文として計画に置き、つながる取組で動く"))
		default:
			b.WriteString(row(it.Key, it.Level, it.Title, it.TargetWords(), runs(it.Room)))
		}
	}
	for _, in := range p.AllIndicators() {
		b.WriteString(row(in.Key, "指標", in.Title, "母数: "+in.Base, runs("goals")))
	}
	return b.String() + "\n"
}

func sourcesPage(t *testing.T) string {
	var b strings.Builder
	b.WriteString(`# 五つの計画のすべての取組と、それを動かすしくみ

Every initiative of the five source plans, and the room of the house that runs it. Written by ` + "`go test ./area/plans -run Sources -update`" + ` from ` + "`plans/*.yaml`" + `; a test keeps the two the same.

どの取組も、まず**目標のしくみの取組**として始められ、担当と近況をもち、中間と年度末に振り返り、計画の年次報告に必ず出ます。数の目標がないものも、ようすと理由で判断します。
「（のちに…）」とあるものは、専用のしくみができるまでも目標のしくみで動き、できたあとはそこへ移ります。

## いまあるしくみ

| しくみ | すること |
|---|---|
`)
	for _, r := range rooms {
		if what, ok := now[r.Room]; ok {
			fmt.Fprintf(&b, "| %s | %s |\n", r.Name, what)
		}
	}
	b.WriteString("\n方針の公開、目標と結果の公開、基準の引上げは、**承認**（回し先、前との違い、承認・差し戻し・代決）を通ります。\n\n## のちにできるしくみ\n\n| しくみ | すること |\n|---|---|\n")
	for _, r := range rooms {
		if what, ok := later[r.Room]; ok {
			fmt.Fprintf(&b, "| %s | %s |\n", r.Name, what)
		}
	}
	b.WriteString("\n")
	for _, name := range files(t) {
		b.WriteString(section(shipped(t, name)))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func TestTheSourcesTableNamesTheRoomOfEveryInitiative(t *testing.T) {
	want := sourcesPage(t)
	if *update {
		if err := os.WriteFile(sourcesFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(sourcesFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/sources.md is not what the plans say: run go test ./area/plans -run Sources -update\n%s", firstDifference(string(got), want))
	}
	for _, name := range files(t) {
		p := shipped(t, name)
		_, own, _ := strings.Cut(string(got), "（`"+p.ID+"`）")
		own, _, _ = strings.Cut(own, "\n## ")
		for _, n := range p.All() {
			if !strings.Contains(own, "| `"+n.Item.Key+"` |") {
				t.Errorf("%s: %s is missing from docs/sources.md", p.ID, n.Item.Key)
			}
			if r := n.Item.Room; n.Item.Runs() && (r == "" || now[r] == "" && later[r] == "") {
				t.Errorf("%s: %s names no room that is or will be", p.ID, n.Item.Key)
			}
		}
	}
}
