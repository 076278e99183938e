-- +goose Up
-- How the publisher was called when something was first made public: a later change of name does not rewrite it. Empty before
-- that, and for what was made public before this was kept.
ALTER TABLE publication ADD COLUMN unit_name text NOT NULL DEFAULT '', ADD COLUMN agency_name text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE publication DROP COLUMN unit_name, DROP COLUMN agency_name;
