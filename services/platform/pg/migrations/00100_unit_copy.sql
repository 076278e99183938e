-- +goose Up
-- The read-only copy of directory that every service keeps: filled from directory's events by package units, read into
-- memory by every replica. A row holds the newest revision that was told; nothing is ever deleted, so that a record made
-- in a unit that is gone still finds it. A period is half open: valid_to is the first day on which it no longer holds.

-- One row. Every change of the copy counts it up first and stamps its rows with the number, so that a replica reads only what is
-- newer than what it has. Whoever counts holds the row until commit: numbers become visible in order.
CREATE TABLE copy_version (
    only_row boolean NOT NULL DEFAULT true,
    version  bigint  NOT NULL,
    CONSTRAINT copy_version_pkey PRIMARY KEY (only_row),
    CONSTRAINT copy_version_one_row CHECK (only_row)
);

INSERT INTO copy_version (version) VALUES (0);

CREATE TABLE unit_copy (
    key          text    NOT NULL,
    code         text    NOT NULL,
    name         text    NOT NULL,
    full_name    text    NOT NULL,
    name_en      text    NOT NULL,
    type         text    NOT NULL,
    level        text    NOT NULL,
    parent       text    NOT NULL,
    valid_from   date    NOT NULL,
    valid_to     date,
    special_area boolean NOT NULL,
    remote       boolean NOT NULL,
    radio        boolean NOT NULL,
    revision     bigint  NOT NULL,
    version      bigint  NOT NULL,
    CONSTRAINT unit_copy_pkey PRIMARY KEY (key),
    CONSTRAINT unit_copy_level_known CHECK (level IN ('province', 'district', 'commune', 'village')),
    CONSTRAINT unit_copy_period CHECK (valid_to >= valid_from)
);

CREATE INDEX unit_copy_version ON unit_copy (version);

CREATE TABLE unit_link_copy (
    from_unit text   NOT NULL,
    to_unit   text   NOT NULL,
    kind      text   NOT NULL,
    date      date   NOT NULL,
    basis     text   NOT NULL,
    version   bigint NOT NULL,
    CONSTRAINT unit_link_copy_pkey PRIMARY KEY (from_unit, to_unit),
    CONSTRAINT unit_link_copy_kind_known CHECK (kind IN ('merge', 'split', 'rename', 'retype', 'transfer'))
);

CREATE INDEX unit_link_copy_version ON unit_link_copy (version);

-- +goose Down
DROP TABLE unit_link_copy;
DROP TABLE unit_copy;
DROP TABLE copy_version;
