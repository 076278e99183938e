-- +goose Up
-- Notices: what somebody is told, by which channel, and what became of it.
CREATE TABLE platform_notice (
    id         bigint      GENERATED ALWAYS AS IDENTITY,
    channel    text        NOT NULL,
    recipient  text        NOT NULL,
    template   text        NOT NULL,
    lang       text        NOT NULL,
    params     jsonb       NOT NULL,
    dedup_key  text        NOT NULL,
    state      text        NOT NULL DEFAULT 'queued',
    created_at timestamptz NOT NULL,
    CONSTRAINT platform_notice_pkey PRIMARY KEY (id),
    CONSTRAINT platform_notice_once UNIQUE (channel, recipient, dedup_key),
    CONSTRAINT platform_notice_channel_known CHECK (channel IN ('mail', 'webhook', 'inbox')),
    CONSTRAINT platform_notice_state_known CHECK (state IN ('queued', 'delivered', 'failed'))
);

-- One row per attempt. It says how it went, never what was said.
CREATE TABLE platform_notice_attempt (
    notice_id bigint      NOT NULL REFERENCES platform_notice (id) ON DELETE CASCADE,
    number    integer     NOT NULL,
    at        timestamptz NOT NULL,
    outcome   text        NOT NULL,
    CONSTRAINT platform_notice_attempt_pkey PRIMARY KEY (notice_id, number)
);

-- What a person finds in the portal after signing in.
CREATE TABLE platform_notice_inbox (
    notice_id  bigint      NOT NULL REFERENCES platform_notice (id) ON DELETE CASCADE,
    recipient  text        NOT NULL,
    title      text        NOT NULL,
    body       text        NOT NULL,
    link       text        NOT NULL,
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    CONSTRAINT platform_notice_inbox_pkey PRIMARY KEY (notice_id)
);

CREATE INDEX platform_notice_inbox_recipient ON platform_notice_inbox (recipient, notice_id DESC);
CREATE INDEX platform_notice_inbox_unread ON platform_notice_inbox (recipient) WHERE read_at IS NULL;

-- +goose Down
DROP TABLE platform_notice_inbox;
DROP TABLE platform_notice_attempt;
DROP TABLE platform_notice;
