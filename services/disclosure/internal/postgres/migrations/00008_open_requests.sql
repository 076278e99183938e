-- +goose Up
-- Open requests are counted again when the calendar changes.
CREATE INDEX information_request_open ON information_request (id) WHERE state IN ('submitted', 'received');

-- +goose Down
DROP INDEX information_request_open;
