-- name: GetPlan :one
SELECT * FROM plan WHERE id = $1;

-- name: LockPlan :one
SELECT * FROM plan WHERE id = $1 FOR UPDATE;

-- name: LockAdoptedPlan :one
SELECT * FROM plan WHERE unit = $1 AND agency = $2 AND year = $3 AND state = 'adopted' FOR UPDATE;

-- name: PutPlan :exec
INSERT INTO plan (id, revision, unit, agency, year, state, lines, document_number, adopted_date, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, state = excluded.state, lines = excluded.lines, document_number = excluded.document_number,
    adopted_date = excluded.adopted_date, updated_at = excluded.updated_at;

-- name: ListPlans :many
SELECT * FROM plan
WHERE unit = @unit AND (@year::integer = 0 OR year = @year) AND (state <> 'draft' OR agency = ANY (@draft_agencies::text[]))
  AND (@before_year::integer = 0 OR (year, created_at, id) < (@before_year, @before_time::timestamptz, @before_id::uuid))
ORDER BY year DESC, created_at DESC, id DESC
LIMIT @most;
