-- +goose Up
-- What a survey asks: one questionnaire hung on a noun of some room, written until it opens and then frozen.
CREATE TABLE forms (
	subject_kind TEXT NOT NULL,
	subject_id   TEXT NOT NULL,
	form         TEXT NOT NULL, -- JSON: kit/questionnaire Form
	known        TEXT NOT NULL, -- JSON: the same, each question as it came from the bank or an earlier survey
	langs        TEXT NOT NULL DEFAULT '', -- the languages offered besides the original, with spaces between them
	reviewed     TEXT NOT NULL DEFAULT '{}', -- JSON by language: {by, reader, at}
	frozen_at    TEXT NOT NULL DEFAULT '',
	frozen_by    TEXT NOT NULL DEFAULT '',
	updated_by   TEXT NOT NULL REFERENCES staff (id),
	updated_at   TEXT NOT NULL,
	sample       BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (subject_kind, subject_id)
);

-- +goose Down
DROP TABLE forms;
