// Package migrations holds the schema's history: one file a step, the same for both databases.
package migrations

import (
	"embed"
	"strconv"
	"strings"
)

// Files are applied in the order of their numbers and never changed once released.
//
//go:embed 0*.sql
var Files embed.FS

// Newest is the number of the newest file.
func Newest() int64 {
	var newest int64
	names, err := Files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	for _, n := range names {
		digits, _, _ := strings.Cut(n.Name(), "_")
		if v, err := strconv.ParseInt(digits, 10, 64); err == nil {
			newest = max(newest, v)
		}
	}
	return newest
}
