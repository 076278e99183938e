-- +goose Up
-- The meeting of a vote in one round: one sitting of each circle, or several clusters of it. body holds chair, motions and
-- counts; who came stands in rows of its own.
CREATE TABLE meeting (
    vote    uuid    NOT NULL,
    round   integer NOT NULL,
    session text    NOT NULL,
    body    jsonb   NOT NULL,
    CONSTRAINT meeting_pkey PRIMARY KEY (vote, round, session),
    CONSTRAINT meeting_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE
);

-- A household at the door, at one sitting of a round. Neither hour nor order: only that it came late, or has gone again.
CREATE TABLE attendance (
    vote      uuid    NOT NULL,
    round     integer NOT NULL,
    household text    NOT NULL,
    session   text    NOT NULL,
    delegate  text    NOT NULL, -- who came for it when not its representative; personal
    by_code   boolean NOT NULL,
    late      boolean NOT NULL,
    gone      boolean NOT NULL,
    CONSTRAINT attendance_pkey PRIMARY KEY (vote, round, household),
    CONSTRAINT attendance_of FOREIGN KEY (vote, household) REFERENCES roll_entry (vote, household) ON DELETE CASCADE
);

-- What the codes at the door are made with.
CREATE TABLE door (
    vote uuid  NOT NULL,
    key  bytea NOT NULL,
    CONSTRAINT door_pkey PRIMARY KEY (vote),
    CONSTRAINT door_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE,
    CONSTRAINT door_key_long CHECK (octet_length(key) = 32)
);

-- +goose Down
DROP TABLE door;
DROP TABLE attendance;
DROP TABLE meeting;
