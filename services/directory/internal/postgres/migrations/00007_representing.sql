-- +goose Up
-- Who represents a household now, by the first 15 bytes of the keyed hash: fifteen fit
-- twice as many on a page, and two people in the country sharing 120 bits will not happen.
-- One person represents one household at a time. The rule stood in an index over the
-- household itself, where a million keys that come in no order cost an import more than
-- everything else together; here an import enters them sorted.
DROP INDEX household_representative_once;

CREATE TABLE representing (
    person    bytea NOT NULL,
    household uuid  NOT NULL,
    CONSTRAINT household_representative_once PRIMARY KEY (person)
);

INSERT INTO representing (person, household)
SELECT substring(rep_key FOR 15) AS person, id FROM household
WHERE valid_to IS NULL AND rep_key IS NOT NULL ORDER BY person;

-- Triggers keep it, so that no way of writing a household can forget it, and the code
-- before this migration goes on working. An import of many says so (danchu.rolls = 'many')
-- and enters the keys itself.
-- +goose StatementBegin
CREATE FUNCTION keep_representing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.valid_to IS NULL AND OLD.rep_key IS NOT NULL THEN
        DELETE FROM representing WHERE person = substring(OLD.rep_key FOR 15) AND household = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.valid_to IS NULL AND NEW.rep_key IS NOT NULL THEN
        INSERT INTO representing (person, household) VALUES (substring(NEW.rep_key FOR 15), NEW.id);
    END IF;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION forget_representing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM representing;
    RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER household_entered AFTER INSERT ON household FOR EACH ROW
    WHEN (current_setting('danchu.rolls', true) IS DISTINCT FROM 'many')
    EXECUTE FUNCTION keep_representing();
CREATE TRIGGER household_left AFTER DELETE ON household FOR EACH ROW EXECUTE FUNCTION keep_representing();
CREATE TRIGGER household_represented AFTER UPDATE OF valid_to, rep_key ON household FOR EACH ROW
    WHEN (OLD.valid_to IS DISTINCT FROM NEW.valid_to OR OLD.rep_key IS DISTINCT FROM NEW.rep_key)
    EXECUTE FUNCTION keep_representing();
CREATE TRIGGER household_emptied AFTER TRUNCATE ON household FOR EACH STATEMENT EXECUTE FUNCTION forget_representing();

-- +goose Down
DROP TRIGGER household_emptied ON household;
DROP TRIGGER household_represented ON household;
DROP TRIGGER household_left ON household;
DROP TRIGGER household_entered ON household;
DROP FUNCTION forget_representing ();
DROP FUNCTION keep_representing ();
DROP TABLE representing;
CREATE UNIQUE INDEX household_representative_once ON household (substring(rep_key FOR 15))
    WHERE valid_to IS NULL AND rep_key IS NOT NULL;
