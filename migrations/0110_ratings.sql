-- +goose Up
-- 格付け調査: what an outside firm saw at the ward's counters, in the form that the firm used that year. Fields with
-- their items, the year's rule and the published figures of other wards are read and written as a whole: JSON.
CREATE TABLE ratings (
	id          TEXT PRIMARY KEY,
	ward_id     TEXT NOT NULL REFERENCES offices (id),
	fy          BIGINT NOT NULL,
	name        TEXT NOT NULL,
	by_whom     TEXT NOT NULL, -- the firm, in words
	from_date   TEXT NOT NULL,
	to_date     TEXT NOT NULL,
	low         BIGINT NOT NULL,
	top         BIGINT NOT NULL,
	fields      TEXT NOT NULL,
	rule        TEXT NOT NULL,
	announced   BIGINT, -- stars as the city announced them; NULL where it did not
	others      TEXT NOT NULL,
	sample      BOOLEAN NOT NULL DEFAULT FALSE,
	created_by  TEXT NOT NULL,
	created_at  TEXT NOT NULL,
	updated_by  TEXT NOT NULL,
	updated_at  TEXT NOT NULL
);
CREATE INDEX ratings_ward ON ratings (ward_id, fy);

CREATE TABLE rating_imports (
	id         TEXT PRIMARY KEY,
	rating_id  TEXT NOT NULL REFERENCES ratings (id),
	name       TEXT NOT NULL,
	header     TEXT NOT NULL, -- JSON, as are rows and before
	columns    TEXT NOT NULL,
	rows       TEXT NOT NULL, -- '' once the week is over
	before     TEXT NOT NULL, -- what stood where the file wrote
	state      TEXT NOT NULL CHECK (state IN ('waiting', 'applied', 'undone')),
	cells      BIGINT NOT NULL,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	applied_at TEXT NOT NULL
);
CREATE INDEX rating_imports_rating ON rating_imports (rating_id, at);

-- One mark: field × item × investigator × visit. Investigators are numbers, never persons.
CREATE TABLE rating_scores (
	rating_id    TEXT NOT NULL REFERENCES ratings (id),
	field        TEXT NOT NULL,
	item         TEXT NOT NULL,
	investigator BIGINT NOT NULL CHECK (investigator BETWEEN 1 AND 999),
	visit        BIGINT NOT NULL CHECK (visit BETWEEN 1 AND 99),
	score        BIGINT NOT NULL, -- hundredths of a point
	import_id    TEXT NOT NULL, -- '' typed in
	at           TEXT NOT NULL,
	PRIMARY KEY (rating_id, field, item, investigator, visit)
);

CREATE TABLE rating_actions (
	id         TEXT PRIMARY KEY,
	rating_id  TEXT NOT NULL REFERENCES ratings (id),
	field      TEXT NOT NULL,
	item       TEXT NOT NULL, -- '' the whole field
	what       TEXT NOT NULL,
	who        TEXT NOT NULL, -- an office or a post, in words
	due        TEXT NOT NULL,
	result     TEXT NOT NULL,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	result_by  TEXT NOT NULL,
	result_at  TEXT NOT NULL -- '' while it is not done
);
CREATE INDEX rating_actions_rating ON rating_actions (rating_id, at);

-- +goose Down
DROP TABLE rating_actions;
DROP TABLE rating_scores;
DROP TABLE rating_imports;
DROP TABLE ratings;
