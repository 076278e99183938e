-- +goose Up
-- Personal data: who asks for what. Read by the requester and the staff of the unit only; never in events, logs or feeds.
CREATE TABLE information_request (
    id              uuid        NOT NULL,
    revision        bigint      NOT NULL,
    register_number text        NOT NULL,
    unit            text        NOT NULL,
    state           text        NOT NULL,
    channel         text        NOT NULL,
    complexity      text        NOT NULL,
    requester       jsonb       NOT NULL,
    requester_key   text        NOT NULL,
    requester_name  text        NOT NULL,
    contact         text        NOT NULL,
    entered_by      jsonb       NOT NULL,
    content         text        NOT NULL,
    purpose         text        NOT NULL,
    wanted_form     text        NOT NULL,
    item            text        NOT NULL,
    obligation      uuid,
    arrived_on      date        NOT NULL,
    notify_due      jsonb       NOT NULL,
    due             jsonb       NOT NULL,
    due_date        date        NOT NULL,
    due_history     jsonb,
    extended        boolean     NOT NULL,
    extension       text        NOT NULL,
    handler         jsonb       NOT NULL,
    answer          text        NOT NULL,
    attachments     jsonb,
    publication     uuid,
    ground          text        NOT NULL,
    reason          text        NOT NULL,
    sent_to         uuid,
    sent_to_unit    text        NOT NULL,
    submitted_at    timestamptz NOT NULL,
    received_at     timestamptz,
    closed_at       timestamptz,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT information_request_pkey PRIMARY KEY (id),
    CONSTRAINT information_request_register UNIQUE (unit, register_number),
    CONSTRAINT information_request_state_known CHECK (state IN ('submitted', 'received', 'answered', 'refused', 'transferred', 'withdrawn')),
    CONSTRAINT information_request_channel_known CHECK (channel IN ('network', 'office', 'post')),
    CONSTRAINT information_request_closed_has_time CHECK ((closed_at IS NULL) = (state IN ('submitted', 'received'))),
    CONSTRAINT information_request_refused_on_ground CHECK (state <> 'refused' OR (ground <> '' AND reason <> ''))
);

CREATE INDEX information_request_unit ON information_request (unit, due_date, id);
CREATE INDEX information_request_mine ON information_request (requester_key, submitted_at DESC, id) WHERE requester_key <> '';

-- +goose Down
DROP TABLE information_request;
