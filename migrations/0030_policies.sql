-- +goose Up
-- 方針: what the ward head says for a year. Each row is one version; a published one is never changed again.
CREATE TABLE policies (
	id           TEXT PRIMARY KEY,
	ward_id      TEXT NOT NULL REFERENCES offices (id),
	fy           BIGINT NOT NULL,
	version      BIGINT NOT NULL CHECK (version >= 1),
	foreword     TEXT NOT NULL,
	published_at TEXT NOT NULL DEFAULT '', -- '' while it is a draft
	published_by TEXT NOT NULL DEFAULT '',
	approval_id  TEXT NOT NULL DEFAULT '',
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	created_by   TEXT NOT NULL,
	created_at   TEXT NOT NULL,
	updated_by   TEXT NOT NULL,
	updated_at   TEXT NOT NULL,
	UNIQUE (ward_id, fy, version)
);
CREATE UNIQUE INDEX policies_one_draft ON policies (ward_id, fy) WHERE published_at = '';

-- A point keeps its id over versions and years, so that the goals that serve it stay linked.
CREATE TABLE policy_points (
	policy_id TEXT NOT NULL REFERENCES policies (id),
	point_id  TEXT NOT NULL,
	position  BIGINT NOT NULL,
	title     TEXT NOT NULL,
	text      TEXT NOT NULL,
	PRIMARY KEY (policy_id, point_id)
);

CREATE TABLE policy_point_links (
	policy_id TEXT NOT NULL,
	point_id  TEXT NOT NULL,
	kind      TEXT NOT NULL CHECK (kind IN ('principle', 'standard')),
	target    TEXT NOT NULL,
	name      TEXT NOT NULL, -- as it read when it was linked
	href      TEXT NOT NULL,
	PRIMARY KEY (policy_id, point_id, kind, target),
	FOREIGN KEY (policy_id, point_id) REFERENCES policy_points (policy_id, point_id)
);

-- +goose Down
DROP TABLE policy_point_links;
DROP TABLE policy_points;
DROP TABLE policies;
