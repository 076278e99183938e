-- +goose Up
-- What was mended in a file without asking: a list of {rule, heading, rows, lines}.
ALTER TABLE import ADD COLUMN repairs jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE import DROP COLUMN repairs;
