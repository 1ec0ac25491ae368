package demo

import (
	"fmt"

	"kaname/area/goals"
	"kaname/area/publishing"
	"kaname/kit/clock"
	"kaname/kit/db"
)

// plainly are the promises in やさしい日本語 and English, for those who read the public page so.
var plainly = map[string]publishing.Plain{
	"wait":    {EasyTitle: "待(ま)つ 時間(じかん)を 20分(ぷん)までに します", EnTitle: "We will call you within 20 minutes on average"},
	"time":    {EasyTitle: "用事(ようじ)が 早(はや)く 終(お)わるように します", EnTitle: "We will finish your business sooner"},
	"explain": {EasyTitle: "わかりやすく 説明(せつめい)します", EnTitle: "We will always ask whether anything is unclear"},
	"write":   {EasyTitle: "紙(かみ)に 書(か)いて 話(はな)せる ようにします", EnTitle: "Every counter will be ready to write things down"},
	"signs":   {EasyTitle: "案内(あんない)を 色(いろ)で わけます", EnTitle: "We will colour our signs by purpose"},
	"learn":   {EasyTitle: "職員(しょくいん)が 勉強(べんきょう)を します", EnTitle: "Staff will learn outside and share what they learn"},
	"walk":    {EasyTitle: "まちを 歩(ある)いて 話(はなし)を 聞(き)きます", EnTitle: "We will walk the neighbourhoods every month"},
	"talk":    {EasyTitle: "町会(ちょうかい)の 人(ひと)と 話(はなし)を します", EnTitle: "We will meet neighbourhood associations more often"},
}

// putPlainly lets each ward's public relations office make the year's page ready.
func (s *sim) putPlainly(fy clock.FY) error {
	for _, w := range s.wards {
		a := s.as(w.koho)
		d := publishing.Announced{NextOn: a.Today.AddDays(30), Contact: w.o.Name + "役所 総務課　電話 00-0000-0000"}
		if err := s.h.Publishing.Announce(s.ctx, a, w.o.ID, fy, "", d, true); err != nil {
			return err
		}
		ids, err := s.publicIDs(w, fy)
		if err != nil {
			return err
		}
		for i, id := range ids {
			p, ok := plainly[s.promiseOf(id)]
			if !ok {
				continue
			}
			if err := s.h.Publishing.PutPlainly(s.ctx, a, w.o.ID, fy, id, "", p); err != nil {
				return fmt.Errorf("plain words %d: %w", i, err)
			}
		}
	}
	return nil
}

func (s *sim) publicIDs(w *ward, fy clock.FY) (ids []string, err error) {
	err = s.d.Read(s.ctx, func(tx *db.Tx) error {
		all, err := goals.Publications(s.ctx, tx, w.o.ID, []clock.FY{fy})
		for _, p := range all {
			if p.What == "goal" {
				ids = append(ids, p.GoalID)
			}
		}
		return err
	})
	return ids, err
}
