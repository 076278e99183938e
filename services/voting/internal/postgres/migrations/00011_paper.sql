-- +goose Up
-- The box of one circle in a round of papers: what the tellers read, how a difference was settled, scans.
CREATE TABLE paper_box (
    vote   uuid    NOT NULL,
    round  integer NOT NULL,
    circle text    NOT NULL,
    body   jsonb   NOT NULL,
    CONSTRAINT paper_box_pkey PRIMARY KEY (vote, round, circle),
    CONSTRAINT paper_box_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE
);

-- That a household was handed a ballot; which one is written down nowhere.
CREATE TABLE paper_issue (
    vote      uuid    NOT NULL,
    round     integer NOT NULL,
    household text    NOT NULL,
    circle    text    NOT NULL,
    CONSTRAINT paper_issue_pkey PRIMARY KEY (vote, round, household),
    CONSTRAINT paper_issue_of FOREIGN KEY (vote, household) REFERENCES roll_entry (vote, household) ON DELETE CASCADE
);

-- The ballots printed. Random, without household, hour or order.
CREATE TABLE paper_ballot (
    vote   uuid    NOT NULL,
    round  integer NOT NULL,
    circle text    NOT NULL,
    serial text    NOT NULL,
    CONSTRAINT paper_ballot_pkey PRIMARY KEY (vote, round, serial),
    CONSTRAINT paper_ballot_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE
);

-- +goose Down
DROP TABLE paper_ballot;
DROP TABLE paper_issue;
DROP TABLE paper_box;
