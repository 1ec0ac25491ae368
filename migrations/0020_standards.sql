-- +goose Up
-- 理念: what the city stands on. Each wording has its days, so that a past year can be read as it was.
CREATE TABLE principles (
	id         TEXT PRIMARY KEY,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL
);

CREATE TABLE principle_versions (
	principle_id TEXT NOT NULL REFERENCES principles (id),
	position     BIGINT NOT NULL,
	name         TEXT NOT NULL,
	text         TEXT NOT NULL,
	from_date    TEXT NOT NULL,
	to_date      TEXT NOT NULL DEFAULT '9999-12-31',
	by_id        TEXT NOT NULL,
	at           TEXT NOT NULL,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (principle_id, from_date)
);

-- 基準: one identity over all its versions; goals link to it.
CREATE TABLE standards (
	id           TEXT PRIMARY KEY,
	origin       TEXT NOT NULL CHECK (origin IN ('city', 'ward')),
	origin_goal  TEXT NOT NULL DEFAULT '', -- the ward's practice it came from
	origin_ward  TEXT NOT NULL DEFAULT '',
	origin_title TEXT NOT NULL DEFAULT '',
	origin_fy    BIGINT NOT NULL DEFAULT 0,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_by   TEXT NOT NULL,
	created_at   TEXT NOT NULL
);

-- A version governs the fiscal years from_fy..to_fy; a draft governs none.
CREATE TABLE standard_versions (
	id            TEXT PRIMARY KEY,
	standard_id   TEXT NOT NULL REFERENCES standards (id),
	state         TEXT NOT NULL CHECK (state IN ('draft', 'set')),
	from_fy       BIGINT NOT NULL DEFAULT 0,
	to_fy         BIGINT NOT NULL DEFAULT 9999,
	supersedes    TEXT REFERENCES standard_versions (id),
	approval_id   TEXT NOT NULL DEFAULT '', -- the request that asks for it, or that set it
	code          TEXT NOT NULL,
	principle_id  TEXT NOT NULL REFERENCES principles (id),
	title         TEXT NOT NULL,
	promise       TEXT NOT NULL,
	text          TEXT NOT NULL,
	axis          TEXT NOT NULL CHECK (axis IN ('soft', 'hard')),
	level         TEXT NOT NULL CHECK (level IN ('minimum', 'ideal')),
	applies       TEXT NOT NULL CHECK (applies IN ('all', 'counter', 'phone', 'facility')),
	changeable_by TEXT NOT NULL CHECK (changeable_by IN ('city', 'ward')),
	outside       TEXT NOT NULL, -- what it leaves alone: the law's own content
	measure       TEXT NOT NULL CHECK (measure IN ('yesno', 'count', 'ratio', 'observation', 'survey')),
	how           TEXT NOT NULL,
	threshold     DOUBLE PRECISION,
	unit          TEXT NOT NULL,
	direction     TEXT NOT NULL CHECK (direction IN ('', 'up', 'down')),
	attained      TEXT NOT NULL, -- what counts as reached, in words
	by_id         TEXT NOT NULL,
	at            TEXT NOT NULL,
	updated_at    TEXT NOT NULL,
	sample        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX standard_versions_standard ON standard_versions (standard_id, from_fy);
CREATE UNIQUE INDEX standard_versions_once ON standard_versions (standard_id, from_fy) WHERE state = 'set';
CREATE UNIQUE INDEX standard_versions_code ON standard_versions (code, from_fy) WHERE state = 'set';
CREATE INDEX standard_versions_approval ON standard_versions (approval_id) WHERE approval_id <> '';

-- 点検: one result per standard, office and month.
CREATE TABLE standard_checks (
	id          TEXT PRIMARY KEY,
	standard_id TEXT NOT NULL REFERENCES standards (id),
	version_id  TEXT NOT NULL REFERENCES standard_versions (id),
	office_id   TEXT NOT NULL REFERENCES offices (id),
	ward_id     TEXT NOT NULL,
	fy          BIGINT NOT NULL,
	period      TEXT NOT NULL, -- YYYY-MM
	result      TEXT NOT NULL CHECK (result IN ('fit', 'partly', 'unfit', 'outside')),
	value       DOUBLE PRECISION,
	evidence    TEXT NOT NULL,
	link        TEXT NOT NULL,
	next        TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX standard_checks_once ON standard_checks (standard_id, office_id, period);
CREATE INDEX standard_checks_ward ON standard_checks (fy, ward_id, standard_id, office_id, period, result, value); -- holds all that a year's states need

-- 上げる案, and new standards that grew out of a ward's practice.
CREATE TABLE standard_proposals (
	id             TEXT PRIMARY KEY,
	kind           TEXT NOT NULL CHECK (kind IN ('change', 'new')),
	standard_id    TEXT REFERENCES standards (id),
	title          TEXT NOT NULL,
	text           TEXT NOT NULL,
	reason         TEXT NOT NULL,
	ward_id        TEXT NOT NULL,
	goal_id        TEXT NOT NULL DEFAULT '',
	fy             BIGINT NOT NULL,
	state          TEXT NOT NULL CHECK (state IN ('proposed', 'verifying', 'decided')),
	version_id     TEXT REFERENCES standard_versions (id), -- the wording made ready for the meeting
	outcome        TEXT NOT NULL DEFAULT '',
	outcome_reason TEXT NOT NULL DEFAULT '',
	decided_fy     BIGINT NOT NULL DEFAULT 0,
	by_id          TEXT NOT NULL,
	at             TEXT NOT NULL,
	updated_at     TEXT NOT NULL,
	sample         BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX standard_proposals_standard ON standard_proposals (standard_id);
CREATE UNIQUE INDEX standard_proposals_goal ON standard_proposals (goal_id) WHERE goal_id <> '' AND state <> 'decided';

-- 検証: what the directors' meeting found per standard and ward, and what it decided per standard.
CREATE TABLE standard_findings (
	standard_id TEXT NOT NULL REFERENCES standards (id),
	fy          BIGINT NOT NULL,
	ward_id     TEXT NOT NULL,
	drawn       TEXT NOT NULL, -- what the checks said
	state       TEXT NOT NULL CHECK (state IN ('met', 'part', 'coming', 'outside')),
	note        TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (standard_id, fy, ward_id)
);
CREATE INDEX standard_findings_fy ON standard_findings (fy, ward_id);

CREATE TABLE standard_decisions (
	standard_id TEXT NOT NULL REFERENCES standards (id),
	fy          BIGINT NOT NULL,
	decision    TEXT NOT NULL CHECK (decision IN ('keep', 'raise', 'merge', 'retire', 'adopt')),
	reason      TEXT NOT NULL,
	into_id     TEXT REFERENCES standards (id),
	version_id  TEXT REFERENCES standard_versions (id),
	approval_id TEXT NOT NULL DEFAULT '',
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	updated_at  TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (standard_id, fy)
);

-- +goose Down
DROP TABLE standard_decisions;
DROP TABLE standard_findings;
DROP TABLE standard_proposals;
DROP TABLE standard_checks;
DROP TABLE standard_versions;
DROP TABLE standards;
DROP TABLE principle_versions;
DROP TABLE principles;
