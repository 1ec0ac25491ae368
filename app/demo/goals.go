package demo

import (
	"fmt"
	"math"

	"kaname/area/goals"
	"kaname/area/policies"
	"kaname/area/surveys"
	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/id"
	"kaname/people"
)

// promise is a goal of the demo: every ward has it, with figures of its own.
type promise struct {
	section, code, title, words, situation string
	standard                               string
	point                                  int
	measures                               []goals.MeasureDraft
	item                                   string  // the survey item of the first measure
	from, to                               float64 // monthly readings by hand of the first measure: from the first month to the last
	n                                      int
	doing                                  []string
}

func of(v float64) *float64 { return &v }

var promises = []promise{
	{section: "区民課", code: "wait", title: "待ち時間を平均20分以内にする", words: "朝いちばんの行列をなくしたい。", situation: "月曜と連休明けの午前に、番号札から呼ぶまで30分をこえることがある。", standard: "5-2", point: 1,
		measures: []goals.MeasureDraft{{Name: "平均待ち時間", Shape: goals.Ratio, Unit: "分", BaseLabel: "番号札を取った人", BaseKind: "visitors", Period: "月", Decimals: 1, Target: of(20), Definition: "番号札を取ってから最初に呼ぶまで（番号発券機の記録）"}},
		from:     29, to: 20.5, n: 4800, doing: []string{"記入台の向きを変える", "混む時間に列へ声をかける"}},
	{section: "区民課", code: "time", title: "用件が済むまでの時間に満足した人を70%以上にする", words: "早かったねと言って帰ってもらいたい。", standard: "5-2", point: 1, item: "jikan",
		measures: []goals.MeasureDraft{{Name: "「用件が済むまでの時間」満足の割合", Shape: goals.Ratio, Unit: "%", Up: true, BaseLabel: "来庁者アンケートに答えた人", BaseKind: "respondents", Period: "月", Decimals: 1, Target: of(70), Stretch: of(80), Definition: "5段階のうち上の2つを選んだ人の割合。「まだ済んでいない」は母数に入れない"}},
		doing:    []string{"申請書の書き方見本をすべての台に置く"}},
	{section: "保険年金課", code: "explain", title: "説明のさいごに「ほかにご不明な点は」と聞く", words: "もう一度来なくてすむ説明をしたい。", standard: "2-1", point: 0, item: "setumei",
		measures: []goals.MeasureDraft{{Name: "「職員の説明」満足の割合", Shape: goals.Ratio, Unit: "%", Up: true, BaseLabel: "来庁者アンケートに答えた人", BaseKind: "respondents", Period: "月", Decimals: 1, Target: of(80), Definition: "5段階のうち上の2つを選んだ人の割合"}},
		doing:    []string{"説明のさいごのひとことを札にする", "よくある質問を1枚にする"}},
	{section: "保健福祉課", code: "write", title: "聞こえにくい方の筆談をすべての窓口で", words: "だれが来ても、その日に話が通じる窓口にしたい。", standard: "2-2", point: 0,
		measures: []goals.MeasureDraft{{Name: "筆談の用意がある窓口", Shape: goals.Coverage, Unit: "%", Up: true, BaseLabel: "区の窓口", BaseKind: "offices", Period: "年度", Target: of(100), Definition: "筆談器と案内の札がそろっている窓口の割合"}},
		from:     40, to: 91, n: 11, doing: []string{"筆談器を貸し合う"}},
	{section: "総務課", code: "signs", title: "案内表示を色でわける", words: "迷わず着ける庁舎にしたい。", standard: "6-1", point: 2, item: "annai",
		measures: []goals.MeasureDraft{{Name: "「案内表示」満足の割合", Shape: goals.Ratio, Unit: "%", Up: true, BaseLabel: "来庁者アンケートに答えた人", BaseKind: "respondents", Period: "月", Decimals: 1, Target: of(65), Definition: "5段階のうち上の2つを選んだ人の割合"}},
		doing:    []string{"入口の案内図を目的別に描きなおす"}},
	{section: "総務課", code: "learn", title: "外の研修に出て、学びを分け合う", words: "1人の学びを、みんなのものにしたい。", point: 0,
		measures: []goals.MeasureDraft{{Name: "外の研修に出た職員", Shape: goals.Count, Unit: "人", Up: true, BaseLabel: "区の職員", BaseKind: "staff", Period: "年度", Target: of(5), Definition: "区の外の研修に出て、勉強会で報告した人の数"}},
		from:     0, to: 1, n: 1, doing: []string{"報告会を昼休みに開く"}},
	{section: "地域振興課", code: "walk", title: "地域担当が月に1度は歩く", words: "顔を見て話せる区役所でありたい。", standard: "3-1", point: 2,
		measures: []goals.MeasureDraft{{Name: "地域を歩いた回数", Shape: goals.Cadence, Unit: "回", Up: true, BaseLabel: "受け持ちの地域", BaseKind: "cases", Period: "月", Target: of(1), Per: "month", Definition: "2人1組で歩き、気づきを書き残した回数"}},
		from:     1, to: 1, n: 12, doing: []string{"歩いた地図を作る"}},
	{section: "地域振興課", code: "talk", title: "町会の方と話す場をふやす", words: "数より、話せる間柄を増やしたい。", point: 2, doing: []string{"町会の行事に顔を出す"}},
}

