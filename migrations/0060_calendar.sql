-- +goose Up
-- 段取り: what the city (ward_id '') or a ward added to the year. The steps that come with the program are no rows.
CREATE TABLE calendar_steps (
	id         TEXT PRIMARY KEY,
	ward_id    TEXT NOT NULL, -- '' is the whole city
	lane       TEXT NOT NULL CHECK (lane IN ('city', 'ward', 'voice', 'people', 'news')),
	title      TEXT NOT NULL,
	note       TEXT NOT NULL,
	from_month BIGINT NOT NULL CHECK (from_month BETWEEN 1 AND 12),
	to_month   BIGINT NOT NULL CHECK (to_month BETWEEN 1 AND 12),
	due        TEXT NOT NULL DEFAULT '', -- MM-DD
	link       TEXT NOT NULL DEFAULT '', -- a room of the house
	from_fy    BIGINT NOT NULL,
	to_fy      BIGINT NOT NULL, -- 9999: every year from from_fy on
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL
);
CREATE INDEX calendar_steps_ward ON calendar_steps (ward_id, from_fy, to_fy);

-- What was done to a step from above: another time, not used here, or as it was again. Who, when, why.
CREATE TABLE calendar_changes (
	ward_id    TEXT NOT NULL,
	step       TEXT NOT NULL, -- a key of the program's steps, or an id of calendar_steps
	from_fy    BIGINT NOT NULL,
	to_fy      BIGINT NOT NULL,
	deed       TEXT NOT NULL CHECK (deed IN ('move', 'hide', 'restore')),
	from_month BIGINT NOT NULL DEFAULT 0,
	to_month   BIGINT NOT NULL DEFAULT 0,
	due        TEXT NOT NULL DEFAULT '',
	reason     TEXT NOT NULL,
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	by_id      TEXT NOT NULL,
	at         TEXT NOT NULL,
	PRIMARY KEY (ward_id, step, from_fy, to_fy)
);

-- A step that was done, with a line of what happened.
CREATE TABLE calendar_done (
	ward_id TEXT NOT NULL,
	step    TEXT NOT NULL,
	fy      BIGINT NOT NULL,
	line    TEXT NOT NULL,
	sample  BOOLEAN NOT NULL DEFAULT FALSE,
	by_id   TEXT NOT NULL,
	at      TEXT NOT NULL,
	PRIMARY KEY (ward_id, step, fy)
);

-- +goose Down
DROP TABLE calendar_done;
DROP TABLE calendar_changes;
DROP TABLE calendar_steps;
