package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"kaname/kit/fault"
)

// again says whether err passes when the transaction is run once more.
func again(err error) bool {
	var s *sqlite.Error
	if errors.As(err, &s) {
		code := s.Code() & 0xff
		return code == lib.SQLITE_BUSY || code == lib.SQLITE_LOCKED
	}
	var p *pgconn.PgError
	if errors.As(err, &p) {
		return p.Code == "40001" || p.Code == "40P01"
	}
	return pgconn.SafeToRetry(err)
}

// asFault turns what a driver says into one of the five faults. Faults pass unchanged.
func asFault(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	switch {
	case isUnique(err):
		return fault.Wrap(fault.Conflict, "同じものがもう登録されています。番号や名前を変えてください。", err)
	case isForeign(err):
		return fault.Wrap(fault.Conflict, "つながっている記録があるため、変えられません。先にそちらを移すか終えてください。", err)
	}
	return err
}

func isUnique(err error) bool {
	var s *sqlite.Error
	if errors.As(err, &s) {
		return s.Code() == lib.SQLITE_CONSTRAINT_UNIQUE || s.Code() == lib.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	var p *pgconn.PgError
	return errors.As(err, &p) && p.Code == "23505"
}

func isForeign(err error) bool {
	var s *sqlite.Error
	if errors.As(err, &s) {
		return s.Code() == lib.SQLITE_CONSTRAINT_FOREIGNKEY
	}
	var p *pgconn.PgError
	return errors.As(err, &p) && p.Code == "23503"
}
