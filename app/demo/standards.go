package demo

import (
	"fmt"

	"kaname/area/standards"
	"kaname/kit/clock"
)

// rule is a standard of the demo: when it begins, and the threshold of each year if it has one.
type rule struct {
	code, principle, title, promise, how, axis, level, applies, measure, unit, direction string
	begins                                                                               int // 0: the first year
	steps                                                                                []float64
}

var rules = []rule{
	{code: "1-1", principle: "基本的な使命", title: "名のる", promise: "窓口でも電話でも、所属と名前を名のる", how: "月に1度、所属で見て回る", axis: "soft", level: "minimum", applies: "all", measure: "yesno"},
	{code: "1-2", principle: "基本的な使命", title: "まちがいのない手続", promise: "渡す前に2人で確かめる", how: "手続の記録", axis: "soft", level: "minimum", applies: "counter", measure: "yesno"},
	{code: "2-1", principle: "市民の視点", title: "さいごのひとこと", promise: "説明のさいごに「ほかにご不明な点は」と聞く", how: "来庁者アンケート「職員の説明」", axis: "soft", level: "minimum", applies: "counter", measure: "survey", unit: "%", direction: "up", steps: []float64{70, 75, 80}},
	{code: "2-2", principle: "市民の視点", title: "筆談の備え", promise: "聞こえにくい方に、筆談で応じる", how: "月に1度、所属で見て回る", axis: "hard", level: "minimum", applies: "counter", measure: "yesno"},
	{code: "3-1", principle: "市民と共感", title: "話を受けとめる", promise: "用件を復唱してから手続に入る", how: "来庁者アンケート「言葉づかい・態度」", axis: "soft", level: "minimum", applies: "counter", measure: "survey", unit: "%", direction: "up", steps: []float64{75, 75, 80}},
	{code: "4-1", principle: "ニーズの把握", title: "来庁者に聞く", promise: "来庁者の声を毎月聞き、変わったことを知らせる", how: "アンケートの記録", axis: "soft", level: "minimum", applies: "counter", measure: "yesno"},
	{code: "5-1", principle: "適切なサービス提供", title: "まちがいなく引き継ぐ", promise: "ほかの窓口へは、用件を伝えてから案内する", how: "月に1度、所属で見て回る", axis: "soft", level: "minimum", applies: "counter", measure: "yesno"},
	{code: "5-2", principle: "適切なサービス提供", title: "呼ぶまでの時間", promise: "番号札を取ってから、平均%s分以内に呼ぶ", how: "番号発券機の記録（毎日自動）。発券機のない窓口は、月に1日の実測。", axis: "soft", level: "minimum", applies: "counter", measure: "observation", unit: "分", direction: "down", steps: []float64{30, 25, 20}},
	{code: "6-1", principle: "快適な環境", title: "案内表示", promise: "目的ごとに色でわけた案内表示を出す", how: "来庁者アンケート「案内表示」", axis: "hard", level: "minimum", applies: "facility", measure: "survey", unit: "%", direction: "up", steps: []float64{55, 60, 65}},
	{code: "6-2", principle: "快適な環境", title: "整理された待合", promise: "待合を毎朝ととのえる", how: "月に1度、所属で見て回る", axis: "hard", level: "minimum", applies: "facility", measure: "yesno"},
	{code: "7-1", principle: "効率的運営", title: "電話に早く出る", promise: "電話は%sコール以内に出る", how: "月に1日の実測", axis: "soft", level: "minimum", applies: "phone", measure: "observation", unit: "コール", direction: "down", steps: []float64{5, 4, 3}},
	{code: "8-1", principle: "組織間の連携", title: "毎朝の連絡会", promise: "担当ごとに毎朝の連絡会をする", how: "連絡会の記録", axis: "soft", level: "minimum", applies: "all", measure: "yesno"},
	{code: "4-2", principle: "ニーズの把握", title: "声に14日以内に返す", promise: "いただいた声に、受けた翌日から14日以内に返す", how: "声の記録", axis: "soft", level: "minimum", applies: "all", measure: "yesno", begins: 1},
	{code: "5-3", principle: "適切なサービス提供", title: "書き方の見本", promise: "申請書の書き方見本を、すべての記入台に置く", how: "月に1度、所属で見て回る", axis: "hard", level: "minimum", applies: "counter", measure: "yesno", begins: 1},
	{code: "3-2", principle: "市民と共感", title: "わけを添えて断る", promise: "できないときは、わけと別の道を示す", how: "月に1度、所属で話し合う", axis: "soft", level: "ideal", applies: "all", measure: "yesno", begins: 2},
	{code: "6-3", principle: "快適な環境", title: "子ども連れの場所", promise: "子ども連れの方が座って待てる場所を作る", how: "月に1度、所属で見て回る", axis: "hard", level: "ideal", applies: "facility", measure: "yesno", begins: 2},
	{code: "8-2", principle: "組織間の連携", title: "課をこえた案内", promise: "よくある用件の案内書を、全課で共有する", how: "案内書の更新日", axis: "soft", level: "ideal", applies: "all", measure: "yesno", begins: 3},
}

// draft is the rule's wording in the n-th year.
func (r rule) draft(principle string, n int) standards.Draft {
	d := standards.Draft{Code: r.code, PrincipleID: principle, Title: r.title, Promise: r.promise, How: r.how, Axis: r.axis, Level: r.level, Applies: r.applies, ChangeableBy: "city", Measure: r.measure, Unit: r.unit, Direction: r.direction}
	if len(r.steps) > 0 {
		t := r.steps[min(n, len(r.steps)-1)]
		d.Threshold = &t
		if r.measure == "observation" {
			d.Promise = fmt.Sprintf(r.promise, standards.Figure(t))
		}
	}
	return d
}

