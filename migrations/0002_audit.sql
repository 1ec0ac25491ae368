-- +goose Up
CREATE TABLE audit_head (
	id   BIGINT PRIMARY KEY CHECK (id = 1),
	seq  BIGINT NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TABLE audit (
	seq       BIGINT PRIMARY KEY,
	at        TEXT NOT NULL,
	actor_id  TEXT NOT NULL,
	ward_id   TEXT NOT NULL,
	deed      TEXT NOT NULL, -- saw.* or a verb of the office
	kind      TEXT NOT NULL,
	subject   TEXT NOT NULL,
	detail    TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	hash      TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (kind, subject, seq);
CREATE INDEX audit_actor ON audit (actor_id, seq);

-- +goose Down
DROP TABLE audit;
DROP TABLE audit_head;
