-- +goose Up
-- Who did what to which resource, written in the transaction that did it.
CREATE TABLE platform_audit (
    id       bigint      GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL,
    actor    text        NOT NULL,
    action   text        NOT NULL,
    resource text        NOT NULL,
    unit     text        NOT NULL DEFAULT '',
    cause    text        NOT NULL DEFAULT '',
    detail   text        NOT NULL DEFAULT '{}',
    CONSTRAINT platform_audit_pkey PRIMARY KEY (id)
);

CREATE INDEX platform_audit_resource ON platform_audit (resource, id);
CREATE INDEX platform_audit_at ON platform_audit USING brin (at) WITH (pages_per_range = 32, autosummarize = on);

-- The ids not yet in the chain. Ids may commit out of order, so the place in
-- the chain is given by the sequencer, which sees committed rows only.
CREATE TABLE platform_audit_pending (
    id bigint NOT NULL,
    CONSTRAINT platform_audit_pending_pkey PRIMARY KEY (id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The chain: hash = SHA-256 over the hash before it and the entry.
CREATE TABLE platform_audit_chain (
    seq      bigint NOT NULL,
    audit_id bigint NOT NULL,
    hash     bytea  NOT NULL,
    CONSTRAINT platform_audit_chain_pkey PRIMARY KEY (seq),
    CONSTRAINT platform_audit_chain_audit_id_key UNIQUE (audit_id),
    CONSTRAINT platform_audit_chain_hash_length CHECK (octet_length(hash) = 32)
);

-- +goose StatementBegin
CREATE FUNCTION platform_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd

CREATE TRIGGER platform_audit_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_audit
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
CREATE TRIGGER platform_audit_chain_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON platform_audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION platform_append_only();
-- Also in a session that replays replication, where plain triggers sleep.
ALTER TABLE platform_audit ENABLE ALWAYS TRIGGER platform_audit_append_only;
ALTER TABLE platform_audit_chain ENABLE ALWAYS TRIGGER platform_audit_chain_append_only;

-- +goose Down
DROP TABLE platform_audit_chain;
DROP TABLE platform_audit_pending;
DROP TABLE platform_audit;
DROP FUNCTION platform_append_only();
