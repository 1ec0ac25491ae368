-- +goose Up
-- Paper sheets out of one box, keyed in by the office. They are answers once the batch is closed; its sheets go then.
CREATE TABLE survey_batches (
	id          TEXT PRIMARY KEY,
	survey_id   TEXT NOT NULL REFERENCES surveys (id),
	counter_id  TEXT NOT NULL REFERENCES survey_counters (id),
	name        TEXT NOT NULL, -- as it is written on the sheets
	first_sheet BIGINT NOT NULL CHECK (first_sheet >= 1),
	sheets      BIGINT NOT NULL CHECK (sheets BETWEEN 1 AND 1000),
	day         TEXT NOT NULL,
	opened_by   TEXT NOT NULL REFERENCES staff (id),
	opened_at   TEXT NOT NULL,
	closed_by   TEXT NOT NULL DEFAULT '',
	closed_at   TEXT NOT NULL DEFAULT '',
	kept        BIGINT NOT NULL DEFAULT 0, -- sheets that became answers
	checked     BIGINT NOT NULL DEFAULT 0, -- sheets keyed a second time
	differed    BIGINT NOT NULL DEFAULT 0, -- cells in which the two disagreed
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	UNIQUE (survey_id, name)
);
CREATE INDEX survey_batches_counter ON survey_batches (counter_id);

CREATE TABLE survey_keyed (
	batch_id TEXT NOT NULL REFERENCES survey_batches (id),
	pass     BIGINT NOT NULL CHECK (pass IN (1, 2, 3)), -- 3: what was decided where 1 and 2 disagree
	sheet    BIGINT NOT NULL,
	cells    TEXT NOT NULL, -- question=key, as a form is sent
	by_id    TEXT NOT NULL REFERENCES staff (id),
	at       TEXT NOT NULL,
	PRIMARY KEY (batch_id, pass, sheet)
);

-- A tablet at a counter. Its code is the address that staff set it up with; it hangs on no poster.
CREATE TABLE kiosks (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL UNIQUE CHECK (length(code) >= 8),
	counter_id TEXT NOT NULL REFERENCES survey_counters (id), -- it asks what this counter's survey asks
	name       TEXT NOT NULL,
	pin        TEXT NOT NULL, -- salted hash of the number that leaves the kiosk
	lang       TEXT NOT NULL DEFAULT 'ja',
	dark       BOOLEAN NOT NULL DEFAULT FALSE, -- 画面を消す
	seen_at    TEXT NOT NULL DEFAULT '',
	waiting    BIGINT NOT NULL DEFAULT 0, -- answers it could not send yet
	recent     TEXT NOT NULL DEFAULT '', -- when its last full answers ended, for the rule about repeated presses; no answer bears it
	made_by    TEXT NOT NULL REFERENCES staff (id),
	made_at    TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX kiosks_counter ON kiosks (counter_id);

-- How an answer of a kiosk came to be: to the end or not, and whether it was one of many pressed in a row.
CREATE TABLE kiosk_sheets (
	form_key TEXT PRIMARY KEY,
	kiosk_id TEXT NOT NULL REFERENCES kiosks (id),
	day      TEXT NOT NULL,
	lang     TEXT NOT NULL,
	ending   TEXT NOT NULL CHECK (ending IN ('full', 'partial', 'repeated'))
);
CREATE INDEX kiosk_sheets_kiosk ON kiosk_sheets (kiosk_id, day);

-- A form under way on a kiosk without script: it becomes a partial answer when nobody goes on.
CREATE TABLE kiosk_open (
	form_key  TEXT PRIMARY KEY,
	kiosk_id  TEXT NOT NULL REFERENCES kiosks (id),
	survey_id TEXT NOT NULL REFERENCES surveys (id),
	lang      TEXT NOT NULL,
	marks     TEXT NOT NULL,
	at        TEXT NOT NULL
);
CREATE INDEX kiosk_open_kiosk ON kiosk_open (kiosk_id, at);

-- +goose Down
DROP TABLE kiosk_open;
DROP TABLE kiosk_sheets;
DROP TABLE kiosks;
DROP TABLE survey_keyed;
DROP TABLE survey_batches;
