-- +goose Up
-- Who holds which role where, and when. An end equal to the first day says
-- that the role never was held.
CREATE TABLE role_binding (
    id          uuid   NOT NULL,
    subject_key text   NOT NULL,
    name        text   NOT NULL DEFAULT '',
    role        text   NOT NULL,
    unit        text   NOT NULL,
    agency      text   NOT NULL DEFAULT '',
    valid_from  date   NOT NULL,
    valid_to    date,
    legal_basis text   NOT NULL DEFAULT '',
    version     bigint NOT NULL,
    CONSTRAINT role_binding_pkey PRIMARY KEY (id),
    CONSTRAINT role_binding_unit_fkey FOREIGN KEY (unit) REFERENCES unit (key),
    CONSTRAINT role_binding_period_in_order CHECK (valid_to >= valid_from),
    CONSTRAINT role_binding_held_once EXCLUDE USING gist (
        subject_key WITH =, role WITH =, unit WITH =, agency WITH =, daterange(valid_from, valid_to) WITH &&)
);

CREATE INDEX role_binding_unit ON role_binding (unit, role, id);

-- +goose Down
DROP TABLE role_binding;
