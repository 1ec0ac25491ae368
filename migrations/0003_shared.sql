-- +goose Up
-- A decision asked for: what, by whom, along which steps; what stood before and what is to stand.
CREATE TABLE approvals (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	subject    TEXT NOT NULL,
	ward_id    TEXT NOT NULL,
	title      TEXT NOT NULL,
	href       TEXT NOT NULL,
	changes    TEXT NOT NULL, -- JSON: [{label, before, after}]
	state      TEXT NOT NULL CHECK (state IN ('open', 'approved', 'returned', 'withdrawn')),
	asked_by   TEXT NOT NULL,
	asked_at   TEXT NOT NULL,
	ended_at   TEXT NOT NULL DEFAULT '',
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX approvals_subject ON approvals (kind, subject);
CREATE INDEX approvals_open ON approvals (ward_id, asked_at) WHERE state = 'open';

CREATE TABLE approval_steps (
	approval_id TEXT NOT NULL REFERENCES approvals (id),
	position    BIGINT NOT NULL,
	label       TEXT NOT NULL,
	role        TEXT NOT NULL,
	office_path TEXT NOT NULL,
	decision    TEXT NOT NULL DEFAULT '', -- approved, returned
	by_id       TEXT NOT NULL DEFAULT '',
	proxy       BOOLEAN NOT NULL DEFAULT FALSE, -- 代決
	reason      TEXT NOT NULL DEFAULT '',
	opened_at   TEXT NOT NULL DEFAULT '',
	at          TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (approval_id, position)
);

-- 代決: who may decide in whose place, with dates.
CREATE TABLE deputies (
	id          TEXT PRIMARY KEY,
	role        TEXT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	deputy_id   TEXT NOT NULL REFERENCES staff (id),
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE comments (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	by_id   TEXT NOT NULL REFERENCES staff (id),
	text    TEXT NOT NULL,
	at      TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX comments_subject ON comments (kind, subject, at);

CREATE TABLE attachments (
	id      TEXT PRIMARY KEY,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	by_id   TEXT NOT NULL REFERENCES staff (id),
	name    TEXT NOT NULL,
	alt     TEXT NOT NULL, -- what it shows, in words
	media   TEXT NOT NULL,
	size    BIGINT NOT NULL,
	body    BYTEA NOT NULL,
	at      TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX attachments_subject ON attachments (kind, subject, at);

CREATE TABLE notices (
	id       TEXT PRIMARY KEY,
	staff_id TEXT NOT NULL REFERENCES staff (id),
	text     TEXT NOT NULL,
	href     TEXT NOT NULL,
	at       TEXT NOT NULL,
	read_at  TEXT NOT NULL DEFAULT '',
	sample   BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX notices_staff ON notices (staff_id, read_at, at);

-- Long work: claimed with a lease, so that a node that stops loses nothing.
CREATE TABLE jobs (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	title       TEXT NOT NULL,
	args        TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
	done        BIGINT NOT NULL DEFAULT 0,
	total       BIGINT NOT NULL DEFAULT 0,
	say         TEXT NOT NULL DEFAULT '',
	result      TEXT NOT NULL DEFAULT '', -- where to go when it is done
	tries       BIGINT NOT NULL DEFAULT 0,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	lease_until TEXT NOT NULL DEFAULT '',
	ended_at    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_waiting ON jobs (state, at);

-- +goose Down
DROP TABLE jobs;
DROP TABLE notices;
DROP TABLE attachments;
DROP TABLE comments;
DROP TABLE deputies;
DROP TABLE approval_steps;
DROP TABLE approvals;
