-- +goose Up
CREATE TABLE municipality (
	id            BIGINT PRIMARY KEY CHECK (id = 1),
	name          TEXT   NOT NULL,
	fy_month      BIGINT NOT NULL CHECK (fy_month BETWEEN 1 AND 12),
	fy_day        BIGINT NOT NULL CHECK (fy_day BETWEEN 1 AND 28),
	levels        TEXT   NOT NULL, -- the city's words for the depths of its offices, comma-separated
	hide_below    BIGINT NOT NULL DEFAULT 10 CHECK (hide_below >= 4),
	has_sample    BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at    TEXT   NOT NULL
);

CREATE TABLE offices (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL,
	name       TEXT NOT NULL,
	level      TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('city', 'ward', 'office')),
	parent_id  TEXT REFERENCES offices (id),
	ward_id    TEXT NOT NULL, -- '' above the wards
	path       TEXT NOT NULL, -- /city/ward/.../self/
	sort       BIGINT NOT NULL DEFAULT 0,
	counter    BOOLEAN NOT NULL DEFAULT FALSE, -- serves visitors at a counter
	from_date  TEXT NOT NULL,
	to_date    TEXT NOT NULL DEFAULT '9999-12-31',
	successor_id TEXT REFERENCES offices (id),
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX offices_code ON offices (code, from_date);
CREATE INDEX offices_ward ON offices (ward_id, sort);
CREATE INDEX offices_parent ON offices (parent_id);

CREATE TABLE staff (
	id            TEXT PRIMARY KEY,
	number        TEXT NOT NULL UNIQUE,
	family        TEXT NOT NULL,
	given         TEXT NOT NULL,
	family_kana   TEXT NOT NULL,
	given_kana    TEXT NOT NULL,
	display       TEXT NOT NULL,
	kana_key      TEXT NOT NULL,
	search_key    TEXT NOT NULL,
	employment    TEXT NOT NULL CHECK (employment IN ('regular', 'reappointed', 'fixed_term', 'fiscal_year', 'contractor')),
	from_date     TEXT NOT NULL,
	to_date       TEXT NOT NULL DEFAULT '9999-12-31',
	password_hash TEXT NOT NULL DEFAULT '',
	sample        BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at    TEXT NOT NULL
);
CREATE INDEX staff_kana ON staff (kana_key);

CREATE TABLE posts (
	id        TEXT PRIMARY KEY,
	staff_id  TEXT NOT NULL REFERENCES staff (id),
	office_id TEXT NOT NULL REFERENCES offices (id),
	role      TEXT NOT NULL,
	title     TEXT NOT NULL,
	main      BOOLEAN NOT NULL,
	from_date TEXT NOT NULL,
	to_date   TEXT NOT NULL DEFAULT '9999-12-31',
	sample    BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX posts_staff ON posts (staff_id, from_date);
CREATE INDEX posts_office ON posts (office_id, from_date);

CREATE TABLE sessions (
	token_hash TEXT PRIMARY KEY,
	id         TEXT NOT NULL UNIQUE,
	staff_id   TEXT NOT NULL REFERENCES staff (id),
	created_at TEXT NOT NULL,
	seen_at    TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	agent      TEXT NOT NULL
);
CREATE INDEX sessions_staff ON sessions (staff_id, created_at);

CREATE TABLE signin_codes (
	code_hash  TEXT PRIMARY KEY,
	staff_id   TEXT NOT NULL REFERENCES staff (id),
	issued_by  TEXT NOT NULL,
	issued_at  TEXT NOT NULL,
	expires_at TEXT NOT NULL,
	used_at    TEXT NOT NULL DEFAULT ''
);

-- Failed sign-ins per account and per address; a wait, never a lock.
CREATE TABLE signin_failures (
	bucket     TEXT PRIMARY KEY,
	failures   BIGINT NOT NULL,
	last_at    TEXT NOT NULL
);

CREATE TABLE holidays (
	date TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	open BOOLEAN NOT NULL DEFAULT FALSE -- TRUE: a special opening
);

-- Half-filled forms: by person while writing, by a random key when a session had run out.
CREATE TABLE drafts (
	owner    TEXT NOT NULL,
	form     TEXT NOT NULL,
	fields   TEXT NOT NULL, -- application/x-www-form-urlencoded
	saved_at TEXT NOT NULL,
	PRIMARY KEY (owner, form)
);

-- +goose Down
DROP TABLE drafts;
DROP TABLE holidays;
DROP TABLE signin_failures;
DROP TABLE signin_codes;
DROP TABLE sessions;
DROP TABLE posts;
DROP TABLE staff;
DROP TABLE offices;
DROP TABLE municipality;
