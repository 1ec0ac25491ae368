// Package migrations holds the schema's history: one file a step, the same for both databases.
package migrations

import "embed"

// Files are applied in the order of their numbers and never changed once released.
//
//go:embed *.sql
var Files embed.FS
