package plans

import (
	"strings"
	"testing"
)

// next is the Nishi plan as its writer might revise it.
func next(t *testing.T, version string, edit func(*Plan)) (Diff, Problems) {
	t.Helper()
	old, now := shipped(t, "nishi-2013.yaml"), shipped(t, "nishi-2013.yaml")
	now.Version = version
	edit(&now)
	if ps := now.Check(); len(ps) > 0 {
		t.Fatal(ps)
	}
	return Compare(old, now)
}

func kindOf(d Diff, key string) Change {
	for _, c := range d.Changes {
		if c.Key == key {
			return c
		}
	}
	return Change{}
}

func TestANewVersionKeepsEveryIdentity(t *testing.T) {
	d, ps := next(t, "1.1", func(p *Plan) {
		p.Find("lunch").Title = "ランチミーティング"
		p.Find("daily").Targets = p.Find("daily").Targets[:1]
		p.Find("drill").Ended = &Ending{FY: 2015, Why: "市の訓練に合わせた"}
		open, meaning := p.Find("open"), p.Find("meaning")
		last := len(open.Items) - 1
		meaning.Items = append(meaning.Items, open.Items[last], Item{Key: "new-1", Level: "取組", Title: "新しい取組"})
		open.Items = open.Items[:last]
		p.Slogan = "区民とともに"
	})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	for key, want := range map[string]ChangeKind{"lunch": Changed, "daily": Changed, "drill": Closed, "report-meeting": Moved, "new-1": Added, "ojt": Same, "meaning": Same, "meaningful": Same} {
		if got := kindOf(d, key); got.Kind != want {
			t.Errorf("%s is %s, want %s (%v)", key, got.Kind, want, got.Fields)
		}
	}
	if got := kindOf(d, "lunch").Fields; len(got) != 1 || got[0] != "題名" {
		t.Error(got)
	}
	if len(d.Head) != 1 || d.Head[0] != "合言葉" || d.Count(Same) != len(d.Changes)-5 {
		t.Errorf("head %v, %d of %d the same", d.Head, d.Count(Same), len(d.Changes))
	}
}

func TestAnInitiativeCannotVanishBetweenVersions(t *testing.T) {
	_, ps := next(t, "1.1", func(p *Plan) {
		open := p.Find("open")
		open.Items = open.Items[1:]
	})
	if len(ps) != 1 || !strings.Contains(ps[0].What, "daily") || !strings.Contains(ps[0].Remedy, "終了") {
		t.Error(ps)
	}
}

func TestWhatHadEndedMayLeaveTheNextVersion(t *testing.T) {
	old, now := sample(t), sample(t)
	now.Version = "1.10"
	form := now.Find("1-1-1")
	form.Items = form.Items[:1]
	d, ps := Compare(old, now)
	if len(ps) > 0 || kindOf(d, "1-1-1-b").Kind != Closed {
		t.Error(ps, d)
	}
}

func TestAChangedPlanNeedsANewerVersion(t *testing.T) {
	for _, version := range []string{"1.0", "0.9"} {
		_, ps := next(t, version, func(p *Plan) { p.Find("lunch").Title = "昼の会" })
		if len(ps) != 1 || !strings.Contains(ps[0].Remedy, "1.1") {
			t.Error(version, ps)
		}
	}
	if newer("1.9", "1.10") || !newer("2", "1.10.3") || newer("1.0", "1") {
		t.Error("versions are compared as text")
	}
}

func TestAnotherPlanIsNotANextVersion(t *testing.T) {
	_, ps := Compare(shipped(t, "nishinari.yaml"), shipped(t, "abeno-2017.yaml"))
	if len(ps) != 1 || !strings.Contains(ps[0].What, "識別名") {
		t.Error(ps)
	}
}
