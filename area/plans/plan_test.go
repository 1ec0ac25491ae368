package plans

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	library "kaname/plans"
)

// shipped reads one plan of the library.
func shipped(t testing.TB, name string) Plan {
	t.Helper()
	data, err := fs.ReadFile(library.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	p, ps := ParseYAML(data)
	if len(ps) > 0 {
		t.Fatalf("%s:\n%v", name, ps)
	}
	return p
}

func files(t testing.TB) []string {
	t.Helper()
	names, err := fs.Glob(library.Files, "*.yaml")
	if err != nil || len(names) < 5 {
		t.Fatalf("the library holds %d plans: %v", len(names), err)
	}
	return names
}

// asJSON is a plan without the places of its file.
func asJSON(t testing.TB, p Plan) string {
	t.Helper()
	b, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheFiveSourcePlansAreSound(t *testing.T) {
	want := map[string]struct{ items, run int }{
		"abeno-2017.yaml": {22, 13}, "nishinari.yaml": {27, 19}, "nishi-2013.yaml": {35, 26}, "kumamoto-u2y2.yaml": {17, 13}, "kawasaki-2012.yaml": {42, 30},
	}
	for _, name := range files(t) {
		p := shipped(t, name)
		if got := len(p.All()); got != want[name].items {
			t.Errorf("%s has %d items, want %d", name, got, want[name].items)
		}
		if got := len(p.Initiatives(0)); got != want[name].run {
			t.Errorf("%s has %d initiatives, want %d", name, got, want[name].run)
		}
	}
}

func TestNishiPromisesInAllSixShapesAndInNone(t *testing.T) {
	p := shipped(t, "nishi-2013.yaml")
	want := map[string]string{
		"outcome":          "職員アンケート回答者の90%以上（平成28年度まで）",
		"outside-training": "年5人以上、区政運営に生かせる研修で区役所から少なくとも1人が参加する",
		"cleaning":         "月2回",
		"daily":            "毎日（平成25年度から）、平成25年度までに実施する",
		"exchange":         "全課で実施する（平成25年度まで）",
		"area-skill":       "平成26年度までに達成する",
		"manners":          "全職員で受講する（平成25年度まで）、区役所格付けの結果により、見直しを検討する（平成25年度から）",
		"report-meeting":   "年1回",
		"ojt":              "数の目標なし（ようすと理由で判断）",
	}
	for key, words := range want {
		if got := p.Find(key).TargetWords(); got != words {
			t.Errorf("%s: %q, want %q", key, got, words)
		}
	}
}

func TestAPlanWithoutAnyNumberIsStillRun(t *testing.T) {
	p := shipped(t, "nishinari.yaml")
	for _, n := range p.Initiatives(2026) {
		if len(n.Item.Targets) != 0 {
			t.Errorf("%s has a target the document does not have", n.Item.Key)
		}
	}
	if len(p.Initiatives(2026)) == 0 {
		t.Error("nothing to run")
	}
}

func TestLevelNamesAreThePlansOwn(t *testing.T) {
	got := map[string]string{}
	for _, name := range files(t) {
		p := shipped(t, name)
		got[p.ID] = strings.Join(p.Levels, ">")
	}
	if got["abeno-2017"] != "柱>方針>取組" || got["kumamoto-u2y2"] != "現状分析>提言>取組" {
		t.Error(got)
	}
}

func libraryFile(name string) ([]byte, error) { return fs.ReadFile(library.Files, name) }
