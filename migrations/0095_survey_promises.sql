-- +goose Up
-- What the office promises when it stops taking answers: when the result comes out, and what it does first.
ALTER TABLE surveys ADD COLUMN release_on TEXT NOT NULL DEFAULT '';
ALTER TABLE surveys ADD COLUMN first_step TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE surveys DROP COLUMN first_step;
ALTER TABLE surveys DROP COLUMN release_on;