// principles writes the eight principles and puts 基準1 in force.
func (s *sim) principles() error {
	s.at(s.day(s.first, 4, 2), 10)
	a := s.as(s.shicho)
	if err := s.h.Standards.BeginPrinciples(s.ctx, a, true); err != nil {
		return err
	}
	for _, r := range rules {
		if r.begins > 0 {
			continue
		}
		p, err := s.principle(r.principle)
		if err != nil {
			return err
		}
		if _, err := s.h.Standards.Write(s.ctx, a, "", r.draft(p, 0), "これまでの窓口改善をもとに、全区の約束として定めるため", true); err != nil {
			return fmt.Errorf("%s: %w", r.code, err)
		}
	}
	request, err := s.h.Standards.Begin(s.ctx, s.as(s.shicho), s.first, true)
	if err != nil {
		return err
	}
	if err := s.h.Approvals.Decide(s.ctx, s.as(s.bucho), request, true, ""); err != nil {
		return err
	}
	return s.learnCodes(s.first)
}

func (s *sim) principle(name string) (string, error) {
	all, err := s.h.Standards.Principles(s.ctx, s.as(s.shicho), s.first)
	if err != nil {
		return "", err
	}
	for _, p := range all {
		if p.Name == name {
			return p.ID, nil
		}
	}
	return "", fmt.Errorf("no principle %s", name)
}

// learnCodes notes which standard bears which number.
func (s *sim) learnCodes(fy clock.FY) error {
	v, err := s.h.Standards.View(s.ctx, s.as(s.shicho), fy, "", "", standards.Filter{})
	if err != nil {
		return err
	}
	for _, x := range v.Items {
		s.codes[x.Code] = x.StandardID
	}
	return nil
}

// checkStandards lets every counter office check itself; the wards differ, and get better over the years.
func (s *sim) checkStandards(fy clock.FY, month int) error {
	s.at(s.day(fy, month, 20), 14)
	period := string(s.day(fy, month, 1)[:7])
	for wi, w := range s.wards {
		if err := s.checkOffice(fy, wi, w.kucho, w.o.ID, period); err != nil {
			return err
		}
		for _, x := range w.sections {
			if err := s.checkOffice(fy, wi, x.kacho, x.o.ID, period); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkOffice checks what is meant for one office; standards of the building are checked at the ward itself.
func (s *sim) checkOffice(fy clock.FY, wi int, who, officeID, period string) error {
	a := s.as(who)
	t, err := s.h.Standards.CheckTable(s.ctx, a, officeID, period)
	if err != nil {
		return err
	}
	ds := map[string]standards.CheckDraft{}
	for _, row := range t.Rows {
		if row.Meant {
			ds[row.StandardID] = s.check(fy, wi, period)
		}
	}
	if len(ds) == 0 {
		return nil
	}
	return s.h.Standards.Record(s.ctx, a, officeID, ds, true)
}

func (s *sim) check(fy clock.FY, wi int, period string) standards.CheckDraft {
	d := standards.CheckDraft{Period: period, Result: standards.Fit, Evidence: "見て回って確かめた"}
	luck := s.rng.IntN(100) + int(fy-s.first)*8 - wi*6
	switch {
	case luck < 6:
		d.Result, d.Evidence, d.Next = standards.Unfit, "まだ用意がない", "来月までに用意する"
	case luck < 26:
		d.Result, d.Evidence, d.Next = standards.Partly, "混む時間にできないことがある", "応援の当番を決める"
	}
	return d
}

// verify is the March meeting: every standard is looked at, some are raised, new ones begin next April.
func (s *sim) verify(fy clock.FY) error {
	s.at(s.day(fy, 3, 24), 13)
	n := int(fy - s.first)
	ready := map[string]string{}
	for _, r := range rules {
		p, err := s.principle(r.principle)
		if err != nil {
			return err
		}
		switch {
		case r.begins == n+1:
			if ready[r.code], err = s.h.Standards.Write(s.ctx, s.as(s.shicho), "", r.draft(p, n+1), "区の取組で効果があり、全区で使えるとみたため", true); err != nil {
				return err
			}
		case len(r.steps) > n+1 && r.steps[n+1] != r.steps[n]:
			if ready[r.code], err = s.h.Standards.Write(s.ctx, s.as(s.shicho), s.codes[r.code], r.draft(p, n+1), "対象の区が達成したため、つぎの段に上げる", true); err != nil {
				return err
			}
		}
	}
	return s.decide(fy, ready)
}

func (s *sim) decide(fy clock.FY, ready map[string]string) error {
	v, err := s.h.Standards.Verification(s.ctx, s.as(s.bucho), fy)
	if err != nil {
		return err
	}
	for _, row := range v.Rows {
		r := standards.Ruling{Choice: standards.Keep, Reason: "おおむね守られている。混む時期の守り方を来年も見る。"}
		if p, ok := ready[row.Code]; ok {
			r = standards.Ruling{Choice: standards.Raise, Reason: "対象の区が達成したため。", ProposalID: p}
			if row.Candidate {
				r.Choice, r.Reason = standards.Adopt, "区の取組で効果があり、全区で使えるとみたため。"
			}
		} else if row.Candidate {
			r.Reason = "よい取組だが、ほかの区でも試してから決める。"
		}
		request, err := s.h.Standards.Decide(s.ctx, s.as(s.bucho), fy, row.StandardID, row.Decision.UpdatedAt, r, true)
		if err != nil {
			return fmt.Errorf("%s: %w", row.Code, err)
		}
		if request != "" {
			if err := s.h.Approvals.Decide(s.ctx, s.as(s.bucho), request, true, ""); err != nil {
				return err
			}
		}
	}
	return s.learnCodes(fy + 1)
}
