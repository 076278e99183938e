-- name: LockRoll :one
SELECT body FROM roll WHERE vote = $1 AND village = $2 FOR UPDATE;

-- name: ListRolls :many
SELECT body FROM roll WHERE vote = $1 ORDER BY village;

-- name: PutRoll :exec
INSERT INTO roll (vote, village, version, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (vote, village) DO UPDATE SET version = excluded.version, body = excluded.body;

-- name: RollEntries :many
SELECT * FROM roll_entry WHERE vote = @vote AND village = @village AND NOT removed ORDER BY code, household;

-- name: PutRollEntries :exec
INSERT INTO roll_entry (vote, village, household, code, name, address, cluster)
SELECT @vote, @village, unnest(@households::text[]), unnest(@codes::text[]), unnest(@names::text[]), unnest(@addresses::text[]),
    unnest(@clusters::text[])
ON CONFLICT (vote, household) DO UPDATE SET
    village = excluded.village, code = excluded.code, name = excluded.name, address = excluded.address, cluster = excluded.cluster,
    removed = false;

-- name: RemoveRollEntries :exec
UPDATE roll_entry SET removed = true
WHERE vote = @vote AND village = @village AND NOT removed AND household <> ALL (@households::text[]);

-- name: ExplainRollEntry :exec
UPDATE roll_entry SET correction = @correction WHERE vote = @vote AND household = @household;

-- name: RollLines :many
SELECT * FROM roll_entry
WHERE vote = @vote AND (@village::text = '' OR village = @village)
  AND (village, code, household) > (@after_village::text, @after_code::text, @after_household::text)
ORDER BY village, code, household
LIMIT @most;

-- name: RollSize :one
SELECT count(*) FROM roll_entry WHERE vote = @vote AND (@village::text = '' OR village = @village) AND NOT removed;

-- name: RollLine :one
SELECT * FROM roll_entry WHERE vote = $1 AND household = $2;

-- name: Participants :one
SELECT count(*) FROM roll_entry WHERE vote = $1 AND took_part_form IS NOT NULL;

-- name: ListCounts :many
SELECT * FROM circle_count WHERE vote = $1 AND round = $2 ORDER BY circle;

-- name: PutCount :exec
INSERT INTO circle_count (vote, round, circle, present, tally) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (vote, round, circle) DO UPDATE SET present = excluded.present, tally = excluded.tally;
