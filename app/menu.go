package app

import (
	"kaname/kit/ui"
	"kaname/people"
)

// menu is the map of the product, the same for every rank. An item appears when its room exists.
func menu(a people.Actor) []ui.Item {
	return nil
}

// self is what stands under one's own name.
func self(people.Actor) []ui.Item {
	return []ui.Item{{Name: "じぶん", Href: "/self"}}
}

// office is what the secretariat and administrators see besides.
func office(a people.Actor) []ui.Item {
	return nil
}
