-- +goose Up
-- Who holds which role where, and the agencies for which some roles are held.
CREATE TABLE binding_copy (
    id          text   NOT NULL,
    subject_key text   NOT NULL,
    role        text   NOT NULL,
    unit        text   NOT NULL,
    agency      text   NOT NULL,
    valid_from  date   NOT NULL,
    valid_to    date,
    revision    bigint NOT NULL,
    version     bigint NOT NULL,
    CONSTRAINT binding_copy_pkey PRIMARY KEY (id)
);

CREATE INDEX binding_copy_version ON binding_copy (version);

CREATE TABLE agency_copy (
    id         text   NOT NULL,
    code       text   NOT NULL,
    name       text   NOT NULL,
    name_en    text   NOT NULL,
    kind       text   NOT NULL,
    unit       text   NOT NULL,
    parent     text   NOT NULL,
    valid_from date   NOT NULL,
    valid_to   date,
    revision   bigint NOT NULL,
    version    bigint NOT NULL,
    CONSTRAINT agency_copy_pkey PRIMARY KEY (id)
);

CREATE INDEX agency_copy_version ON agency_copy (version);

-- +goose Down
DROP TABLE agency_copy;
DROP TABLE binding_copy;
