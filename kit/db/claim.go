package db

// SkipLocked ends a SELECT inside an UPDATE by which several nodes take work: on PostgreSQL a row that another
// node is taking is passed over, on SQLite nothing is needed, because there is one writer.
func (t *Tx) SkipLocked() string {
	if t.d.postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}
