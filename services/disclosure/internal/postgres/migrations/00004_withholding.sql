-- +goose Up
CREATE TABLE withholding (
    id              uuid        NOT NULL,
    revision        bigint      NOT NULL,
    unit            text        NOT NULL,
    agency          text        NOT NULL,
    item            text        NOT NULL,
    obligation      uuid,
    state           text        NOT NULL,
    ground          text        NOT NULL,
    basis           jsonb       NOT NULL,
    subject_matter  text        NOT NULL,
    justification   text        NOT NULL,
    review_date     date        NOT NULL,
    author          jsonb       NOT NULL,
    approver        jsonb       NOT NULL,
    decision_reason text        NOT NULL,
    approved_at     timestamptz,
    closed_at       timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT withholding_pkey PRIMARY KEY (id),
    CONSTRAINT withholding_state_known CHECK (state IN ('proposed', 'approved', 'declined', 'lifted')),
    CONSTRAINT withholding_four_eyes CHECK (state = 'proposed' OR approver ->> 'subject' <> author ->> 'subject'),
    CONSTRAINT withholding_approved_has_time CHECK (state NOT IN ('approved', 'lifted') OR approved_at IS NOT NULL)
);

CREATE INDEX withholding_unit ON withholding (unit, created_at DESC, id);
CREATE INDEX withholding_review ON withholding (review_date) WHERE state = 'approved';

-- +goose Down
DROP TABLE withholding;
