-- +goose Up
-- A plan of a city ('' as ward_id: for every ward) or of one ward. Its versions are kept whole, as their files said.
CREATE TABLE plans (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL, -- the file's own name for it, the same in every version
	ward_id    TEXT NOT NULL,
	title      TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX plans_code ON plans (ward_id, code);

CREATE TABLE plan_versions (
	id          TEXT PRIMARY KEY,
	plan_id     TEXT NOT NULL REFERENCES plans (id),
	position    BIGINT NOT NULL, -- 1, 2, 3 … in the order of import
	version     TEXT NOT NULL,
	from_fy     BIGINT NOT NULL, -- the fiscal year of the office from which it governs
	document    TEXT NOT NULL, -- JSON of the plan
	file_name   TEXT NOT NULL,
	imported_by TEXT NOT NULL,
	imported_at TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX plan_versions_version ON plan_versions (plan_id, version);
CREATE UNIQUE INDEX plan_versions_position ON plan_versions (plan_id, position);

-- Every key a plan ever had: an item that has ended, or that a later version leaves out, is still here.
CREATE TABLE plan_items (
	plan_id       TEXT NOT NULL REFERENCES plans (id),
	key           TEXT NOT NULL,
	level         TEXT NOT NULL,
	title         TEXT NOT NULL,
	runs          BOOLEAN NOT NULL,
	first_version TEXT NOT NULL,
	last_version  TEXT NOT NULL,
	ended_fy      BIGINT NOT NULL DEFAULT 0,
	ended_why     TEXT NOT NULL DEFAULT '',
	sample        BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (plan_id, key)
);

-- A ward runs a plan from a fiscal year on. Where the plan names years, its first one is read as from_fy.
CREATE TABLE adoptions (
	id         TEXT PRIMARY KEY,
	plan_id    TEXT NOT NULL REFERENCES plans (id),
	ward_id    TEXT NOT NULL REFERENCES offices (id),
	from_fy    BIGINT NOT NULL,
	adopted_by TEXT NOT NULL,
	adopted_at TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX adoptions_ward ON adoptions (plan_id, ward_id);
CREATE INDEX adoptions_of_ward ON adoptions (ward_id);

-- An item that a ward does not start in a year, with the reason: seen off, not forgotten.
CREATE TABLE plan_holds (
	adoption_id TEXT NOT NULL REFERENCES adoptions (id),
	key         TEXT NOT NULL,
	fy          BIGINT NOT NULL,
	reason      TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (adoption_id, key, fy)
);

-- A file sent in and not yet confirmed: the preview is read from it, nothing else knows it.
CREATE TABLE plan_uploads (
	id      TEXT PRIMARY KEY,
	by_id   TEXT NOT NULL,
	ward_id TEXT NOT NULL,
	from_fy BIGINT NOT NULL,
	name    TEXT NOT NULL,
	body    BYTEA NOT NULL,
	at      TEXT NOT NULL
);

-- +goose Down
DROP TABLE plan_uploads;
DROP TABLE plan_holds;
DROP TABLE adoptions;
DROP TABLE plan_items;
DROP TABLE plan_versions;
DROP TABLE plans;
