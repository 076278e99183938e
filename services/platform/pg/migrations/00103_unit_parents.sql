-- +goose Up
-- Every unit above that a unit has stood under, oldest first, when there was more than
-- one: [{"from": "2025-07-01", "parent": "25@2025-07-01"}]. Empty: parent has been the only one.
ALTER TABLE unit_copy ADD COLUMN parents jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE unit_copy DROP COLUMN parents;
