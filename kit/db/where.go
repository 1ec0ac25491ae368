package db

import (
	"fmt"
	"strings"
)

// Where gathers the conditions of a query that differ from call to call, with their values.
type Where struct {
	conds []string
	args  []any
}

// And adds a condition; each ? in it takes the next value.
func (w *Where) And(cond string, args ...any) *Where {
	for _, a := range args {
		w.args = append(w.args, a)
		cond = strings.Replace(cond, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.conds = append(w.conds, cond)
	return w
}

// If is And only where yes is true.
func (w *Where) If(yes bool, cond string, args ...any) *Where {
	if yes {
		w.And(cond, args...)
	}
	return w
}

// In adds that column is one of the values.
func (w *Where) In(column string, values []any) *Where {
	return w.And(column+Marks(len(values)), values...)
}

// Marks is " IN (?, ?, …)" for n values, for And.
func Marks(n int) string { return " IN (" + strings.TrimSuffix(strings.Repeat("?, ", n), ", ") + ")" }

// Values are the elements of all as the values of a query.
func Values[T any](all []T) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}

// SQL is the WHERE clause, or nothing.
func (w *Where) SQL() string {
	if len(w.conds) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(w.conds, " AND ")
}

// Args are the values in the order of their numbers, followed by more.
func (w *Where) Args(more ...any) []any { return append(append([]any{}, w.args...), more...) }

// Next is the number of the first value after the conditions' own.
func (w *Where) Next() int { return len(w.args) + 1 }
