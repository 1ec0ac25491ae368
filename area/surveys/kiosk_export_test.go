package surveys

import (
	"kaname/kit/clock"
	"kaname/kit/questionnaire"
)

// KioskItems are the ids of the questions a kiosk asks on a day.
func KioskItems(f questionnaire.Form, day clock.Date) (ids []string) {
	for _, at := range kioskItems(f, day) {
		ids = append(ids, f.Questions[at].ID)
	}
	return ids
}

// ReadKioskLine reads one line of a kiosk's queue as an answer to a form.
func ReadKioskLine(f questionnaire.Form, line string) (questionnaire.Sheet, bool) {
	n, ok := parseKioskAnswer(line)
	if !ok {
		return questionnaire.Sheet{}, false
	}
	a, ok := n.answer(f, Kiosk{}, "2026-04-01T09:00:00.000Z")
	return a.Sheet, ok
}
