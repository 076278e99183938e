-- name: GetInitiative :one
SELECT body FROM initiative WHERE id = $1;

-- name: LockInitiative :one
SELECT body FROM initiative WHERE id = $1 FOR UPDATE;

-- name: PutInitiative :exec
INSERT INTO initiative (id, village, created_at, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- name: ListInitiatives :many
SELECT body FROM initiative
WHERE village = @village
  AND (sqlc.narg('before')::timestamptz IS NULL OR (created_at, id) < (sqlc.narg('before'), @before_id::uuid))
ORDER BY created_at DESC, id DESC
LIMIT @most;

-- name: ListConsents :many
SELECT household, given_on FROM initiative_consent WHERE initiative = $1 ORDER BY household;

-- name: PutConsent :exec
INSERT INTO initiative_consent (initiative, household, given_on) VALUES ($1, $2, $3)
ON CONFLICT (initiative, household) DO UPDATE SET given_on = excluded.given_on;

-- name: DeleteConsent :exec
DELETE FROM initiative_consent WHERE initiative = $1 AND household = $2;

-- name: VillageSize :one
SELECT households FROM village_size WHERE village = $1;

-- name: PutVillageSize :exec
INSERT INTO village_size (village, households, revision) VALUES ($1, $2, $3)
ON CONFLICT (village) DO UPDATE SET households = excluded.households, revision = excluded.revision
WHERE village_size.revision < excluded.revision;
