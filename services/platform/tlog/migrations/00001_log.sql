-- +goose Up
-- A transparency log: one for each vote, so thousands in one database.
CREATE TABLE tlog_log (
    id        bigint      GENERATED ALWAYS AS IDENTITY,
    origin    text        NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    CONSTRAINT tlog_log_pkey PRIMARY KEY (id),
    CONSTRAINT tlog_log_origin_key UNIQUE (origin)
);

-- What business transactions have committed and the sequencer has not placed
-- yet. It knows nothing of the log's row: a foreign key would lock that row in
-- every business transaction. No data: a notice that the log was opened or closed.
CREATE TABLE tlog_waiting (
    id     bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    log_id bigint NOT NULL,
    key    bytea  NOT NULL,
    data   bytea,
    CONSTRAINT tlog_waiting_pkey PRIMARY KEY (id),
    CONSTRAINT tlog_waiting_key_length CHECK (octet_length(key) BETWEEN 1 AND 64),
    CONSTRAINT tlog_waiting_data_length CHECK (octet_length(data) <= 65535)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The entries in their order. The sequencer alone writes here.
CREATE TABLE tlog_leaf (
    log_id bigint NOT NULL,
    idx    bigint NOT NULL,
    key    bytea  NOT NULL,
    data   bytea  NOT NULL,
    CONSTRAINT tlog_leaf_pkey PRIMARY KEY (log_id, idx),
    CONSTRAINT tlog_leaf_key_key UNIQUE (log_id, key)
);

-- The tree: tiles of 256 hashes. A partial tile grows in place; its earlier
-- widths are its beginning. Hashes do not compress.
CREATE TABLE tlog_tile (
    log_id bigint   NOT NULL,
    level  smallint NOT NULL,
    n      bigint   NOT NULL,
    data   bytea    NOT NULL,
    CONSTRAINT tlog_tile_pkey PRIMARY KEY (log_id, level, n),
    CONSTRAINT tlog_tile_length CHECK (octet_length(data) BETWEEN 32 AND 8192 AND octet_length(data) % 32 = 0)
) WITH (fillfactor = 70);
ALTER TABLE tlog_tile ALTER COLUMN data SET STORAGE EXTERNAL;

-- The end of each log, and the newest checkpoint signed of it. The sequencer
-- alone writes here.
CREATE TABLE tlog_head (
    log_id        bigint  NOT NULL,
    size          bigint  NOT NULL DEFAULT 0,
    root          bytea   NOT NULL DEFAULT sha256(''),
    closed        boolean NOT NULL DEFAULT false,
    signed_size   bigint  NOT NULL DEFAULT -1,
    signed_closed boolean NOT NULL DEFAULT false,
    signers       text    NOT NULL DEFAULT '',
    checkpoint    text    NOT NULL DEFAULT '',
    CONSTRAINT tlog_head_pkey PRIMARY KEY (log_id),
    CONSTRAINT tlog_head_signed_behind CHECK (signed_size <= size)
) WITH (fillfactor = 50);

-- Checkpoints that witnesses cosigned: the note as it was signed by the log, and
-- the witnesses' lines.
CREATE TABLE tlog_cosigned (
    log_id     bigint  NOT NULL,
    size       bigint  NOT NULL,
    closed     boolean NOT NULL,
    checkpoint text    NOT NULL,
    lines      text    NOT NULL,
    CONSTRAINT tlog_cosigned_pkey PRIMARY KEY (log_id, size, closed)
);

-- The one way in. Several logs may be written at once, element by element. The
-- shared lock of a log is held to the end of the transaction, so that whoever
-- closes it waits for all who were let in; it is no row and writes nothing.
-- Each statement of the function looks again, therefore only read committed.
-- +goose StatementBegin
CREATE FUNCTION tlog_append(logs bigint[], keys bytea[], leaves bytea[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    added bigint;
    bad   bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'appending to a log needs read committed' USING ERRCODE = 'TL003';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('danchu tlog ' || one, 0)) FROM unnest(logs) AS one;
    INSERT INTO tlog_waiting (log_id, key, data)
    SELECT one.log, one.key, one.leaf
    FROM unnest(logs, keys, leaves) WITH ORDINALITY AS one (log, key, leaf, place)
    CROSS JOIN LATERAL (SELECT FROM tlog_log l WHERE l.id = one.log AND l.closed_at IS NULL OFFSET 0) AS open
    ORDER BY one.place;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF added <> cardinality(logs) THEN
        SELECT l.id INTO bad FROM tlog_log l WHERE l.id = ANY (logs) AND l.closed_at IS NOT NULL LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'log % is closed', bad USING ERRCODE = 'TL001';
        END IF;
        RAISE EXCEPTION 'one of the logs % is not there', logs USING ERRCODE = 'TL002';
    END IF;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER tlog_leaf_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON tlog_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
ALTER TABLE tlog_leaf ENABLE ALWAYS TRIGGER tlog_leaf_append_only;
CREATE TRIGGER tlog_tile_append_only
    BEFORE DELETE OR TRUNCATE ON tlog_tile
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
ALTER TABLE tlog_tile ENABLE ALWAYS TRIGGER tlog_tile_append_only;

-- +goose Down
DROP FUNCTION tlog_append(bigint[], bytea[], bytea[]);
DROP TABLE tlog_cosigned;
DROP TABLE tlog_head;
DROP TABLE tlog_tile;
DROP TABLE tlog_leaf;
DROP TABLE tlog_waiting;
DROP TABLE tlog_log;
