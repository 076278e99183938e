-- +goose Up
-- What a unit discloses. The text stands apart (publication_text) so that lists never read it, and what the public
-- searches stands in publication_index, which holds public publications only: a draft cannot be found by mistake.
CREATE TABLE publication (
    id                uuid        NOT NULL,
    revision          bigint      NOT NULL,
    unit              text        NOT NULL,
    agency            text        NOT NULL,
    item              text        NOT NULL,
    obligation        uuid,
    state             text        NOT NULL,
    title             text        NOT NULL,
    summary           text        NOT NULL,
    document_number   text        NOT NULL,
    issuing_body      text        NOT NULL,
    decision_date     date,
    attachments       jsonb,
    warnings          jsonb,
    register_number   text        NOT NULL,
    version           integer     NOT NULL,
    digest            text        NOT NULL,
    correction_note   text        NOT NULL,
    due               jsonb       NOT NULL,
    due_history       jsonb,
    personal_list     boolean     NOT NULL,
    expiry_date       date,
    special_area      boolean     NOT NULL,
    author            jsonb       NOT NULL,
    approver          jsonb       NOT NULL,
    single_person     boolean     NOT NULL,
    secrecy_declared  boolean     NOT NULL,
    return_reason     text        NOT NULL,
    withdrawal_reason text        NOT NULL,
    forms             jsonb,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    scheduled_at      timestamptz,
    published_at      timestamptz,
    corrected_at      timestamptz,
    withdrawn_at      timestamptz,
    CONSTRAINT publication_pkey PRIMARY KEY (id),
    CONSTRAINT publication_state_known CHECK (state IN
        ('draft', 'in_review', 'approved', 'scheduled', 'published', 'withdrawn', 'expired', 'archived')),
    CONSTRAINT publication_public_is_complete CHECK (state NOT IN ('published', 'withdrawn', 'expired', 'archived')
        OR (published_at IS NOT NULL AND version > 0 AND digest <> '' AND register_number <> '' AND secrecy_declared)),
    CONSTRAINT publication_scheduled_has_time CHECK (state <> 'scheduled' OR scheduled_at IS NOT NULL),
    CONSTRAINT publication_withdrawn_has_reason CHECK (state <> 'withdrawn' OR withdrawal_reason <> ''),
    CONSTRAINT publication_expires_personal_lists_only CHECK (expiry_date IS NULL OR personal_list)
);

CREATE UNIQUE INDEX publication_register ON publication (unit, agency, register_number) WHERE register_number <> '';
CREATE INDEX publication_desk ON publication (unit, updated_at DESC, id);
CREATE INDEX publication_by_day ON publication (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX publication_to_expire ON publication (expiry_date) WHERE state IN ('published', 'archived') AND expiry_date IS NOT NULL;
CREATE INDEX publication_scheduled ON publication (scheduled_at) WHERE state = 'scheduled';

CREATE TABLE publication_text (
    publication uuid NOT NULL,
    body        text NOT NULL,
    CONSTRAINT publication_text_pkey PRIMARY KEY (publication),
    CONSTRAINT publication_text_of FOREIGN KEY (publication) REFERENCES publication (id) ON DELETE CASCADE
);

-- Public versions, kept as they were. Nothing updates them; they go with nothing.
CREATE TABLE publication_version (
    publication     uuid        NOT NULL,
    number          integer     NOT NULL,
    title           text        NOT NULL,
    summary         text        NOT NULL,
    body            text        NOT NULL,
    document_number text        NOT NULL,
    issuing_body    text        NOT NULL,
    decision_date   date,
    attachments     jsonb,
    published_at    timestamptz NOT NULL,
    correction_note text        NOT NULL,
    digest          text        NOT NULL,
    CONSTRAINT publication_version_pkey PRIMARY KEY (publication, number),
    CONSTRAINT publication_version_of FOREIGN KEY (publication) REFERENCES publication (id),
    CONSTRAINT publication_version_counts_from_one CHECK (number >= 1)
);

CREATE TABLE publication_index (
    publication  uuid        NOT NULL,
    unit         text        NOT NULL,
    agency       text        NOT NULL,
    item         text        NOT NULL,
    state        text        NOT NULL,
    published_at timestamptz NOT NULL,
    expiry_date  date,
    forms        text[]      NOT NULL,
    -- words of the title alone, and of everything shown; folded and, where they carry marks, as written
    title_words  tsvector    NOT NULL,
    words        tsvector    NOT NULL,
    CONSTRAINT publication_index_pkey PRIMARY KEY (publication),
    CONSTRAINT publication_index_of FOREIGN KEY (publication) REFERENCES publication (id),
    CONSTRAINT publication_index_is_public CHECK (state IN ('published', 'withdrawn', 'expired', 'archived'))
);

CREATE INDEX publication_index_words ON publication_index USING gin (words);
CREATE INDEX publication_index_newest ON publication_index (published_at DESC, publication DESC);
CREATE INDEX publication_index_unit ON publication_index (unit, published_at DESC, publication DESC);
CREATE INDEX publication_index_item ON publication_index (item, published_at DESC, publication DESC);

-- +goose Down
DROP TABLE publication_index;
DROP TABLE publication_version;
DROP TABLE publication_text;
DROP TABLE publication;
