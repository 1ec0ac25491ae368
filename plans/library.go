// Package plans is the library of plans that ships with the house: what five cities and wards set out to do, as data.
package plans

import "embed"

// Files holds one plan per file, in the format that area/plans reads.
//
//go:embed *.yaml
var Files embed.FS
