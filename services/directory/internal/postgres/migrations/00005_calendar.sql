-- +goose Up
-- Every revision of every year; the highest revision is in force.
CREATE TABLE calendar_revision (
    year        integer     NOT NULL,
    revision    bigint      NOT NULL,
    status      text        NOT NULL,
    days        jsonb       NOT NULL,
    legal_basis text        NOT NULL DEFAULT '',
    set_at      timestamptz NOT NULL,
    CONSTRAINT calendar_revision_pkey PRIMARY KEY (year, revision),
    CONSTRAINT calendar_revision_status_known CHECK (status IN ('decided', 'provisional'))
);

-- +goose Down
DROP TABLE calendar_revision;
