// Package shared holds what hangs on any noun of the house and knows it only as a Subject.
package shared

// Subject names a noun of some room: its kind and its id.
type Subject struct{ Kind, ID string }
