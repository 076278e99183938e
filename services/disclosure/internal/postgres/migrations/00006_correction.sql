-- +goose Up
-- A correction waits for a second person like a draft does; nobody but the staff sees it. Few publications have one.
ALTER TABLE publication ADD COLUMN correction jsonb;
CREATE INDEX publication_correcting ON publication (unit) WHERE correction IS NOT NULL;

-- Two accounts of one person are one person.
ALTER TABLE withholding ADD CONSTRAINT withholding_two_persons
    CHECK (state = 'proposed' OR approver ->> 'person' IS NULL OR author ->> 'person' IS NULL OR approver ->> 'person' <> author ->> 'person');

-- +goose Down
ALTER TABLE withholding DROP CONSTRAINT withholding_two_persons;
DROP INDEX publication_correcting;
ALTER TABLE publication DROP COLUMN correction;
