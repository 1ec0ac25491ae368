package standards_test

import (
	"testing"

	"kaname/area/standards"
	"kaname/kit/fault"
)

func TestTheMeetingMaySeeItOtherwiseButMustSayWhy(t *testing.T) {
	h := open(t)
	h.first()
	id, a := h.id("3-2"), h.act(h.Bucho)
	keep := standards.Ruling{Choice: standards.Keep, Reason: "様子を見る", Findings: map[string]standards.Finding{h.Minato.ID: {State: standards.Part}}}
	if _, err := h.Room.Decide(h.ctx, a, a.FY, id, "", keep, false); fault.ProblemsOf(err).Of("finding") == "" {
		t.Errorf("a state other than the checks' needs no reason: %v", err)
	}
	keep.Findings[h.Minato.ID] = standards.Finding{State: standards.Part, Note: "会議で実測を聞いた"}
	_, err := h.Room.Decide(h.ctx, a, a.FY, id, "", keep, false)
	h.Must(err)
	s, _, err := h.Room.Matrix(h.ctx, a, a.FY)
	h.Must(err)
	if st := s.Of(s.Items[0], h.Minato.ID); st.State != standards.Part || st.Drawn != standards.Coming || !st.Found {
		t.Errorf("the finding is %s over %s", st.State, st.Drawn)
	}
}

func TestEveryDecisionNeedsAReason(t *testing.T) {
	h := open(t)
	h.first()
	a := h.act(h.Bucho)
	for _, c := range standards.Choices {
		_, err := h.Room.Decide(h.ctx, a, a.FY, h.id("3-2"), "", standards.Ruling{Choice: c.Choice}, false)
		if fault.ProblemsOf(err).Of("reason") == "" {
			t.Errorf("%s went through without a reason: %v", c.Name, err)
		}
	}
}

func TestMergedAndEndedStandardsGovernUntilMarch(t *testing.T) {
	h := open(t)
	h.first()
	h.second("3-3")
	id, other, a := h.id("3-2"), h.id("3-3"), h.act(h.Bucho)
	_, err := h.Room.Decide(h.ctx, a, a.FY, id, "", standards.Ruling{Choice: standards.Merge, Reason: "同じことを見ている", IntoID: other}, false)
	h.Must(err)
	if v := h.at("3-2", 2026); v.ToFY != 2026 {
		t.Errorf("a merged standard governs until %d", v.ToFY)
	}
	_, err = h.Room.Decide(h.ctx, a, a.FY, id, h.seen(id, a.FY), standards.Ruling{Choice: standards.Keep, Reason: "考えなおした"}, false)
	h.Must(err)
	if v := h.at("3-2", 2027); v.ToFY != standards.Forever {
		t.Errorf("a decision taken back before April still ends it in %d", v.ToFY)
	}
}

func TestAPastYearsDecisionIsNotRewritten(t *testing.T) {
	h := open(t)
	h.first()
	id := h.id("3-2")
	h.At("2027-05-01")
	_, err := h.Room.Decide(h.ctx, h.act(h.Bucho), 2026, id, "", standards.Ruling{Choice: standards.Retire, Reason: "いらない"}, false)
	if fault.Of(err) != fault.Forbidden {
		t.Errorf("a past year was decided anew: %v", err)
	}
}

func TestTwoDirectorsSavingOneRowDoNotOverwriteEachOther(t *testing.T) {
	h := open(t)
	h.first()
	id, a := h.id("3-2"), h.act(h.Bucho)
	_, err := h.Room.Decide(h.ctx, a, a.FY, id, "", standards.Ruling{Choice: standards.Keep, Reason: "はじめ"}, false)
	h.Must(err)
	if _, err := h.Room.Decide(h.ctx, a, a.FY, id, "", standards.Ruling{Choice: standards.Retire, Reason: "あと"}, false); fault.Of(err) != fault.Conflict {
		t.Errorf("the second save won silently: %v", err)
	}
}
