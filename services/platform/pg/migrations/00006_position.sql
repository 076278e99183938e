-- +goose Up
-- Up to where each consumer has taken its stream. One stream is told from a
-- later one of the same name by the time the broker created it.
CREATE TABLE platform_position (
    consumer       text        NOT NULL,
    stream_created timestamptz NOT NULL,
    place          bigint      NOT NULL,
    CONSTRAINT platform_position_pkey PRIMARY KEY (consumer)
) WITH (fillfactor = 50);

-- +goose Down
DROP TABLE platform_position;
