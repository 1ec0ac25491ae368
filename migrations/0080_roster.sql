-- +goose Up
-- Who takes over when an office ends; offices.successor_id is the first of them.
CREATE TABLE office_successors (
	office_id    TEXT NOT NULL REFERENCES offices (id),
	successor_id TEXT NOT NULL REFERENCES offices (id),
	position     BIGINT NOT NULL,
	PRIMARY KEY (office_id, successor_id)
);
CREATE INDEX office_successors_heir ON office_successors (successor_id);
ALTER TABLE offices ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
ALTER TABLE municipality ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';

-- A file brought in: kept seven days, first to be confirmed, then to be undone.
CREATE TABLE imports (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL CHECK (kind IN ('offices', 'staff')),
	name       TEXT NOT NULL, -- the file's name
	header     TEXT NOT NULL, -- JSON: the column heads as they stand in the file
	rows       TEXT NOT NULL, -- JSON: [{Line, Cells}]; emptied when the seven days are over
	columns    TEXT NOT NULL, -- JSON: for each column of ours the place in the file, from 0
	sure       BOOLEAN NOT NULL, -- the columns are matched
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'undone')),
	counts     TEXT NOT NULL DEFAULT '', -- JSON: what the application did
	by_id      TEXT NOT NULL REFERENCES staff (id),
	at         TEXT NOT NULL,
	applied_at TEXT NOT NULL DEFAULT '',
	undone_at  TEXT NOT NULL DEFAULT '',
	undone_by  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX imports_at ON imports (at);

-- What each record was before an import and after it.
CREATE TABLE import_traces (
	import_id  TEXT NOT NULL REFERENCES imports (id),
	kind       TEXT NOT NULL CHECK (kind IN ('office', 'person')),
	record_id  TEXT NOT NULL,
	label      TEXT NOT NULL,
	before_row TEXT NOT NULL, -- JSON; '' where the import added the record
	after_row  TEXT NOT NULL,
	PRIMARY KEY (import_id, kind, record_id)
);

-- +goose Down
DROP TABLE import_traces;
DROP TABLE imports;
ALTER TABLE municipality DROP COLUMN updated_by;
ALTER TABLE staff DROP COLUMN updated_by;
ALTER TABLE offices DROP COLUMN updated_by;
DROP TABLE office_successors;
