-- +goose Up
-- How a ward's public pages differ from the last that were written out, as of a time: the newest alone is kept.
CREATE TABLE publishing_comparisons (
	ward_id TEXT NOT NULL REFERENCES offices (id),
	fy      BIGINT NOT NULL,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	count   BIGINT NOT NULL, -- files
	first   BOOLEAN NOT NULL, -- nothing had gone out before
	says    TEXT NOT NULL,
	diff    TEXT NOT NULL, -- JSON: kind, path, name of each difference
	sample  BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (ward_id, fy)
);

-- +goose Down
DROP TABLE publishing_comparisons;
