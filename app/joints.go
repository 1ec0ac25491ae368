package app

// join connects what one room asks for with the room that knows, and what one room announces with those who listen.
func (h *House) join() {
}
