-- +goose Up
-- A cause is what made a change happen: a request, an event, a job. Its row is
-- written in the transaction of the change, so a repeat finds it and changes
-- nothing. The key is a digest of kind, caller, action and id.
CREATE TABLE platform_cause (
    key    bytea       NOT NULL,
    kind   text        NOT NULL,
    action text        NOT NULL,
    digest bytea       NOT NULL,
    answer text,
    at     timestamptz NOT NULL,
    CONSTRAINT platform_cause_pkey PRIMARY KEY (key),
    CONSTRAINT platform_cause_kind_known CHECK (kind IN ('request', 'event', 'job', 'operator'))
) WITH (fillfactor = 80);

-- Rows arrive in the order of time, so a block range index finds the old ones
-- for next to nothing.
CREATE INDEX platform_cause_at ON platform_cause USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- +goose Down
DROP TABLE platform_cause;
