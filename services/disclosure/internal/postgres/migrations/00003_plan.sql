-- +goose Up
CREATE TABLE plan (
    id              uuid        NOT NULL,
    revision        bigint      NOT NULL,
    unit            text        NOT NULL,
    agency          text        NOT NULL,
    year            integer     NOT NULL,
    state           text        NOT NULL,
    lines           jsonb,
    document_number text        NOT NULL,
    adopted_date    date,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT plan_pkey PRIMARY KEY (id),
    CONSTRAINT plan_state_known CHECK (state IN ('draft', 'adopted', 'replaced')),
    CONSTRAINT plan_adopted_by_document CHECK (state = 'draft' OR (document_number <> '' AND adopted_date IS NOT NULL))
);

CREATE UNIQUE INDEX plan_one_draft ON plan (unit, agency, year) WHERE state = 'draft';
CREATE UNIQUE INDEX plan_one_adopted ON plan (unit, agency, year) WHERE state = 'adopted';
CREATE INDEX plan_unit ON plan (unit, year DESC, created_at DESC, id);

-- +goose Down
DROP TABLE plan;
