-- +goose Up
-- Equality and periods in one exclusion constraint need this extension; it is
-- trusted, so the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One unit in one era; the key is "<code>@<first day>". Names are kept three
-- times: as written, as a key in which the place of a tone mark does not
-- matter, and without diacritics for search.
CREATE TABLE unit (
    key          text    NOT NULL,
    code         text    NOT NULL,
    name         text    NOT NULL,
    full_name    text    NOT NULL,
    name_en      text    NOT NULL DEFAULT '',
    name_key     text    NOT NULL,
    name_folded  text    NOT NULL,
    type         text    NOT NULL,
    level        text    NOT NULL,
    valid_from   date    NOT NULL,
    valid_to     date,
    special_area boolean NOT NULL DEFAULT false,
    remote       boolean NOT NULL DEFAULT false,
    radio        boolean NOT NULL DEFAULT false,
    legal_basis  text    NOT NULL DEFAULT '',
    version      bigint  NOT NULL,
    CONSTRAINT unit_pkey PRIMARY KEY (key),
    CONSTRAINT unit_key_is_code_and_day CHECK (key = code || '@' || to_char(valid_from, 'YYYY-MM-DD')),
    CONSTRAINT unit_level_known CHECK (level IN ('province', 'district', 'commune', 'village')),
    CONSTRAINT unit_period_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT unit_district_ended CHECK (level <> 'district' OR valid_to <= '2025-07-01'),
    CONSTRAINT unit_code_once_a_day EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&)
);

CREATE INDEX unit_code ON unit (code, valid_from);

-- Under which unit another stands, and since when. announced tells that the
-- other services know; a transfer decided ahead is told on its day.
CREATE TABLE unit_parent (
    unit       text    NOT NULL,
    parent     text    NOT NULL,
    valid_from date    NOT NULL,
    valid_to   date,
    announced  boolean NOT NULL DEFAULT true,
    CONSTRAINT unit_parent_pkey PRIMARY KEY (unit, valid_from),
    CONSTRAINT unit_parent_unit_fkey FOREIGN KEY (unit) REFERENCES unit (key),
    CONSTRAINT unit_parent_parent_fkey FOREIGN KEY (parent) REFERENCES unit (key)
);

CREATE INDEX unit_parent_parent ON unit_parent (parent);
CREATE INDEX unit_parent_unannounced ON unit_parent (valid_from) WHERE NOT announced;

-- What came out of what.
CREATE TABLE unit_link (
    predecessor text NOT NULL,
    successor   text NOT NULL,
    kind        text NOT NULL,
    date        date NOT NULL,
    legal_basis text NOT NULL DEFAULT '',
    CONSTRAINT unit_link_pkey PRIMARY KEY (predecessor, successor),
    CONSTRAINT unit_link_predecessor_fkey FOREIGN KEY (predecessor) REFERENCES unit (key),
    CONSTRAINT unit_link_successor_fkey FOREIGN KEY (successor) REFERENCES unit (key),
    CONSTRAINT unit_link_kind_known CHECK (kind IN ('merge', 'split', 'rename', 'retype', 'transfer')),
    CONSTRAINT unit_link_not_to_itself CHECK (predecessor <> successor)
);

CREATE INDEX unit_link_successor ON unit_link (successor);

-- +goose Down
DROP TABLE unit_link;
DROP TABLE unit_parent;
DROP TABLE unit;
