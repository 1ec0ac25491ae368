-- +goose Up
-- What the secretariat adds to an approved promise for the public page: its place, and plain sentences.
CREATE TABLE publishing_items (
	item_id     TEXT PRIMARY KEY,
	ward_id     TEXT NOT NULL REFERENCES offices (id),
	fy          BIGINT NOT NULL,
	position    BIGINT NOT NULL DEFAULT 0, -- 0: in the order of the offices
	top         BOOLEAN NOT NULL DEFAULT FALSE,
	easy_title  TEXT NOT NULL DEFAULT '',
	easy_words  TEXT NOT NULL DEFAULT '',
	en_title    TEXT NOT NULL DEFAULT '',
	en_words    TEXT NOT NULL DEFAULT '',
	words_of    TEXT NOT NULL DEFAULT '', -- the approval whose text these sentences put plainly
	easy_result TEXT NOT NULL DEFAULT '',
	en_result   TEXT NOT NULL DEFAULT '',
	result_of   TEXT NOT NULL DEFAULT '',
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);
CREATE INDEX publishing_items_year ON publishing_items (ward_id, fy);

-- What a ward says of a whole year: when it is renewed, whom to ask.
CREATE TABLE publishing_years (
	ward_id    TEXT NOT NULL REFERENCES offices (id),
	fy         BIGINT NOT NULL,
	next_on    TEXT NOT NULL,
	contact    TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	PRIMARY KEY (ward_id, fy)
);

-- Each time the pages were written out: who, when, what, and the sum of its list of files.
CREATE TABLE publications (
	id      TEXT PRIMARY KEY,
	ward_id TEXT NOT NULL, -- '' for the whole city
	fy      BIGINT NOT NULL,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	count   BIGINT NOT NULL, -- files
	sha256  TEXT NOT NULL,
	files   TEXT NOT NULL, -- JSON: path → sha256, to show what changed since
	sample  BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX publications_ward ON publications (ward_id, fy, at);

-- +goose Down
DROP TABLE publications;
DROP TABLE publishing_years;
DROP TABLE publishing_items;
