package plans

import (
	"strings"
	"testing"
)

// filled turns lines of "column=value; column=value" into rows of a sheet, the first being row 2.
func filled(lines ...string) []sheetRow {
	var rows []sheetRow
	for i, line := range lines {
		c := map[string]string{}
		for _, pair := range strings.Split(line, ";") {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			c[name] = value
		}
		rows = append(rows, sheetRow{line: i + 2, get: func(key string) string { return c[columnName(key)] }})
	}
	return rows
}

var office = []string{
	"区分=計画全体; 題名=識別名; 内容=minato-2024", "区分=計画全体; 題名=版; 内容=１．０", "区分=計画全体; 題名=計画の題名; 内容=みちしるべ",
	"区分=計画全体; 題名=市町村; 内容=湊市", "区分=計画全体; 題名=段の名; 内容=柱／取組", "区分=計画全体; 題名=はじまりの年度; 内容=令和６年度",
}

func TestAnOfficeWorkerFillsInTheSheetFromTopToBottom(t *testing.T) {
	p, ps := parseRows(filled(append(office,
		"区分=柱; 番号=1; 題名=窓口",
		"区分=取組; 番号=1-1; 題名=書かせない窓口; いまのようす=3枚書く; めざすようす=1回聞く; 担当=市民課、税務課; 目標の形=割合; 値=８０％; 母数=転入手続きの件数; 目標の年度=R8",
		"区分=追加の目標; 目標の形=頻度; 頻度=月; 値=2; すること=点検する",
		"区分=取組; 番号=1-2; 題名=電話; しくみ=学び",
		"区分=柱; 番号=2; 題名=地域",
		"区分=取組; 番号=2-1; 題名=巡回; 目標の形=期限; 目標の年度=令和7年度; すること=全地区を回る",
		"区分=指標; 番号=s; 題名=満足した回答者の割合; 単位=%; 母数=市民意識調査の回答者; 出典の種類=外部の調査; 出典の名=市民意識調査",
		"区分=指標の実績; 年度=R4; 値=61.5; 回答数=1,204", "区分=指標の実績; 年度=R5; 値=63", "区分=指標の目標; 年度=R8; 値=70",
		"区分=中間見直し; 年度=R8; 内容=数をしぼる", "区分=終了; 親番号=1-2; 年度=R7; 内容=別の取組に移した")...))
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	form := p.Find("1-1")
	if p.Version != "1.0" || p.From != 2024 || len(p.Items) != 2 || len(p.Items[0].Items) != 2 || form.TargetWords() != "転入手続きの件数の80%以上（令和8年度まで）、月2回、点検する" {
		t.Errorf("%s\n%s", form.TargetWords(), asJSON(t, p))
	}
	if len(form.Responsible) != 2 || p.Find("1-2").Room != "training" || p.Find("1-2").Ended == nil || p.Find("2-1").Targets[0].By != 2025 {
		t.Error(asJSON(t, p))
	}
	if in := p.Indicators[0]; len(in.Baseline) != 2 || in.Baseline[0].N != 1204 || in.Targets[0].FY != 2026 || p.Revisions[0].FY != 2026 {
		t.Error(asJSON(t, p))
	}
}

func TestEverySlipOfASheetIsToldWithRowAndColumn(t *testing.T) {
	for _, c := range []struct{ row, column, what, remedy string }{
		{"区分=取り組み; 番号=9; 題名=x", "区分", "「取り組み」を知りません", "「取組」ではありませんか"},
		{"区分=取組; 番号=1月2日; 題名=x", "番号", "日付になっています", "文字列"},
		{"区分=取組; 題名=x", "番号", "番号（key）がありません", "1-1"},
		{"区分=取組; 番号=9; 親番号=8; 題名=x", "親番号", "「8」の項目がありません", "その番号の行を足す"},
		{"区分=取組; 番号=9; 親番号=9; 題名=x", "親番号", "元に戻る", "空に"},
		{"区分=取組; 番号=9; 題名=x; 目標の形=回数; 値=5人以上; 単位=人", "値", "数「5人以上」が読めません", "「単位」の列"},
		{"区分=取組; 番号=9; 題名=x; 目標の形=割合; 値=5", "母数", "割合の母数がありません", "母数"},
		{"区分=取組; 番号=9; 題名=x; 目標の形=期限; 目標の年度=来年", "目標の年度", "「来年」が読めません", "平成26年度"},
		{"区分=取組; 番号=9; 題名=x; 値=5", "目標の形", "目標の形がありません", "割合"},
		{"区分=指標の実績; 年度=R5; 値=1", "親番号", "どの指標の値か分かりません", "指標の行を先に"},
		{"区分=計画全体; 題名=発行日; 内容=x", "題名", "「発行日」という欄はありません", "識別名"},
		{"区分=取組; 番号=9; 題名=x; しくみ=台所", "しくみ", "「台所」を知りません", "goals"},
	} {
		_, ps := parseRows(filled(append(office, "区分=取組; 番号=1; 題名=もと", c.row)...))
		found := false
		for _, p := range ps {
			found = found || p.Line == 9 && p.Column == c.column && strings.Contains(p.What, c.what) && strings.Contains(p.Remedy, c.remedy)
		}
		if !found {
			t.Errorf("%s: want row 9 column %s %s, got:\n%v", c.row, c.column, c.what, ps)
		}
	}
}

func TestEveryPlanOfTheLibraryGoesToTheSheetAndBack(t *testing.T) {
	all := []Plan{sample(t)}
	for _, name := range files(t) {
		all = append(all, shipped(t, name))
	}
	for _, p := range all {
		again, ps := parseRows(rowsOf(p))
		if len(ps) > 0 {
			t.Errorf("%s: %v", p.ID, ps)
		} else if a, b := asJSON(t, p), asJSON(t, again); a != b {
			t.Errorf("%s: %s", p.ID, firstDifference(a, b))
		}
	}
}
