-- +goose Up
-- Small letters without diacritics, as vntext.Fold does: for finding a name in
-- one village's roll, where computing it costs less than keeping it a million times.
-- +goose StatementBegin
CREATE FUNCTION folded(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT replace(regexp_replace(normalize(lower(name), NFD), '[\u0300-\u036f]', '', 'g'), 'đ', 'd')
$$;
-- +goose StatementEnd

-- Households on the rolls of villages, each with its present representative.
-- The representative stands in the row because it is read and imported with it a
-- million at a time; former ones are in household_former. Personal data: the
-- national id is a keyed hash. There is no foreign key on village: an import
-- checks a million rows as a set, and units are never deleted.
CREATE TABLE household (
    id               uuid     NOT NULL,
    village          text     COLLATE "C" NOT NULL, -- compared a million times, never shown in order
    code             text     COLLATE "C" NOT NULL,
    address          text     NOT NULL DEFAULT '',
    valid_from       date     NOT NULL,
    valid_to         date,
    rep_name         text,
    rep_birth_year   smallint,
    rep_key          bytea,
    rep_phone        text,
    rep_from         date,
    rep_confirmed_at timestamptz,
    version          bigint   NOT NULL,
    CONSTRAINT household_pkey PRIMARY KEY (id),
    CONSTRAINT household_period_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT household_representative_whole CHECK ((rep_name IS NULL) = (rep_from IS NULL))
);

CREATE UNIQUE INDEX household_code_on_roll ON household (village, code) WHERE valid_to IS NULL;
CREATE INDEX household_left ON household (village, code) WHERE valid_to IS NOT NULL;
-- One person represents one household at a time. Keyed hashes come in no order,
-- so an import writes all over this index: 15 of the 32 bytes fit twice as many
-- on a page, and two people in the country sharing 120 bits will not happen.
CREATE UNIQUE INDEX household_representative_once ON household (substring(rep_key FOR 15))
    WHERE valid_to IS NULL AND rep_key IS NOT NULL;

-- Former representatives.
CREATE TABLE household_former (
    household    uuid     NOT NULL,
    name         text     NOT NULL,
    birth_year   smallint,
    key          bytea,
    phone        text,
    valid_from   date     NOT NULL,
    valid_to     date     NOT NULL,
    confirmed_at timestamptz,
    CONSTRAINT household_former_household_fkey FOREIGN KEY (household) REFERENCES household (id),
    CONSTRAINT household_former_period_not_empty CHECK (valid_to > valid_from)
);

CREATE INDEX household_former_household ON household_former (household, valid_from);

-- What happened to a household after it was entered.
CREATE TABLE household_event (
    id        bigint GENERATED ALWAYS AS IDENTITY,
    household uuid   NOT NULL,
    date      date   NOT NULL,
    kind      text   NOT NULL,
    related   text   NOT NULL DEFAULT '',
    reason    text   NOT NULL DEFAULT '',
    CONSTRAINT household_event_pkey PRIMARY KEY (id),
    CONSTRAINT household_event_household_fkey FOREIGN KEY (household) REFERENCES household (id)
);

CREATE INDEX household_event_household ON household_event (household, id);

-- What each village's roll says in short; the digest proves which roll it is.
CREATE TABLE household_roll (
    village     text   NOT NULL,
    households  bigint NOT NULL,
    represented bigint NOT NULL,
    digest      text   NOT NULL,
    revision    bigint NOT NULL,
    CONSTRAINT household_roll_pkey PRIMARY KEY (village)
);

-- +goose Down
DROP TABLE household_roll;
DROP TABLE household_event;
DROP TABLE household_former;
DROP TABLE household;
DROP FUNCTION folded (text);
