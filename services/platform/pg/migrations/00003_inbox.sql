-- +goose Up
-- The events each consumer has taken, written in the transaction of what it did
-- with them: an event delivered twice works once.
CREATE TABLE platform_inbox (
    consumer text        NOT NULL,
    event_id text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT platform_inbox_pkey PRIMARY KEY (consumer, event_id)
);

CREATE INDEX platform_inbox_at ON platform_inbox USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- Events that failed too often. They wait here, counted and alerted on, until
-- somebody has mended the cause and asks for the replay.
CREATE TABLE platform_parked (
    consumer  text        NOT NULL,
    event_id  text        NOT NULL,
    type      text        NOT NULL,
    source    text        NOT NULL,
    subject   text        NOT NULL,
    unit      text        NOT NULL,
    sequence  bigint      NOT NULL,
    time      timestamptz NOT NULL,
    trace     text        NOT NULL,
    data      bytea       NOT NULL,
    error     text        NOT NULL,
    attempts  integer     NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    replay_at timestamptz,
    CONSTRAINT platform_parked_pkey PRIMARY KEY (consumer, event_id)
);

-- +goose Down
DROP TABLE platform_parked;
DROP TABLE platform_inbox;
