-- name: GetVote :one
SELECT body FROM vote WHERE id = $1;

-- name: LockVote :one
SELECT body FROM vote WHERE id = $1 FOR UPDATE;

-- name: PutVote :exec
INSERT INTO vote (
    id, revision, unit, agency, scope, item, kind, state, form, method, opens_at, closes_at, announced_at, effective_date,
    due_date, answered_by, updated_at, body
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, state = excluded.state, form = excluded.form, method = excluded.method,
    opens_at = excluded.opens_at, closes_at = excluded.closes_at, announced_at = excluded.announced_at,
    effective_date = excluded.effective_date, due_date = excluded.due_date, answered_by = excluded.answered_by,
    updated_at = excluded.updated_at, body = excluded.body;

-- name: DeleteVote :exec
DELETE FROM vote WHERE id = $1;

-- name: IndexVote :exec
INSERT INTO vote_index (vote, unit, scope, item, state, announced_at, words)
VALUES (@vote, @unit, @scope, @item, @state, @announced_at, array_to_tsvector(@words::text[]))
ON CONFLICT (vote) DO UPDATE SET state = excluded.state, words = excluded.words;

-- name: SearchVotes :many
WITH page AS (
    SELECT i.vote, i.announced_at FROM vote_index i
    WHERE (@query::text = '' OR i.words @@ CAST(@query AS tsquery))
      AND (NOT @in_units::boolean OR i.unit = ANY (@units::text[]))
      AND (cardinality(@states::text[]) = 0 OR i.state = ANY (@states::text[]))
      AND (@scope::text = '' OR i.scope = @scope)
      AND (@item::smallint = 0 OR i.item = @item)
      AND (sqlc.narg('before')::timestamptz IS NULL OR (i.announced_at, i.vote) < (sqlc.narg('before'), @before_id::uuid))
    ORDER BY i.announced_at DESC, i.vote DESC
    LIMIT @most
)
SELECT v.body FROM page JOIN vote v ON v.id = page.vote
ORDER BY page.announced_at DESC, page.vote DESC;

-- name: ListDesk :many
-- A vote of the commune stands on the desk of each of its villages, too, once it is announced.
SELECT v.body FROM vote v
WHERE (v.unit = ANY (@units::text[])
       OR v.scope = 'commune' AND EXISTS (SELECT FROM roll r WHERE r.vote = v.id AND r.village = ANY (@units::text[])))
  AND v.agency = @agency
  AND (@drafts::boolean OR v.announced_at IS NOT NULL)
  AND (cardinality(@states::text[]) = 0 OR v.state = ANY (@states::text[]))
  AND (COALESCE(v.due_date, DATE '9999-12-31'), v.id) > (@after_day::date, @after_id::uuid)
ORDER BY COALESCE(v.due_date, DATE '9999-12-31'), v.id
LIMIT @most;

-- name: ListWaiting :many
SELECT body FROM vote
WHERE unit = ANY (@units::text[]) AND state = 'SENT' AND answered_by <> ''
  AND (COALESCE(due_date, DATE '9999-12-31'), id) > (@after_day::date, @after_id::uuid)
ORDER BY COALESCE(due_date, DATE '9999-12-31'), id
LIMIT @most;

-- name: ListOfHousehold :many
SELECT v.body, sqlc.embed(e),
    (CASE WHEN v.state = 'OPEN' THEN 0 WHEN v.state IN ('ANNOUNCED', 'OPTED_IN') THEN 1 ELSE 2 END)::integer AS rank
FROM roll_entry e JOIN vote v ON v.id = e.vote
WHERE e.household = @household AND NOT e.removed
  AND ((CASE WHEN v.state = 'OPEN' THEN 0 WHEN v.state IN ('ANNOUNCED', 'OPTED_IN') THEN 1 ELSE 2 END) > @rank::integer
    OR (CASE WHEN v.state = 'OPEN' THEN 0 WHEN v.state IN ('ANNOUNCED', 'OPTED_IN') THEN 1 ELSE 2 END) = @rank::integer
       AND (sqlc.narg('before')::timestamptz IS NULL OR (v.announced_at, v.id) < (sqlc.narg('before'), @before_id::uuid)))
ORDER BY rank, v.announced_at DESC, v.id DESC
LIMIT @most;

-- name: VotesToOpen :many
SELECT id FROM vote WHERE state = 'OPTED_IN' AND opens_at <= @now AND id > @after_id::uuid ORDER BY id LIMIT 500;

-- name: VotesToClose :many
SELECT id FROM vote WHERE state = 'OPEN' AND form = 'online' AND closes_at <= @now AND id > @after_id::uuid ORDER BY id LIMIT 500;

-- name: VotesToTakeEffect :many
SELECT id FROM vote WHERE state = 'RECOGNISED' AND effective_date <= @today AND id > @after_id::uuid ORDER BY id LIMIT 500;

-- name: VotesToRemind :many
SELECT id FROM vote
WHERE state IN ('PASSED', 'SENT') AND due_date = ANY (@days::date[]) AND id > @after_id::uuid
ORDER BY id
LIMIT 500;

-- name: GetFollowUp :one
SELECT body FROM follow_up WHERE vote = $1;

-- name: LockFollowUp :one
SELECT body FROM follow_up WHERE vote = $1 FOR UPDATE;

-- name: PutFollowUp :exec
INSERT INTO follow_up (vote, body) VALUES ($1, $2) ON CONFLICT (vote) DO UPDATE SET body = excluded.body;
