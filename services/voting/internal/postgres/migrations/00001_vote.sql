-- +goose Up
-- A vote is kept whole in body, as the rules have it; the columns beside it are drawn from it and serve lists only.
-- What households do stands in tables of its own.
CREATE TABLE vote (
    id             uuid        NOT NULL,
    revision       bigint      NOT NULL,
    unit           text        NOT NULL,
    agency         text        NOT NULL,
    scope          text        NOT NULL,
    item           smallint    NOT NULL,
    kind           text        NOT NULL,
    state          text        NOT NULL,
    form           text        NOT NULL,
    method         text        NOT NULL,
    opens_at       timestamptz,
    closes_at      timestamptz,
    announced_at   timestamptz,
    effective_date date,
    due_date       date,
    answered_by    text        NOT NULL,
    updated_at     timestamptz NOT NULL,
    body           jsonb       NOT NULL,
    CONSTRAINT vote_pkey PRIMARY KEY (id),
    CONSTRAINT vote_scope_known CHECK (scope IN ('village', 'commune', 'agency')),
    CONSTRAINT vote_agency_has_its_scope CHECK ((scope = 'agency') = (agency <> '')),
    CONSTRAINT vote_state_known CHECK (state IN ('DRAFTED', 'AGREED', 'ANNOUNCED', 'OPTED_IN', 'OPEN', 'CLOSED', 'COUNTED', 'PASSED',
        'FAILED', 'SENT', 'RECOGNISED', 'REFUSED', 'IN_EFFECT', 'ANNULLED', 'AMENDED', 'CANCELLED')),
    CONSTRAINT vote_is_announced CHECK (state IN ('DRAFTED', 'AGREED', 'CANCELLED') OR announced_at IS NOT NULL),
    CONSTRAINT vote_in_effect_has_day CHECK (state <> 'IN_EFFECT' OR effective_date IS NOT NULL)
);

CREATE INDEX vote_desk ON vote (unit, due_date NULLS LAST, id);
CREATE INDEX vote_waiting ON vote (unit, due_date, id) WHERE state = 'SENT' AND answered_by <> '';
CREATE INDEX vote_to_open ON vote (id) WHERE state = 'OPTED_IN';
CREATE INDEX vote_to_close ON vote (id) WHERE state = 'OPEN' AND form = 'online';
CREATE INDEX vote_to_take_effect ON vote (id) WHERE state = 'RECOGNISED';
CREATE INDEX vote_to_remind ON vote (id) WHERE state IN ('PASSED', 'SENT');

-- What the public searches; holds announced votes only: a draft cannot be found by mistake.
CREATE TABLE vote_index (
    vote         uuid        NOT NULL,
    unit         text        NOT NULL,
    scope        text        NOT NULL,
    item         smallint    NOT NULL,
    state        text        NOT NULL,
    announced_at timestamptz NOT NULL,
    words        tsvector    NOT NULL, -- folded and, where they carry marks, as written
    CONSTRAINT vote_index_pkey PRIMARY KEY (vote),
    CONSTRAINT vote_index_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE
);

CREATE INDEX vote_index_words ON vote_index USING gin (words);
CREATE INDEX vote_index_newest ON vote_index (announced_at DESC, vote DESC);
CREATE INDEX vote_index_unit ON vote_index (unit, announced_at DESC, vote DESC);

-- The roll of one village (or agency) for one vote. body holds what is said about the roll: corrections, objections.
CREATE TABLE roll (
    vote    uuid    NOT NULL,
    village text    NOT NULL,
    version integer NOT NULL,
    body    jsonb   NOT NULL,
    CONSTRAINT roll_pkey PRIMARY KEY (vote, village),
    CONSTRAINT roll_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE
);

-- One household on it: one voice across all forms. Nothing here says when a household took part, nor in which order.
-- Personal: names and addresses go to no event, log or index of words.
CREATE TABLE roll_entry (
    vote             uuid    NOT NULL,
    household        text    NOT NULL,
    village          text    NOT NULL,
    code             text    NOT NULL,
    name             text    NOT NULL,
    address          text    NOT NULL,
    cluster          text    NOT NULL,
    took_part_form   text,
    credential_drawn boolean NOT NULL DEFAULT false,
    assisted         boolean NOT NULL DEFAULT false,
    removed          boolean NOT NULL DEFAULT false,
    correction       text    NOT NULL DEFAULT '',
    CONSTRAINT roll_entry_pkey PRIMARY KEY (vote, household),
    CONSTRAINT roll_entry_of FOREIGN KEY (vote, village) REFERENCES roll (vote, village) ON DELETE CASCADE,
    CONSTRAINT roll_entry_form_known CHECK (took_part_form IN ('meeting', 'paper', 'online'))
);

CREATE INDEX roll_entry_by_code ON roll_entry (vote, village, code, household);
CREATE INDEX roll_entry_household ON roll_entry (household, vote);

-- What a circle told the vote in a round: representatives at the meeting, and the tally once it is counted.
CREATE TABLE circle_count (
    vote    uuid    NOT NULL,
    round   integer NOT NULL,
    circle  text    NOT NULL,
    present integer NOT NULL,
    tally   jsonb,
    CONSTRAINT circle_count_pkey PRIMARY KEY (vote, round, circle),
    CONSTRAINT circle_count_of FOREIGN KEY (vote) REFERENCES vote (id) ON DELETE CASCADE,
    CONSTRAINT circle_count_present_not_negative CHECK (present >= 0)
);

CREATE TABLE follow_up (
    vote uuid  NOT NULL,
    body jsonb NOT NULL,
    CONSTRAINT follow_up_pkey PRIMARY KEY (vote),
    CONSTRAINT follow_up_of FOREIGN KEY (vote) REFERENCES vote (id)
);

-- +goose Down
DROP TABLE follow_up;
DROP TABLE circle_count;
DROP TABLE roll_entry;
DROP TABLE roll;
DROP TABLE vote_index;
DROP TABLE vote;
