-- +goose Up
-- Staff surveys. Who was asked and what was answered share no column: see docs/staff-survey-threats.md.
CREATE TABLE staff_surveys (
	id           TEXT PRIMARY KEY,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	title        TEXT NOT NULL,
	why          TEXT NOT NULL,
	use_of       TEXT NOT NULL, -- どう使うか
	keeper       TEXT NOT NULL,
	closes_on    TEXT NOT NULL,
	rule         TEXT NOT NULL, -- JSON: who will see what, from how many answers on
	form         TEXT NOT NULL,
	notice       TEXT NOT NULL DEFAULT '', -- JSON: the rule as it was when the survey opened; never changed after
	envelope     BIGINT NOT NULL DEFAULT 0, -- bytes of every filled-in sheet before it is sealed
	boxes        BIGINT NOT NULL DEFAULT 0, -- compartments of the ballot box
	opened_at    TEXT NOT NULL DEFAULT '',
	opened_by    TEXT NOT NULL DEFAULT '',
	closed_at    TEXT NOT NULL DEFAULT '',
	closed_by    TEXT NOT NULL DEFAULT '', -- '' with closed_at: the last day had passed
	published_on TEXT NOT NULL DEFAULT '',
	asked        BIGINT NOT NULL DEFAULT 0, -- invitations and slips when it closed
	spent        BIGINT NOT NULL DEFAULT 0, -- of these, used
	read         BIGINT NOT NULL DEFAULT 0, -- envelopes that could be read when the box was opened
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_at   TEXT NOT NULL,
	updated_at   TEXT NOT NULL
);
CREATE INDEX staff_surveys_ward ON staff_surveys (ward_id, closes_on);

-- Three people keep a key each; two keys open the box. The private halves are never stored.
CREATE TABLE staff_survey_keys (
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	place      BIGINT NOT NULL CHECK (place BETWEEN 1 AND 3),
	holder_id  TEXT NOT NULL REFERENCES staff (id),
	public_key TEXT NOT NULL DEFAULT '',
	made_on    TEXT NOT NULL DEFAULT '',
	turned_on  TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (survey_id, place),
	UNIQUE (survey_id, holder_id)
);

-- The frozen bands. An answer knows its class, never its person.
CREATE TABLE staff_survey_classes (
	survey_id   TEXT NOT NULL REFERENCES staff_surveys (id),
	class       BIGINT NOT NULL,
	office_id   TEXT NOT NULL REFERENCES offices (id),
	office_path TEXT NOT NULL,
	employment  TEXT NOT NULL, -- '' unknown (slips)
	tenure      TEXT NOT NULL, -- '' unknown (slips)
	asked       BIGINT NOT NULL,
	PRIMARY KEY (survey_id, class)
);

-- Who was asked, and on which day the invitation was used. All rows go when the survey closes.
CREATE TABLE staff_survey_invitations (
	survey_id   TEXT NOT NULL REFERENCES staff_surveys (id),
	staff_id    TEXT NOT NULL REFERENCES staff (id),
	class       BIGINT NOT NULL,
	spent_on    TEXT NOT NULL DEFAULT '', -- a day
	not_now     BOOLEAN NOT NULL DEFAULT FALSE, -- いまはしない: no reminders
	PRIMARY KEY (survey_id, staff_id)
);
CREATE INDEX staff_survey_invitations_staff ON staff_survey_invitations (staff_id);

-- Printed one-time slips, for people without accounts: the hash of the code, and nobody's name.
CREATE TABLE staff_survey_slips (
	code_hash  TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	class      BIGINT NOT NULL,
	spent_on   TEXT NOT NULL DEFAULT ''
);
CREATE INDEX staff_survey_slips_survey ON staff_survey_slips (survey_id, class);

-- The ballot box: sealed sheets of one length, under random ids that change whenever their compartment is shaken.
CREATE TABLE staff_survey_envelopes (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	box        BIGINT NOT NULL,
	sealed     TEXT NOT NULL,
	share      TEXT NOT NULL DEFAULT '' -- what the first key gives; nothing without a second
);
CREATE INDEX staff_survey_envelopes_box ON staff_survey_envelopes (survey_id, box);

-- What the box held, as far as everybody may see it. There are no single answers after the box was opened.
CREATE TABLE staff_survey_figures (
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	question   TEXT NOT NULL, -- '' how many answered at all
	part       TEXT NOT NULL, -- ward, office, employment, tenure
	place      BIGINT NOT NULL, -- order on the page
	key        TEXT NOT NULL,
	name       TEXT NOT NULL,
	shown      BOOLEAN NOT NULL,
	why        TEXT NOT NULL,    -- where not shown
	banded     BOOLEAN NOT NULL, -- nearly all answered alike: counts has a 1 there and no numbers
	asked      BIGINT NOT NULL, -- of question '' where shown
	n          BIGINT NOT NULL,
	counts     TEXT NOT NULL, -- answers by option, comma-separated; '' where hidden
	PRIMARY KEY (survey_id, question, part, key)
);

CREATE TABLE staff_survey_texts (
	id        TEXT PRIMARY KEY,
	survey_id TEXT NOT NULL REFERENCES staff_surveys (id),
	question  TEXT NOT NULL,
	text      TEXT NOT NULL
);
CREATE INDEX staff_survey_texts_survey ON staff_survey_texts (survey_id, question);

-- 取り組むこと: one to three for a section, shown with the results and on the next survey.
CREATE TABLE staff_survey_actions (
	id         TEXT PRIMARY KEY,
	survey_id  TEXT NOT NULL REFERENCES staff_surveys (id),
	office_id  TEXT NOT NULL REFERENCES offices (id),
	what       TEXT NOT NULL,
	who        TEXT NOT NULL, -- a post or a team
	until      TEXT NOT NULL,
	outcome    TEXT NOT NULL DEFAULT '',
	written_by TEXT NOT NULL REFERENCES staff (id),
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_at TEXT NOT NULL
);
CREATE INDEX staff_survey_actions_survey ON staff_survey_actions (survey_id, office_id);

-- +goose Down
DROP TABLE staff_survey_actions;
DROP TABLE staff_survey_texts;
DROP TABLE staff_survey_figures;
DROP TABLE staff_survey_envelopes;
DROP TABLE staff_survey_slips;
DROP TABLE staff_survey_invitations;
DROP TABLE staff_survey_classes;
DROP TABLE staff_survey_keys;
DROP TABLE staff_surveys;
