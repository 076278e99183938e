-- +goose Up
-- The log of each announced vote, and the key of its secret ballot. The private key is sealed with the service's secret
-- and is gone from the moment the vote is closed.
CREATE TABLE vote_log (
    vote         uuid   NOT NULL,
    log          bigint NOT NULL,
    origin       text   NOT NULL,
    public_key   bytea,
    sealed_key   bytea,
    destroyed_at timestamptz,
    CONSTRAINT vote_log_pkey PRIMARY KEY (vote),
    CONSTRAINT vote_log_of FOREIGN KEY (vote) REFERENCES vote (id),
    CONSTRAINT vote_log_key_was_public CHECK (sealed_key IS NULL OR public_key IS NOT NULL),
    CONSTRAINT vote_log_key_there_or_destroyed CHECK (public_key IS NULL OR (sealed_key IS NULL) = (destroyed_at IS NOT NULL))
);

-- Answers to the poll whether to vote online at all.
CREATE TABLE opt_in_answer (
    vote      uuid    NOT NULL,
    household text    NOT NULL,
    agree     boolean NOT NULL,
    CONSTRAINT opt_in_answer_pkey PRIMARY KEY (vote, household)
);

-- Which household drew with which blinded message, so that the same gets the same answer. No time, no number: nothing
-- here stands in an order that a ballot has too. Emptied when the vote is closed.
CREATE TABLE credential (
    vote      uuid  NOT NULL,
    household text  NOT NULL,
    blinded   bytea NOT NULL, -- SHA-256
    CONSTRAINT credential_pkey PRIMARY KEY (vote, household)
);

-- Who helped a household at the team's device, and why. No time.
CREATE TABLE assistance (
    vote      uuid NOT NULL,
    household text NOT NULL,
    helper    text NOT NULL,
    reason    text NOT NULL,
    CONSTRAINT assistance_pkey PRIMARY KEY (vote, household)
);

-- Secret ballots. Nobody's: no household, no time, no number, no reference.
CREATE TABLE ballot (
    vote         uuid  NOT NULL,
    token_digest bytea NOT NULL,
    commitment   bytea NOT NULL,
    token        bytea NOT NULL,
    signature    bytea NOT NULL,
    choice       text  NOT NULL,
    salt         bytea NOT NULL,
    CONSTRAINT ballot_pkey PRIMARY KEY (vote, token_digest)
);

-- Open ballots: the household's choice, as it was told before it chose.
CREATE TABLE open_ballot (
    vote       uuid  NOT NULL,
    household  text  NOT NULL,
    choice     text  NOT NULL,
    opinion    text  NOT NULL,
    salt       bytea NOT NULL,
    commitment bytea NOT NULL,
    CONSTRAINT open_ballot_pkey PRIMARY KEY (vote, household)
);

