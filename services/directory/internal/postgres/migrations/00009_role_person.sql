-- +goose Up
-- Who stands behind a subject, as a keyed hash; NULL until they have signed in
-- with an issuer that tells it. One person holds a role once, under whichever account.
ALTER TABLE role_binding ADD COLUMN person_key text;
UPDATE role_binding SET person_key = subject_key WHERE subject_key LIKE 'pk:%';
ALTER TABLE role_binding ADD CONSTRAINT role_binding_person_once EXCLUDE USING gist (
    person_key WITH =, role WITH =, unit WITH =, agency WITH =, daterange(valid_from, valid_to) WITH &&);

-- +goose Down
ALTER TABLE role_binding DROP CONSTRAINT role_binding_person_once;
ALTER TABLE role_binding DROP COLUMN person_key;
