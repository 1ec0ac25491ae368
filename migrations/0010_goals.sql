-- +goose Up
-- 目標 and, under them or under a plan, 取組: one noun, told apart by kind.
CREATE TABLE goals (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL CHECK (kind IN ('goal', 'initiative')),
	ward_id     TEXT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	parent_id   TEXT REFERENCES goals (id),
	fy          BIGINT NOT NULL,
	title       TEXT NOT NULL,
	words       TEXT NOT NULL,
	words_by    TEXT NOT NULL,
	situation   TEXT NOT NULL,
	owner_id    TEXT REFERENCES staff (id),
	partner_id  TEXT REFERENCES staff (id),
	plan_ref    TEXT NOT NULL DEFAULT '', -- adoption/item of the plan it came from
	from_id     TEXT REFERENCES goals (id), -- last year's goal
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	created_by  TEXT NOT NULL,
	created_at  TEXT NOT NULL,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);
CREATE INDEX goals_ward ON goals (ward_id, fy, kind);
CREATE INDEX goals_office ON goals (office_id, fy);
CREATE INDEX goals_parent ON goals (parent_id);
CREATE INDEX goals_from ON goals (from_id);
CREATE UNIQUE INDEX goals_plan ON goals (plan_ref, fy, office_id) WHERE plan_ref <> '';

CREATE TABLE goal_links (
	goal_id TEXT NOT NULL REFERENCES goals (id),
	kind    TEXT NOT NULL CHECK (kind IN ('principle', 'standard', 'policy')),
	target  TEXT NOT NULL,
	name    TEXT NOT NULL, -- as it read when it was linked
	href    TEXT NOT NULL,
	PRIMARY KEY (goal_id, kind, target)
);
CREATE INDEX goal_links_target ON goal_links (kind, target);

CREATE TABLE goal_measures (
	id          TEXT PRIMARY KEY,
	goal_id     TEXT NOT NULL REFERENCES goals (id),
	position    BIGINT NOT NULL,
	name        TEXT NOT NULL,
	shape       TEXT NOT NULL CHECK (shape IN ('ratio', 'count', 'cadence', 'coverage', 'milestone', 'conditional')),
	unit        TEXT NOT NULL,
	up          BOOLEAN NOT NULL, -- bigger is better
	base_label  TEXT NOT NULL,
	base_kind   TEXT NOT NULL,
	period      TEXT NOT NULL,
	decimals    BIGINT NOT NULL CHECK (decimals BETWEEN 0 AND 2),
	rounding    TEXT NOT NULL CHECK (rounding IN ('half_up', 'down', 'up')),
	baseline    DOUBLE PRECISION,
	baseline_note TEXT NOT NULL,
	target      DOUBLE PRECISION,
	stretch     DOUBLE PRECISION,
	from_fy     BIGINT NOT NULL,
	due_fy      BIGINT NOT NULL,
	per         TEXT NOT NULL, -- cadence: day, week, month, year
	condition   TEXT NOT NULL, -- conditional: when it applies
	definition  TEXT NOT NULL,
	source      TEXT NOT NULL, -- '' by hand, else a reference that a joint understands
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	updated_at  TEXT NOT NULL
);
CREATE INDEX goal_measures_goal ON goal_measures (goal_id, position);
CREATE INDEX goal_measures_source ON goal_measures (source) WHERE source <> '';

-- A reading keeps where it came from: it can be opened and checked.
CREATE TABLE goal_readings (
	id          TEXT PRIMARY KEY,
	measure_id  TEXT NOT NULL REFERENCES goal_measures (id),
	value       DOUBLE PRECISION NOT NULL,
	n           BIGINT NOT NULL,
	base_label  TEXT NOT NULL,
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	as_of       TEXT NOT NULL,
	source      TEXT NOT NULL, -- what it was read from, in words
	href        TEXT NOT NULL,
	note        TEXT NOT NULL DEFAULT '',
	by_id       TEXT NOT NULL,
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX goal_readings_measure ON goal_readings (measure_id, to_date, at);
CREATE UNIQUE INDEX goal_readings_auto ON goal_readings (measure_id, href, from_date) WHERE href <> '';

CREATE TABLE goal_checkins (
	id         TEXT PRIMARY KEY,
	goal_id    TEXT NOT NULL REFERENCES goals (id),
	status     TEXT NOT NULL CHECK (status IN ('good', 'care', 'help', 'done', 'stopped', 'thinking')),
	line       TEXT NOT NULL,
	need       TEXT NOT NULL, -- 助けがほしい: what would move it on
	confidence TEXT NOT NULL CHECK (confidence IN ('', 'likely', 'even', 'hard')),
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX goal_checkins_goal ON goal_checkins (goal_id, at);

CREATE TABLE goal_reviews (
	goal_id    TEXT NOT NULL REFERENCES goals (id),
	stage      TEXT NOT NULL CHECK (stage IN ('mid', 'end')),
	doing      TEXT NOT NULL CHECK (doing IN ('', 'on', 'off')), -- 実施見込み・実施
	reach      TEXT NOT NULL CHECK (reach IN ('', 'on', 'off', 'none')), -- 達成見込み・達成
	summary    TEXT NOT NULL,
	issue      TEXT NOT NULL,
	remedy     TEXT NOT NULL,
	verdict    TEXT NOT NULL, -- what the rule said
	rule       TEXT NOT NULL, -- the rule and its version
	reason     TEXT NOT NULL, -- how the rule came to it, in words
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (goal_id, stage)
);

CREATE TABLE goal_endings (
	goal_id    TEXT PRIMARY KEY REFERENCES goals (id),
	decision   TEXT NOT NULL CHECK (decision IN ('continue', 'standard', 'end')),
	reason     TEXT NOT NULL,
	next_id    TEXT REFERENCES goals (id),
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);

-- What the public may read, per item, as it was approved.
CREATE TABLE goal_publications (
	goal_id     TEXT NOT NULL REFERENCES goals (id),
	what        TEXT NOT NULL CHECK (what IN ('goal', 'result')),
	approval_id TEXT NOT NULL,
	text        TEXT NOT NULL, -- JSON of what was approved
	at          TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (goal_id, what)
);

-- +goose Down
DROP TABLE goal_publications;
DROP TABLE goal_endings;
DROP TABLE goal_reviews;
DROP TABLE goal_checkins;
DROP TABLE goal_readings;
DROP TABLE goal_measures;
DROP TABLE goal_links;
DROP TABLE goals;
