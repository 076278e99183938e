-- +goose Up
-- The days of a year on which the civil service does not work although it is a weekday, or works although it is not. A year
-- without a row is as the product ships it.
CREATE TABLE calendar_copy (
    year     integer NOT NULL,
    status   text    NOT NULL,
    days     jsonb   NOT NULL,
    revision bigint  NOT NULL,
    version  bigint  NOT NULL,
    CONSTRAINT calendar_copy_pkey PRIMARY KEY (year),
    CONSTRAINT calendar_copy_status_known CHECK (status IN ('decided', 'provisional'))
);

CREATE INDEX calendar_copy_version ON calendar_copy (version);

-- +goose Down
DROP TABLE calendar_copy;
