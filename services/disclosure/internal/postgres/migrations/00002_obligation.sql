-- +goose Up
CREATE TABLE obligation (
    id              uuid        NOT NULL,
    revision        bigint      NOT NULL,
    unit            text        NOT NULL,
    agency          text        NOT NULL,
    item            text        NOT NULL,
    period          text        NOT NULL,
    year            integer     NOT NULL,
    period_end      date        NOT NULL,
    state           text        NOT NULL,
    document_number text        NOT NULL,
    decision_date   date,
    due             jsonb       NOT NULL,
    due_date        date,
    due_history     jsonb,
    has_proposal    boolean     NOT NULL,
    planned_date    date,
    publication     uuid,
    withholding     uuid,
    published_on    date,
    met_on          date,
    not_arisen      text        NOT NULL,
    reminded_at     timestamptz,
    overdue_told    boolean     NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT obligation_pkey PRIMARY KEY (id),
    -- materialising a period twice changes nothing
    CONSTRAINT obligation_once UNIQUE (unit, agency, item, period),
    CONSTRAINT obligation_state_known CHECK (state IN ('expected', 'open', 'in_forms', 'met', 'not_arisen', 'withheld')),
    CONSTRAINT obligation_open_is_due CHECK (state <> 'open' OR due_date IS NOT NULL),
    CONSTRAINT obligation_answered CHECK (state NOT IN ('in_forms', 'met') OR (publication IS NOT NULL AND published_on IS NOT NULL)),
    CONSTRAINT obligation_withheld_by CHECK (state <> 'withheld' OR withholding IS NOT NULL),
    CONSTRAINT obligation_not_arisen_has_reason CHECK (state <> 'not_arisen' OR not_arisen <> '')
);

CREATE INDEX obligation_year ON obligation (year, unit);
CREATE INDEX obligation_unit_due ON obligation (unit, due_date, id);
CREATE INDEX obligation_due ON obligation (due_date, id) WHERE state = 'open';
CREATE INDEX obligation_expected ON obligation (period_end, id) WHERE state = 'expected';
CREATE INDEX obligation_in_forms ON obligation (updated_at) WHERE state = 'in_forms';
CREATE INDEX obligation_of_publication ON obligation (publication) WHERE publication IS NOT NULL;

-- Numbers shown to people: counters of the parent, never the highest plus one.
CREATE TABLE counter (
    unit   text    NOT NULL,
    agency text    NOT NULL,
    name   text    NOT NULL,
    year   integer NOT NULL,
    last   integer NOT NULL,
    CONSTRAINT counter_pkey PRIMARY KEY (unit, agency, name, year),
    CONSTRAINT counter_positive CHECK (last > 0)
);

-- +goose Down
DROP TABLE counter;
DROP TABLE obligation;
