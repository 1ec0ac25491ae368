package surveys

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaname/kit/clock"
	"kaname/kit/db"
	"kaname/kit/fault"
	"kaname/kit/id"
	"kaname/kit/questionnaire"
	"kaname/people"
)

// MostKioskItems is how many questions a kiosk asks one visitor.
const MostKioskItems = 5

// KioskDraft is the part of a kiosk that is written down.
type KioskDraft struct {
	CounterID string
	Name      string // such as 入口の端末
	PIN       string // the number that leaves the kiosk
	Lang      Lang   // the language it returns to
}

// Check returns a fault that names each field that cannot stand.
func (d KioskDraft) Check() error {
	var c fault.Check
	c.That(d.CounterID != "", "counter", "端末を置く窓口を選んでください。")
	c.That(d.Name != "" && utf8.RuneCountInString(d.Name) <= 40, "name", "端末の名前を40字までで入れてください（例 入口の端末）。")
	digits := strings.Trim(d.PIN, "0123456789") == ""
	c.That(digits && len(d.PIN) >= 4 && len(d.PIN) <= 12, "pin", "暗証番号を4〜12けたの数字で入れてください。端末の画面を終えるときに使います。")
	c.That(d.Lang.Known(), "lang", "はじめに出す言葉を選んでください。")
	return c.Err()
}

// Kiosk is a tablet at a counter: it asks one question a screen.
type Kiosk struct {
	ID, Code string
	KioskDraft
	Place, CounterCode, SurveyID, WardID string // of its counter
	Dark                                 bool   // its screen is switched off by the office
	SeenAt                               clock.Instant
	Waiting                              int // answers it could not send yet
	recent                               string
	pinHash                              string
	Sample                               bool
}

// kioskSilent is how long a kiosk may say nothing before it counts as not connected: it speaks every half minute.
const kioskSilent = 2 * time.Minute

// Silent says whether nothing was heard of the kiosk lately.
func (k Kiosk) Silent(now clock.Instant) bool {
	return k.SeenAt == "" || now.Time().Sub(k.SeenAt.Time()) > kioskSilent
}

// kioskItems are the places of the questions that a kiosk asks on a day: the overall one and four of the others. The
// four move on from day to day, so that all are asked equally often. Of a form without an overall question they are
// its first five scales.
func kioskItems(f questionnaire.Form, day clock.Date) []int {
	var others []int
	overall := -1
	for i, q := range f.Questions {
		switch {
		case q.Kind != questionnaire.Scale || len(q.If) > 0:
		case q.ID == overallID:
			overall = i
		default:
			others = append(others, i)
		}
	}
	if overall < 0 || len(others) <= MostKioskItems-1 {
		if overall >= 0 {
			others = append(others, overall)
		}
		return others[:min(len(others), MostKioskItems)]
	}
	const each = MostKioskItems - 1
	from := int(day.Time().Unix()/(24*3600)) * each % len(others)
	var out []int
	for k := range each {
		out = append(out, others[(from+k)%len(others)])
	}
	slices.Sort(out)
	return append(out, overall)
}

// AddKiosk makes a kiosk for a counter of the survey's ward; its code is the address to open on the tablet.
func (ss *Surveys) AddKiosk(ctx context.Context, a people.Actor, surveyID string, d KioskDraft) (k Kiosk, err error) {
	err = ss.change(ctx, a, surveyID, "add kiosk", func(tx *db.Tx, s *Survey) error {
		if err := d.Check(); err != nil {
			return err
		}
		c, err := counterByID(ctx, tx, *s, d.CounterID)
		if err != nil {
			return err
		}
		if len(kioskItems(s.Form, a.Today)) == 0 {
			return fault.New(fault.Invalid, "このアンケートには、段階で選ぶ問いがありません。端末では、段階で選ぶ問いだけを聞きます。")
		}
		k = Kiosk{ID: id.New(), Code: id.Code(10), KioskDraft: d, Place: c.Place, CounterCode: c.Code, SurveyID: c.SurveyID, Sample: s.Sample, pinHash: hashPIN(d.PIN)}
		return insertKiosk(ctx, tx, k, a.ID, ss.now())
	})
	return k, err
}

// Darken switches the kiosk's screen off, or on again; the kiosk follows within half a minute.
func (ss *Surveys) Darken(ctx context.Context, a people.Actor, surveyID, kioskID string, dark bool) error {
	return ss.change(ctx, a, surveyID, "darken kiosk", func(tx *db.Tx, s *Survey) error {
		ok, err := saveDark(ctx, tx, kioskID, s.WardID, dark)
		if err == nil && !ok {
			return fault.Missing("この端末")
		}
		return err
	})
}

// Kiosks lists the kiosks of the survey's counters with what they did.
func (ss *Surveys) Kiosks(ctx context.Context, a people.Actor, surveyID string) (all []Kiosk, did map[string]KioskDay, err error) {
	err = ss.DB.Read(ctx, func(tx *db.Tx) error {
		s, err := ss.surveyIn(ctx, tx, a, surveyID)
		if err != nil {
			return err
		}
		if all, err = surveyKiosks(ctx, tx, s.ID); err != nil {
			return err
		}
		did, err = kioskDays(ctx, tx, s.ID, a.Today)
		return err
	})
	return all, did, err
}

// KioskDay is what a kiosk did: today's answers by how they ended, and all its answers by language.
type KioskDay struct {
	Full, Partial, Repeated int
	Langs                   map[Lang]int
}

// pinRounds makes guessing a stolen hash slow; four digits stay few.
const pinRounds = 100_000

func hashPIN(pin string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return base64.RawStdEncoding.EncodeToString(append(salt, pinSum(pin, salt)...))
}

func pinSum(pin string, salt []byte) []byte {
	sum, err := pbkdf2.Key(sha256.New, pin, salt, pinRounds, 32)
	if err != nil {
		panic(err) // only for lengths that are not ours
	}
	return sum
}

func (k Kiosk) opens(pin string) bool {
	b, err := base64.RawStdEncoding.DecodeString(k.pinHash)
	return err == nil && len(b) == 48 && subtle.ConstantTimeCompare(pinSum(pin, b[:16]), b[16:]) == 1
}
