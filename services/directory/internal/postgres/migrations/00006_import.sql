-- +goose Up
-- Runs over files. file is the blob's name in the store, never a person's path.
CREATE TABLE import (
    id          uuid        NOT NULL,
    kind        text        NOT NULL,
    unit        text        NOT NULL DEFAULT '',
    file        text        NOT NULL,
    file_name   text        NOT NULL,
    file_size   bigint      NOT NULL,
    file_digest text        NOT NULL,
    dry_run     boolean     NOT NULL,
    valid_from  date,
    valid_to    date,
    legal_basis text        NOT NULL DEFAULT '',
    actor       text        NOT NULL,
    actor_keys  text[]      NOT NULL DEFAULT '{}',
    state       text        NOT NULL,
    phase       text        NOT NULL DEFAULT '',
    rows_read   bigint      NOT NULL DEFAULT 0,
    percent     integer     NOT NULL DEFAULT 0,
    created     bigint      NOT NULL DEFAULT 0,
    changed     bigint      NOT NULL DEFAULT 0,
    unchanged   bigint      NOT NULL DEFAULT 0,
    errors      bigint      NOT NULL DEFAULT 0,
    failure     text        NOT NULL DEFAULT '',
    encoding    text        NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    finished_at timestamptz,
    CONSTRAINT import_pkey PRIMARY KEY (id),
    CONSTRAINT import_state_known CHECK (state IN ('pending', 'running', 'succeeded', 'rejected', 'failed', 'cancelled')),
    CONSTRAINT import_finished_has_time
        CHECK ((state IN ('pending', 'running')) = (finished_at IS NULL))
);

CREATE INDEX import_newest ON import (unit, created_at DESC, id DESC);

-- What was wrong, row by row. Values of national ids and telephones are masked.
CREATE TABLE import_error (
    import   uuid   NOT NULL,
    seq      bigint NOT NULL,
    line     bigint NOT NULL,
    heading  text   NOT NULL DEFAULT '',
    value    text   NOT NULL DEFAULT '',
    rule     text   NOT NULL,
    remedy   text   NOT NULL DEFAULT '',
    params   jsonb  NOT NULL DEFAULT '{}',
    CONSTRAINT import_error_pkey PRIMARY KEY (import, seq),
    CONSTRAINT import_error_import_fkey FOREIGN KEY (import) REFERENCES import (id) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE import_error;
DROP TABLE import;
