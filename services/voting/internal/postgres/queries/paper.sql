-- name: GetPaperBox :one
SELECT body FROM paper_box WHERE vote = $1 AND round = $2 AND circle = $3;

-- name: PutPaperBox :exec
INSERT INTO paper_box (vote, round, circle, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (vote, round, circle) DO UPDATE SET body = excluded.body;

-- name: IssuedPapers :many
SELECT household FROM paper_issue WHERE vote = $1 AND round = $2 AND circle = $3 ORDER BY household;

-- name: ReturnedPapers :one
SELECT count(*) FROM roll_entry WHERE vote = $1 AND village = $2 AND took_part_form = 'paper';

-- name: IssuePapers :exec
INSERT INTO paper_issue (vote, round, circle, household) SELECT @vote, @round, @circle, unnest(@households::text[]);

-- name: PrintBallots :exec
INSERT INTO paper_ballot (vote, round, circle, serial) SELECT @vote, @round, @circle, unnest(@serials::text[]);

-- name: PaperBallots :many
SELECT serial FROM paper_ballot WHERE vote = $1 AND round = $2 AND circle = $3 ORDER BY serial;

-- name: AskAgain :exec
-- A ballot after a meeting too small asks everybody of the circle again.
UPDATE roll_entry SET took_part_form = NULL WHERE vote = $1 AND village = $2 AND took_part_form = 'meeting';
