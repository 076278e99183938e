-- +goose Up
-- A publication shows the due date of the obligation it answers; a change there is written here too.
CREATE INDEX publication_answering ON publication (obligation) WHERE obligation IS NOT NULL;

-- The day lists sort by would tell the day of the decision of what is withheld; the date itself stays in due.
UPDATE obligation SET due_date = NULL WHERE state = 'withheld';

-- +goose Down
UPDATE obligation SET due_date = (due ->> 'date')::date WHERE state = 'withheld' AND due ? 'date';
DROP INDEX publication_answering;
