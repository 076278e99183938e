-- +goose Up
-- Bodies with duties of their own, attached to a unit.
CREATE TABLE agency (
    id          uuid   NOT NULL,
    code        text   NOT NULL DEFAULT '',
    name        text   NOT NULL,
    name_folded text   NOT NULL,
    kind        text   NOT NULL,
    unit        text   NOT NULL,
    contact     text   NOT NULL DEFAULT '',
    valid_from  date   NOT NULL,
    valid_to    date,
    version     bigint NOT NULL,
    CONSTRAINT agency_pkey PRIMARY KEY (id),
    CONSTRAINT agency_unit_fkey FOREIGN KEY (unit) REFERENCES unit (key),
    CONSTRAINT agency_period_not_empty CHECK (valid_to > valid_from),
    CONSTRAINT agency_code_once_a_day
        EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (code <> '')
);

CREATE INDEX agency_unit ON agency (unit);
CREATE INDEX agency_name ON agency (name, id);

-- +goose Down
DROP TABLE agency;
