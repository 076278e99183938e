-- +goose Up
-- Every event of this service, for ever or as long as its retention says: the
-- truth from which the stream can be filled again. Rows are never updated.
CREATE TABLE platform_outbox (
    id       bigint      GENERATED ALWAYS AS IDENTITY,
    event_id uuid        NOT NULL,
    type     text        NOT NULL,
    subject  text        NOT NULL,
    unit     text        NOT NULL DEFAULT '',
    data     bytea       NOT NULL,
    trace    text        NOT NULL DEFAULT '',
    at       timestamptz NOT NULL,
    CONSTRAINT platform_outbox_pkey PRIMARY KEY (id)
);

CREATE INDEX platform_outbox_at ON platform_outbox USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- The ids that the broker has not confirmed. Kept apart so that publishing
-- deletes a few bytes instead of rewriting the event.
CREATE TABLE platform_outbox_pending (
    id bigint NOT NULL,
    CONSTRAINT platform_outbox_pending_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- +goose Down
DROP TABLE platform_outbox_pending;
DROP TABLE platform_outbox;
