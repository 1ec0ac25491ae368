-- +goose Up
-- 月間目標: the one thing an office keeps at its counter in a month, chosen by those who work there.
CREATE TABLE aims (
	id         TEXT PRIMARY KEY,
	ward_id    TEXT NOT NULL,
	office_id  TEXT NOT NULL REFERENCES offices (id),
	month      TEXT NOT NULL, -- YYYY-MM
	line1      TEXT NOT NULL,
	line2      TEXT NOT NULL,
	why        TEXT NOT NULL,
	together   BOOLEAN NOT NULL, -- chosen by all of them
	decided_by TEXT NOT NULL, -- else by whom
	goal_id    TEXT NOT NULL DEFAULT '', -- the goal it serves, in another room
	goal_name  TEXT NOT NULL DEFAULT '', -- as it read when it was linked
	goal_href  TEXT NOT NULL DEFAULT '',
	days       BIGINT, -- days on which it was kept, if anybody counted
	noticed    TEXT NOT NULL DEFAULT '', -- the one line of the look back
	looked_by  TEXT NOT NULL DEFAULT '',
	looked_at  TEXT NOT NULL DEFAULT '', -- '' while nobody has looked back
	sample     BOOLEAN NOT NULL DEFAULT FALSE,
	created_by TEXT NOT NULL,
	created_at TEXT NOT NULL,
	updated_by TEXT NOT NULL,
	updated_at TEXT NOT NULL,
	UNIQUE (office_id, month)
);
CREATE INDEX aims_ward ON aims (ward_id, month);
CREATE INDEX aims_goal ON aims (goal_id, month) WHERE goal_id <> '';

-- +goose Down
DROP TABLE aims;
