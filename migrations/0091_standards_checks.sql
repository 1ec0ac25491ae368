-- +goose Up
-- What came since the last look is read alone.
CREATE INDEX standard_checks_at ON standard_checks (fy, at);

-- +goose Down
DROP INDEX standard_checks_at;
