-- +goose Up
-- A survey asks any form; '' is the standard one. Answers to its closed questions are one character a column.
ALTER TABLE surveys ADD COLUMN form TEXT NOT NULL DEFAULT '';

CREATE TABLE survey_sheets (
	form_key   TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	seq        BIGINT NOT NULL,
	counter_id TEXT NOT NULL REFERENCES survey_counters (id),
	mode       TEXT NOT NULL CHECK (mode IN ('phone', 'paper', 'kiosk', 'scan', 'interview', 'import')),
	lang       TEXT NOT NULL,
	marks      TEXT NOT NULL, -- a character a column of the form, from '0', unanswered
	day        TEXT NOT NULL,
	hour       BIGINT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
INSERT INTO survey_sheets (form_key, survey_id, seq, counter_id, mode, lang, marks, day, hour, sample)
	SELECT form_key, survey_id, seq, counter_id, mode, lang, marks || CAST(age + 1 AS TEXT) || CAST(live + 1 AS TEXT), day, hour, sample FROM survey_answers;

-- What was written: free texts, numbers and days, by question.
CREATE TABLE survey_words (
	form_key  TEXT NOT NULL REFERENCES survey_sheets (form_key),
	survey_id TEXT NOT NULL REFERENCES surveys (id),
	question  TEXT NOT NULL,
	words     TEXT NOT NULL,
	PRIMARY KEY (form_key, question)
);
INSERT INTO survey_words (form_key, survey_id, question, words)
	SELECT form_key, survey_id, 'free', free FROM survey_answers WHERE free <> '';

DROP TABLE survey_answers;
ALTER TABLE survey_sheets RENAME TO survey_answers;
CREATE UNIQUE INDEX survey_answers_seq ON survey_answers (survey_id, seq);
CREATE INDEX survey_words_question ON survey_words (survey_id, question);

-- +goose Down
CREATE TABLE survey_sheets (
	form_key   TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES surveys (id),
	seq        BIGINT NOT NULL,
	counter_id TEXT NOT NULL REFERENCES survey_counters (id),
	mode       TEXT NOT NULL CHECK (mode IN ('phone', 'paper', 'kiosk')),
	lang       TEXT NOT NULL,
	marks      TEXT NOT NULL CHECK (length(marks) = 8),
	free       TEXT NOT NULL DEFAULT '',
	age        BIGINT NOT NULL DEFAULT -1,
	live       BIGINT NOT NULL DEFAULT -1,
	day        TEXT NOT NULL,
	hour       BIGINT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
INSERT INTO survey_sheets
	SELECT a.form_key, a.survey_id, a.seq, a.counter_id, a.mode, a.lang, SUBSTR(a.marks, 1, 8), COALESCE(w.words, ''),
		CAST(SUBSTR(a.marks, 9, 1) AS BIGINT) - 1, CAST(SUBSTR(a.marks, 10, 1) AS BIGINT) - 1, a.day, a.hour, a.sample
	FROM survey_answers a LEFT JOIN survey_words w ON w.form_key = a.form_key AND w.question = 'free'
	WHERE LENGTH(a.marks) = 10 AND a.mode IN ('phone', 'paper', 'kiosk');
DROP TABLE survey_words;
DROP TABLE survey_answers;
ALTER TABLE survey_sheets RENAME TO survey_answers;
CREATE UNIQUE INDEX survey_answers_seq ON survey_answers (survey_id, seq);
CREATE INDEX survey_answers_free ON survey_answers (survey_id, day) WHERE free <> '';
ALTER TABLE surveys DROP COLUMN form;
