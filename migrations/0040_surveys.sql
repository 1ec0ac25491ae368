-- +goose Up
CREATE TABLE surveys (
	id           TEXT PRIMARY KEY,
	code         TEXT NOT NULL UNIQUE,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	title        TEXT NOT NULL,
	from_date    TEXT NOT NULL,
	to_date      TEXT NOT NULL,
	keeper       TEXT NOT NULL, -- office and telephone, at the foot of the visitor's page
	bank_version BIGINT NOT NULL,
	opened_at    TEXT NOT NULL DEFAULT '',
	opened_by    TEXT NOT NULL DEFAULT '',
	closed_at    TEXT NOT NULL DEFAULT '',
	closed_by    TEXT NOT NULL DEFAULT '',
	last_seq     BIGINT NOT NULL DEFAULT 0, -- seq of the newest answer; its row lock orders the answers
	epoch        BIGINT NOT NULL DEFAULT 0, -- goes up when answers are taken away
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_at   TEXT NOT NULL,
	updated_at   TEXT NOT NULL,
	CHECK (from_date <= to_date)
);
CREATE INDEX surveys_ward ON surveys (ward_id, from_date);

-- A counter keeps its code, and so its printed poster, when the next survey takes it over.
CREATE TABLE survey_counters (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	code       TEXT NOT NULL UNIQUE CHECK (length(code) >= 4),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	place      TEXT NOT NULL,
	place_easy TEXT NOT NULL DEFAULT '',
	place_en   TEXT NOT NULL DEFAULT '',
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL,
	updated_at TEXT NOT NULL
);
CREATE INDEX survey_counters_survey ON survey_counters (survey_id, place);
CREATE INDEX survey_counters_office ON survey_counters (office_id);

-- The key is random and says nothing of when or who; no time finer than the hour is kept.
CREATE TABLE survey_answers (
	form_key   TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	seq        BIGINT NOT NULL,
	counter_id TEXT NOT NULL REFERENCES survey_counters (id),
	mode       TEXT NOT NULL CHECK (mode IN ('phone', 'paper', 'kiosk')),
	lang       TEXT NOT NULL,
	marks      TEXT NOT NULL CHECK (length(marks) = 8), -- a digit an item: 0 unanswered, 1 to 5, 9 out of the base
	free       TEXT NOT NULL DEFAULT '',
	age        BIGINT NOT NULL DEFAULT -1,
	live       BIGINT NOT NULL DEFAULT -1,
	day        TEXT NOT NULL,
	hour       BIGINT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX survey_answers_seq ON survey_answers (survey_id, seq);
CREATE INDEX survey_answers_free ON survey_answers (survey_id, day) WHERE free <> '';

CREATE TABLE survey_changes (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	voice      TEXT NOT NULL,
	change     TEXT NOT NULL,
	change_easy TEXT NOT NULL DEFAULT '',
	change_en  TEXT NOT NULL DEFAULT '',
	since      TEXT NOT NULL, -- the day from which it is different
	goal_id    TEXT NOT NULL DEFAULT '',
	written_by TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL
);
CREATE INDEX survey_changes_survey ON survey_changes (survey_id, since);

-- +goose Down
DROP TABLE survey_changes;
DROP TABLE survey_answers;
DROP TABLE survey_counters;
DROP TABLE surveys;
