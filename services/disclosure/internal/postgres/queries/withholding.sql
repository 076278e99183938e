-- name: GetWithholding :one
SELECT * FROM withholding WHERE id = $1;

-- name: LockWithholding :one
SELECT * FROM withholding WHERE id = $1 FOR UPDATE;

-- name: PutWithholding :exec
INSERT INTO withholding (
    id, revision, unit, agency, item, obligation, state, ground, basis, subject_matter, justification, review_date, author,
    approver, decision_reason, approved_at, closed_at, created_at, updated_at
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, state = excluded.state, review_date = excluded.review_date, approver = excluded.approver,
    decision_reason = excluded.decision_reason, approved_at = excluded.approved_at, closed_at = excluded.closed_at,
    updated_at = excluded.updated_at;

-- name: ListWithholdings :many
SELECT * FROM withholding
WHERE (NOT @in_units::boolean OR unit = ANY (@units::text[]))
  AND state = ANY (@states::text[])
  AND (state IN ('approved', 'lifted') OR agency = ANY (@open_agencies::text[]))
  AND (sqlc.narg('before')::timestamptz IS NULL OR (created_at, id) < (sqlc.narg('before'), @before_id::uuid))
ORDER BY created_at DESC, id DESC
LIMIT @most;

-- name: CountWithholdings :one
SELECT count(*)::integer FROM withholding
WHERE (NOT @in_units::boolean OR unit = ANY (@units::text[])) AND state = 'approved';

-- name: CountWithheldAt :one
-- How many were in force at a moment.
SELECT count(*)::integer FROM withholding
WHERE unit = @unit AND approved_at < @moment::timestamptz AND (closed_at IS NULL OR closed_at >= @moment);

-- name: DueWithholdings :many
SELECT * FROM withholding
WHERE (agency = '' AND unit = ANY (@units::text[]) OR agency = ANY (@agencies::text[]))
  AND (state = 'proposed' OR state = 'approved' AND review_date <= @soon::date)
ORDER BY review_date, id
LIMIT 500;
