-- name: GetRequest :one
SELECT * FROM information_request WHERE id = $1;

-- name: LockRequest :one
SELECT * FROM information_request WHERE id = $1 FOR UPDATE;

-- name: PutRequest :exec
INSERT INTO information_request (
    id, revision, register_number, unit, state, channel, complexity, requester, requester_key, requester_name, contact,
    entered_by, content, purpose, wanted_form, item, obligation, arrived_on, notify_due, due, due_date, due_history, extended,
    extension, handler, answer, attachments, publication, ground, reason, sent_to, sent_to_unit, submitted_at, received_at,
    closed_at, updated_at
) VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
    $27, $28, $29, $30, $31, $32, $33, $34, $35, $36
)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, state = excluded.state, complexity = excluded.complexity, notify_due = excluded.notify_due,
    due = excluded.due, due_date = excluded.due_date, due_history = excluded.due_history, extended = excluded.extended,
    extension = excluded.extension, handler = excluded.handler, answer = excluded.answer, attachments = excluded.attachments,
    publication = excluded.publication, ground = excluded.ground, reason = excluded.reason, sent_to = excluded.sent_to,
    sent_to_unit = excluded.sent_to_unit, received_at = excluded.received_at, closed_at = excluded.closed_at,
    updated_at = excluded.updated_at;

-- name: ListMyRequests :many
SELECT * FROM information_request
WHERE requester_key = @requester_key
  AND (sqlc.narg('before')::timestamptz IS NULL OR (submitted_at, id) < (sqlc.narg('before'), @before_id::uuid))
ORDER BY submitted_at DESC, id DESC
LIMIT @most;

-- name: ListUnitRequests :many
SELECT * FROM information_request
WHERE unit = @unit
  AND (cardinality(@states::text[]) = 0 OR state = ANY (@states::text[]))
  AND (due_date, id) > (@after_date::date, @after_id::uuid)
ORDER BY due_date, id
LIMIT @most;

-- name: DueRequests :many
SELECT * FROM information_request
WHERE unit = ANY (@units::text[]) AND state IN ('submitted', 'received')
ORDER BY due_date, id
LIMIT 500;

-- name: OpenRequests :many
SELECT id FROM information_request WHERE state IN ('submitted', 'received') AND id > @after_id::uuid ORDER BY id LIMIT 500;
