// Package ui is the look of the house: the frame of a page, its fields, lists and words of state.
package ui

import (
	"context"
	"strings"
)

// Furniture is what the frame of every page needs; it enters the context once, in the app.
type Furniture struct {
	City, Ward string
	Sample     bool // the data is sample data
	Menu       []Item
	Self       []Item // じぶん
	Office     []Item // 運営・管理
	Person     string
	Path       string // the request's path, to mark where we are
	Said       string // what the last deed said, once
	Text       string // "", large, xlarge
	Contrast   string // "", high
	Keeper     string // who keeps this page
	Stamp      string // 出力 日時, for print
	Notices    int
}

// Item is one way in the menu; Under are the paths that belong to it.
type Item struct {
	Name, Href, Icon string
	Under            []string
	Sub              []Link // the rooms under the item
}

// Here says whether path belongs to the item.
func (it Item) Here(path string) bool {
	if path == it.Href {
		return true
	}
	for _, u := range it.Under {
		if path == u || strings.HasPrefix(path, u+"/") {
			return true
		}
	}
	return false
}

type furnitureKey struct{}

// Rooms are the ways below the menu item that path belongs to, the nearest one marked.
func (f Furniture) Rooms() []Link {
	for _, it := range f.Menu {
		if !it.Here(f.Path) {
			continue
		}
		out := make([]Link, len(it.Sub))
		for i, l := range it.Sub {
			l.On = f.Path == l.Href || strings.HasPrefix(f.Path, l.Href+"/")
			out[i] = l
		}
		return out
	}
	return nil
}

// With puts the furniture into the context.
func With(ctx context.Context, f Furniture) context.Context {
	return context.WithValue(ctx, furnitureKey{}, f)
}

// From takes it out; a page without one is drawn bare.
func From(ctx context.Context) Furniture {
	f, _ := ctx.Value(furnitureKey{}).(Furniture)
	return f
}

// Link is one step of a breadcrumb, a tab, or a choice of a switch.
type Link struct {
	Name, Href string
	On         bool
}

// Switch is a choice beside the page title (範囲, 年度): plain links, no script.
type Switch struct {
	Name, Now string
	Ways      []Link
}

// Choice is one option of a field.
type Choice struct {
	Value, Name, Help, State string
}

// Initials of the icon set are kept here so that templ files stay small.
var icons = map[string]string{
	"home":     `<path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z"/>`,
	"voice":    `<path d="M4 5h16v11h-8l-5 4v-4H4z"/><path d="M8 9h8M8 12h5"/>`,
	"letter":   `<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="m3.5 6.5 8.5 7 8.5-7"/>`,
	"bell":     `<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2.5h-15zM10 21h4"/>`,
	"menu":     `<path d="M4 7h16M4 12h16M4 17h16"/>`,
	"place":    `<path d="M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>`,
	"find":     `<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>`,
	"text":     `<path d="M3 19 8.5 6 14 19M5 15h7M15 19l3-7.5L21 19M16 16.6h4"/>`,
	"globe":    `<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3.6 6 3.6 9s-.6 6-3.6 9c-3-3-3.6-6-3.6-9s.6-6 3.6-9z"/>`,
	"back":     `<path d="M20 12H5M11 6l-6 6 6 6"/>`,
	"next":     `<path d="M4 12h15M13 6l6 6-6 6"/>`,
	"print":    `<path d="M7 8V4h10v4M7 17H4V9h16v8h-3M7 14h10v6H7z"/>`,
	"download": `<path d="M12 4v11m-5-4 5 5 5-5M4 20h16"/>`,
	"edit":     `<path d="m4 20 1-4L16 5l3 3L8 19z"/>`,
	"eye":      `<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z"/><circle cx="12" cy="12" r="2.8"/>`,
	"lock":     `<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	"clock":    `<circle cx="12" cy="12" r="9"/><path d="M12 7v5.500l3.500 2"/>`,
	"paper":    `<path d="M6 3h8l5 5v13H6zM14 3v5h5"/>`,
	"check":    `<path d="m4 12.500 5 5L20 6.500"/>`,
	"done":     `<circle cx="12" cy="12" r="9"/><path d="m8 12.500 3 3 5.500-6.500"/>`,
	"info":     `<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.200v.6"/>`,
	"warn":     `<path d="M12 4 2.500 20h19z"/><path d="M12 10v5M12 17.300v.4"/>`,
	"flag":     `<path d="M5 21V4h13l-3 4.500 3 4.500H5"/>`,
	"chart":    `<path d="M4 20h16M7 20v-6M12 20V9M17 20V5"/>`,
	"sprout":   `<path d="M12 21v-9M12 12c0-4-3-6-7-6 0 4 3 6 7 6zM12 15c0-3 2.500-5 7-5 0 4-3 5-7 5z"/>`,
	"people":   `<circle cx="9" cy="8" r="3.500"/><path d="M2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6M16 5a3.500 3.500 0 0 1 0 6.500M18 14.500c2.200.8 3.500 2.700 3.500 5.500"/>`,
	"picture":  `<rect x="3" y="5" width="18" height="14" rx="1.5"/><circle cx="8.5" cy="10" r="1.5"/><path d="m4 17 5-4 3 2 4-4 4 4"/>`,
	"calendar": `<rect x="3.5" y="5" width="17" height="15.500" rx="1.5"/><path d="M3.500 10h17M8 3v4M16 3v4"/>`,
	"steps":    `<path d="M3 20h5v-5h5v-5h5V5h3"/>`,
	"plus":     `<path d="M12 5v14M5 12h14"/>`,
}

// shapes draws the mark of a state: the word comes first, the shape second, the colour third.
var shapes = map[string]string{
	"good":  `<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="m4.6 8.2 2.3 2.4 4.5-5" fill="none" stroke="#fff" stroke-width="1.8"/>`,
	"care":  `<path d="M8 1.500 15.200 14H.8z" fill="currentColor"/>`,
	"help":  `<path d="M8 .8 15.200 8 8 15.200.8 8z" fill="currentColor"/>`,
	"done":  `<rect x="1.5" y="1.5" width="13" height="13" rx="1" fill="currentColor"/><path d="m4.600 8.200 2.300 2.400 4.500-5" fill="none" stroke="#fff" stroke-width="1.8"/>`,
	"stop":  `<rect x="2" y="2" width="12" height="12" rx="1" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M5 8h6" stroke="currentColor" stroke-width="1.6"/>`,
	"think": `<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.500 2"/>`,
	"full":  `<circle cx="8" cy="8" r="6.500" fill="currentColor"/>`,
	"half":  `<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>`,
	"open":  `<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
	"none":  `<path d="M3 8h10" stroke="currentColor" stroke-width="1.8"/>`,
	"wait":  `<circle cx="8" cy="8" r="6.500" fill="none" stroke="currentColor" stroke-width="1.500"/><path d="M8 4.500V8l2.500 1.500" fill="none" stroke="currentColor" stroke-width="1.500"/>`,
	"up":    `<path d="M8 2 14 9h-4v5H6V9H2z" fill="currentColor"/>`,
}

// State is a word of state with its shape and tone (good, care, help, quiet).
type State struct{ Word, Shape, Tone string }
