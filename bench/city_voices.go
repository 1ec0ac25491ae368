package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"kaname/kit/clock"
)

var (
	surveysTable  = table{"surveys", "id, code, ward_id, title, from_date, to_date, keeper, bank_version, opened_at, opened_by, closed_at, closed_by, last_seq, sample, created_at, updated_at"}
	countersTable = table{"survey_counters", "id, survey_id, code, office_id, place, place_easy, place_en, sample, created_at, updated_at"}
	answersTable  = table{"survey_answers", "form_key, survey_id, seq, counter_id, mode, lang, marks, day, hour, sample"}
	wordsTable    = table{"survey_words", "form_key, survey_id, question, words"}
	changesTable  = table{"survey_changes", "id, survey_id, office_id, voice, change, since, written_by, sample, created_at"}
)

// perYear is how many answers a ward gets in a year.
func (c *city) perYear() int { return c.answers / (len(c.wards) * c.years) }

// perMonth is a twelfth of that; the running year has eleven months.
func (c *city) perMonth() int { return max(1, c.perYear()/12) }

// openSurveys opens each ward's survey of the year. Its counters are those of the newest survey, as in the house.
func (c *city) openSurveys(fy clock.FY) {
	t := day(fy, 4, 1)
	from, to := bounds(fy)
	for i, w := range c.wards {
		w.survey = c.id(t)
		code := fmt.Sprintf("v%02d%d", i, fy)
		closed, by, n := "", "", c.perMonth()*12
		if fy < c.last {
			closed, by = at(day(fy+1, 4, 2)), w.secretary
		} else {
			n = c.perMonth() * 11
		}
		c.s.put(surveysTable, w.survey, code, w.id, "来庁者アンケート "+fy.Era(), from, to, w.name+" 総務課 電話 00-0000-0000", 1, at(t), w.secretary, closed, by, n, true, at(t), at(t))
		if fy == c.first {
			for k := range min(4, len(w.offices)) {
				w.counters = append(w.counters, c.id(t.Add(time.Hour)))
				c.counter(w, i, k, t)
			}
		}
		for k := range 6 {
			x, since := pick(c, changed), day(fy, 5+k%4, 10)
			c.s.put(changesTable, c.id(since), w.survey, w.offices[k%len(w.offices)].id, x[0], x[1], on(since), w.secretary, true, at(since))
		}
	}
}

// counter is written once; close lets it lead to the newest survey.
func (c *city) counter(w *ward, i, k int, t time.Time) {
	o := w.offices[k]
	c.s.put(countersTable, w.counters[k], w.survey, fmt.Sprintf("c%02d%d", i, k), o.id, fmt.Sprintf("%s %d階 %d番窓口", o.name, k+1, k*2+2), "", "", true, at(t), at(t))
}

// visitors answer over the month, some on paper, one in five with a word of their own.
func (c *city) visitors(fy clock.FY, month int) {
	month0 := (month + 8) % 12
	n, t := c.perMonth(), day(fy, month, 1)
	for i := range n {
		for _, w := range c.wards {
			var key [16]byte
			binary.LittleEndian.PutUint64(key[:], c.rng.Uint64())
			binary.LittleEndian.PutUint64(key[8:], c.rng.Uint64())
			marks := make([]byte, 8)
			for m := range marks {
				marks[m] = '1' + byte(min(4, 1+c.rng.IntN(3)+c.rng.IntN(3)))
				if c.chance(5) {
					marks[m] = '9'
				}
			}
			mode, free := "phone", ""
			if i%3 == 0 {
				mode = "paper"
			}
			if c.chance(20) {
				free = pick(c, voices)
			}
			d := over(t, 13, i, n)
			form := base64.RawURLEncoding.EncodeToString(key[:])
			marks = append(marks, '1'+byte(c.rng.IntN(5)), '1'+byte(c.rng.IntN(3)))
			c.s.put(answersTable, form, w.survey, month0*n+i+1, w.counters[i%len(w.counters)], mode, "ja", string(marks), on(d), 9+c.rng.IntN(8), true)
			if free != "" {
				c.s.put(wordsTable, form, w.survey, "free", free)
			}
		}
	}
}