var policyPoints = [][2]string{{"伝わる窓口", "聞いて、復唱して、わけを添えて伝えます。"}, {"待たせない窓口", "待つ時間を短くし、待つときは見込みを知らせます。"}, {"まちへ出る区役所", "地域を歩き、顔の見える間柄をつくります。"}}

// writePolicies lets each ward's secretariat write the year's policy and the ward head publish it.
func (s *sim) writePolicies(fy clock.FY) error {
	s.at(s.day(fy, 4, 8), 10)
	for _, w := range s.wards {
		p, err := s.h.Policies.Begin(s.ctx, s.as(w.jimu), w.o.ID, fy, true)
		if err != nil {
			return err
		}
		d := policies.Draft{Foreword: w.o.Name + "は、来てよかったと思われる区役所をめざします。ことしは「" + policyPoints[int(fy-s.first)%3][0] + "」に力を入れます。"}
		for i, x := range policyPoints {
			pt := policies.Point{ID: id.New(), Title: x[0], Text: x[1]}
			if i < len(p.Draft.Points) {
				pt.ID = p.Draft.Points[i].ID
			}
			d.Points = append(d.Points, pt)
		}
		if err := s.h.Policies.Save(s.ctx, s.as(w.jimu), p.ID, p.UpdatedAt, d); err != nil {
			return err
		}
		request, err := s.h.Policies.AskPublication(s.ctx, s.as(w.jimu), p.ID, true)
		if err != nil {
			return err
		}
		if err := s.h.Approvals.Decide(s.ctx, s.as(w.kucho), request, true, ""); err != nil {
			return err
		}
		w.points = nil
		err = s.d.Read(s.ctx, func(tx *db.Tx) error {
			ts, err := s.h.Policies.Targets(s.ctx, tx, s.as(w.kucho), w.o.ID, fy)
			for _, t := range ts {
				w.points = append(w.points, t.ID)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeGoals opens the promises in the first year; later years carry them over in March and write their links anew.
func (s *sim) writeGoals(fy clock.FY) error {
	s.at(s.day(fy, 4, 12), 15)
	for wi, w := range s.wards {
		for pi, p := range promises {
			if fy == s.first && (wi+pi)%7 == 6 {
				continue // not every ward promises everything at first
			}
			if err := s.writeGoal(fy, w, p); err != nil {
				return fmt.Errorf("%s: %w", p.title, err)
			}
		}
	}
	return nil
}

func (w *ward) section(name string) *section {
	for _, x := range w.sections {
		if x.name == name {
			return x
		}
	}
	return w.sections[0]
}

func (s *sim) writeGoal(fy clock.FY, w *ward, p promise) error {
	x := w.section(p.section)
	a := s.as(x.kacho)
	d := goals.Draft{Kind: goals.KindGoal, OfficeID: x.o.ID, FY: fy, Title: p.title, Words: p.words, WordsBy: x.name + " 全員（4月の話し合い）", Situation: p.situation, OwnerID: x.kakari, PartnerID: x.staff[0], Links: s.links(w, p)}
	known := w.goals[p.code]
	if known != "" {
		g, err := s.h.Goals.Find(s.ctx, a, known)
		if err != nil {
			return err
		}
		if err := s.h.Goals.Revise(s.ctx, a, known, g.UpdatedAt, d); err != nil {
			return err
		}
	} else {
		g, err := s.h.Goals.Open(s.ctx, a, d, true)
		if err != nil {
			return err
		}
		w.goals[p.code], known = g.ID, g.ID
		for _, m := range p.measures {
			m.Rounding, m.FromFY, m.DueFY = "half_up", fy, fy
			if _, err := s.h.Goals.AddMeasure(s.ctx, a, g.ID, m, true); err != nil {
				return err
			}
		}
	}
	for _, title := range p.doing {
		c := goals.Draft{Kind: goals.KindInitiative, OfficeID: x.o.ID, ParentID: known, FY: fy, Title: title, OwnerID: x.staff[0]}
		if _, err := s.h.Goals.Open(s.ctx, a, c, true); err != nil {
			return err
		}
	}
	return s.bind(fy, w, p, known, a)
}

// links are what the promise serves this year.
func (s *sim) links(w *ward, p promise) []goals.Link {
	var out []goals.Link
	if sid := s.codes[p.standard]; sid != "" {
		out = append(out, goals.Link{Kind: "standard", Target: sid})
	}
	if p.point < len(w.points) {
		out = append(out, goals.Link{Kind: "policy", Target: w.points[p.point]})
	}
	return out
}

// bind lets the first measure read this year's survey by itself.
func (s *sim) bind(fy clock.FY, w *ward, p promise, goalID string, a people.Actor) error {
	if p.item == "" {
		return nil
	}
	v, err := s.h.Goals.View(s.ctx, a, goalID)
	if err != nil {
		return err
	}
	m := v.Measures[0]
	m.Source = "survey:" + w.survey + ":" + p.item + ":" + string(surveys.ReadTop2) + ":"
	m.FromFY, m.DueFY = fy, fy
	return s.h.Goals.ReviseMeasure(s.ctx, a, goalID, m.ID, m.MeasureDraft)
}

// measure writes the month's readings: by hand where nothing counts by itself, from the survey where it does.
func (s *sim) measure(fy clock.FY, month int) error {
	from := s.day(fy, month, 1)
	to := min(clock.DateOf(from.Time().AddDate(0, 1, 0)).AddDays(-1), s.today)
	s.at(to, 17)
	along := float64(int(fy-s.first)*12+(month+8)%12) / 35
	for wi, w := range s.wards {
		for _, p := range promises {
			goalID := w.goals[p.code]
			if p.n == 0 || goalID == "" || p.code == "learn" && month%2 == 0 {
				continue
			}
			x := w.section(p.section)
			v, err := s.h.Goals.View(s.ctx, s.as(x.staff[0]), goalID)
			if err != nil {
				return err
			}
			value := p.from + (p.to-p.from)*along
			if p.code == "wait" {
				value += float64(wi)*1.3 + 2*math.Sin(float64(month)*1.7) + float64(s.rng.IntN(20))/10
			}
			if p.n < 20 {
				value = math.Round(value)
			}
			n := p.n
			if n > 100 {
				n += s.rng.IntN(900)
			}
			r := goals.Reading{Value: math.Round(value*10) / 10, N: n, From: from, To: to, Source: v.Measures[0].Definition}
			if err := s.h.Goals.Measured(s.ctx, s.as(x.staff[0]), goalID, v.Measures[0].ID, r, true); err != nil {
				return fmt.Errorf("%s: %w", p.title, err)
			}
		}
	}
	_, _, err := s.h.Goals.Collect(s.ctx, s.as(s.bucho), fy)
	return err
}

var linesGood = []string{"先月より落ち着いてきた。", "声かけが効いている。", "新しい人にも伝わった。", "朝の5分で確かめるようにした。"}
var linesCare = []string{"水曜の午前だけまだ長い。応援を試す。", "人が入れかわり、やり方を伝えなおしている。", "数が届いていない。原因を見ている。"}

// checkIn lets about half of the goals' people write their one line a month.
func (s *sim) checkIn(fy clock.FY, month int) error {
	day := min(s.day(fy, month, 26), s.today)
	s.at(day, 16)
	all, err := s.h.Goals.List(s.ctx, s.as(s.bucho), goals.Filter{FY: fy})
	if err != nil {
		return err
	}
	for _, l := range all {
		if s.rng.IntN(100) > 55 || l.OwnerID == "" {
			continue
		}
		d := goals.CheckinDraft{Status: goals.Good, Line: linesGood[s.rng.IntN(len(linesGood))], Confidence: "likely"}
		switch {
		case l.Verdict.Measured && !l.Verdict.Good && l.Kind == goals.KindGoal:
			d = goals.CheckinDraft{Status: goals.Care, Line: linesCare[s.rng.IntN(len(linesCare))], Confidence: "even"}
			if s.rng.IntN(4) == 0 {
				d = goals.CheckinDraft{Status: goals.Help, Line: "もう一歩が届かない。", Need: "水曜の午前に応援が1人いると進む", Confidence: "hard"}
			}
		case s.rng.IntN(12) == 0:
			d.Status, d.Line, d.Confidence = goals.Care, linesCare[s.rng.IntN(len(linesCare))], "even"
		}
		if err := s.h.Goals.Report(s.ctx, s.as(l.OwnerID), l.ID, d, true); err != nil {
			return err
		}
	}
	return nil
}
