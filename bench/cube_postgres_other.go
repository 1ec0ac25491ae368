//go:build !unix

package main

import (
	"context"
	"errors"
)

// ownPostgres is a PostgreSQL of this run alone.
type ownPostgres struct{ url string }

func startPostgres(context.Context, string) (*ownPostgres, error) {
	return nil, errors.New("one is started on Unix alone; name one with -postgres")
}

func (p *ownPostgres) stop() {}