-- Whoever puts something into a box holds it shared; whoever closes it waits for them and keeps others out. It is no row.
CREATE FUNCTION ballot_box_key(box uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
RETURN hashtextextended('danchu ballot box ' || box::text, 0);

-- +goose StatementBegin
-- Puts ballots of any votes into their boxes and into their logs, in one statement. For each the outcome:
--   taken   it is in, now or since an earlier time;
--   used    the token is in with another choice or salt;
--   early   its vote is not open yet;
--   closed  its vote is not open any more, or never was a secret one online;
--   busy    its vote is being closed or called off in this moment.
-- A statement of the function looks after the shared lock, so it sees what whoever closed the box has committed. Rows go
-- in by their digests and leaves by their commitments, never in the order of arrival.
CREATE FUNCTION cast_ballots(moment timestamptz, votes uuid[], logs bigint[], digests bytea[], commitments bytea[], tokens bytea[],
    signatures bytea[], choices text[], salts bytea[], leaves bytea[]) RETURNS TABLE (place bigint, outcome text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    held       uuid[];
    taking     uuid[];
    early      uuid[];
    new_logs   bigint[];
    new_keys   bytea[];
    new_leaves bytea[];
BEGIN
    SELECT array_agg(box) INTO held FROM (SELECT DISTINCT unnest(votes) AS box OFFSET 0) b
    WHERE pg_try_advisory_xact_lock_shared(ballot_box_key(box));
    SELECT array_agg(v.id) FILTER (WHERE v.state = 'OPEN' AND v.opens_at <= moment AND v.closes_at > moment),
        array_agg(v.id) FILTER (WHERE v.state IN ('ANNOUNCED', 'OPTED_IN') OR v.state = 'OPEN' AND v.opens_at > moment)
    INTO taking, early
    FROM vote v WHERE v.id = ANY (held) AND v.form = 'online' AND v.method = 'secret_ballot';

    WITH given AS (
        SELECT * FROM unnest(votes, logs, digests, commitments, tokens, signatures, choices, salts, leaves)
            AS g (vote, log, token_digest, commitment, token, signature, choice, salt, leaf)
        WHERE vote = ANY (taking)
    ), taken AS (
        INSERT INTO ballot (vote, token_digest, commitment, token, signature, choice, salt)
        SELECT vote, token_digest, commitment, token, signature, choice, salt FROM given ORDER BY vote, token_digest
        ON CONFLICT (vote, token_digest) DO NOTHING
        RETURNING vote, commitment
    ), placed AS (
        SELECT DISTINCT g.commitment, g.log, g.leaf FROM given g JOIN taken t ON t.vote = g.vote AND t.commitment = g.commitment
    )
    SELECT array_agg(log ORDER BY commitment), array_agg(commitment ORDER BY commitment), array_agg(leaf ORDER BY commitment)
    INTO new_logs, new_keys, new_leaves FROM placed;
    IF new_logs IS NOT NULL THEN
        PERFORM tlog_append(new_logs, new_keys, new_leaves);
    END IF;

    RETURN QUERY
    SELECT g.place, CASE
        WHEN b.commitment = g.commitment THEN 'taken'
        WHEN b.commitment IS NOT NULL THEN 'used'
        WHEN g.vote = ANY (held) IS NOT TRUE THEN 'busy'
        WHEN g.vote = ANY (early) THEN 'early'
        ELSE 'closed' END
    FROM unnest(votes, digests, commitments) WITH ORDINALITY AS g (vote, token_digest, commitment, place)
    LEFT JOIN ballot b ON b.vote = g.vote AND b.token_digest = g.token_digest;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
-- Marks that a household drew a credential with a blinded message:
--   drawn   it did, now or earlier with the same message;
--   other   it did with another message;
--   voted   it took part in another form;
--   closed  the vote is not open to it; busy as above.
-- The row of the household on the roll decides between those who race.
CREATE FUNCTION draw_credential(moment timestamptz, box uuid, who text, message bytea, helped_by text, why text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    before bytea;
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(ballot_box_key(box)) THEN
        RETURN 'busy';
    END IF;
    PERFORM FROM vote v WHERE v.id = box AND v.form = 'online' AND v.method = 'secret_ballot' AND v.state = 'OPEN'
        AND v.opens_at <= moment AND v.closes_at > moment;
    IF NOT FOUND THEN
        RETURN 'closed';
    END IF;
    UPDATE roll_entry e SET took_part_form = 'online', credential_drawn = true, assisted = helped_by <> ''
    WHERE e.vote = box AND e.household = who AND NOT e.removed AND e.took_part_form IS NULL;
    IF FOUND THEN
        INSERT INTO credential (vote, household, blinded) VALUES (box, who, message);
        IF helped_by <> '' THEN
            INSERT INTO assistance (vote, household, helper, reason) VALUES (box, who, helped_by, why);
        END IF;
        RETURN 'drawn';
    END IF;
    SELECT c.blinded INTO before FROM credential c WHERE c.vote = box AND c.household = who;
    RETURN CASE WHEN before IS NULL THEN 'voted' WHEN before = message THEN 'drawn' ELSE 'other' END;
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION draw_credential(timestamptz, uuid, text, bytea, text, text);
DROP FUNCTION cast_ballots(timestamptz, uuid[], bigint[], bytea[], bytea[], bytea[], bytea[], text[], bytea[], bytea[]);
DROP FUNCTION ballot_box_key(uuid);
DROP TABLE open_ballot;
DROP TABLE ballot;
DROP TABLE assistance;
DROP TABLE credential;
DROP TABLE opt_in_answer;
DROP TABLE vote_log;
