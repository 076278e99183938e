-- +goose Up
-- A matter a citizen brings forward. body has no consents: they are personal and stand in rows of their own.
CREATE TABLE initiative (
    id         uuid        NOT NULL,
    village    text        NOT NULL,
    created_at timestamptz NOT NULL,
    body       jsonb       NOT NULL,
    CONSTRAINT initiative_pkey PRIMARY KEY (id)
);

CREATE INDEX initiative_of_village ON initiative (village, created_at DESC, id DESC);

-- The day a household consented; a later consent of the same household takes the place of one that lost its value.
CREATE TABLE initiative_consent (
    initiative uuid NOT NULL,
    household  text NOT NULL,
    given_on   date NOT NULL,
    CONSTRAINT initiative_consent_pkey PRIMARY KEY (initiative, household),
    CONSTRAINT initiative_consent_of FOREIGN KEY (initiative) REFERENCES initiative (id) ON DELETE CASCADE
);

-- How many households a village has, as directory tells it; ten per cent of them carry an initiative.
CREATE TABLE village_size (
    village    text    NOT NULL,
    households integer NOT NULL,
    revision   bigint  NOT NULL,
    CONSTRAINT village_size_pkey PRIMARY KEY (village)
);

-- +goose Down
DROP TABLE village_size;
DROP TABLE initiative_consent;
DROP TABLE initiative;
