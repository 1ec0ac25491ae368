package surveys

import (
	"fmt"
	"strings"

	"kaname/kit/clock"
	"kaname/kit/ui"
)

// nearKioskLangs is how many languages have a button of their own on a kiosk; the others are one touch away.
const nearKioskLangs = 6

func (v kioskView) inLang(l Lang) kioskView {
	v.Lang = l
	return v
}

func langChoices() []ui.Choice {
	var all []ui.Choice
	for _, l := range Langs() {
		all = append(all, ui.Choice{Value: string(l), Name: l.Name()})
	}
	return all
}

// state is how the kiosk does, as a word with its shape.
func (k Kiosk) state(now clock.Instant) ui.State {
	switch {
	case k.SeenAt == "":
		return ui.State{Word: "まだつながっていません", Shape: "think", Tone: "quiet"}
	case k.Dark:
		return ui.State{Word: "画面を消しています", Shape: "stop", Tone: "quiet"}
	case k.Silent(now):
		return ui.State{Word: "知らせがありません", Shape: "care", Tone: "care"}
	}
	return ui.State{Word: "つながっています", Shape: "good", Tone: "good"}
}

func (k Kiosk) lastSeen() string {
	if k.SeenAt == "" {
		return "端末でアドレスを開いてください"
	}
	return "さいごの知らせ " + k.SeenAt.Show()
}

// langShare says in which languages a kiosk was used, in the order of the switch.
func (d KioskDay) langShare() string {
	total := 0
	for _, n := range d.Langs {
		total += n
	}
	var words []string
	for _, l := range Langs() {
		if n := d.Langs[l]; n > 0 {
			words = append(words, fmt.Sprintf("%s %d%%", l.Name(), (100*n+total/2)/total))
		}
	}
	return or(strings.Join(words, "、"), "–")
}
