package surveys

import "kaname/kit/questionnaire"

// ReadKeyed reads a row of the grid and makes an answer of it, by way of how it is stored.
func ReadKeyed(f questionnaire.Form, get func(string) string) (questionnaire.Sheet, error) {
	k, err := readKeyed(f, get, "2026-04-01")
	if err != nil {
		return questionnaire.Sheet{}, err
	}
	if k, err = parseKeyed(k.text()); err != nil {
		return questionnaire.Sheet{}, err
	}
	sheet, _ := k.sheet(f, "2026-04-01")
	return sheet, nil
}
