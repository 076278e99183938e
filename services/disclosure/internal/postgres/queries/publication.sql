-- name: GetPublication :one
SELECT * FROM publication WHERE id = $1;

-- name: LockPublication :one
SELECT * FROM publication WHERE id = $1 FOR UPDATE;

-- name: PublicationBody :one
SELECT body FROM publication_text WHERE publication = $1;

-- name: PutPublication :exec
INSERT INTO publication (
    id, revision, unit, agency, item, obligation, state, title, summary, document_number, issuing_body, decision_date,
    attachments, warnings, register_number, version, digest, correction_note, due, due_history, personal_list, expiry_date,
    special_area, author, approver, single_person, secrecy_declared, return_reason, withdrawal_reason, forms,
    created_at, updated_at, scheduled_at, published_at, corrected_at, withdrawn_at, correction,
    unit_name, agency_name
) VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
    $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
    $23, $24, $25, $26, $27, $28, $29, $30,
    $31, $32, $33, $34, $35, $36, $37,
    $38, $39
)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, item = excluded.item, obligation = excluded.obligation, state = excluded.state,
    title = excluded.title, summary = excluded.summary, document_number = excluded.document_number,
    issuing_body = excluded.issuing_body, decision_date = excluded.decision_date, attachments = excluded.attachments,
    warnings = excluded.warnings, register_number = excluded.register_number, version = excluded.version,
    digest = excluded.digest, correction_note = excluded.correction_note, due = excluded.due,
    due_history = excluded.due_history, personal_list = excluded.personal_list, expiry_date = excluded.expiry_date,
    special_area = excluded.special_area, author = excluded.author, approver = excluded.approver, single_person = excluded.single_person,
    secrecy_declared = excluded.secrecy_declared, return_reason = excluded.return_reason,
    withdrawal_reason = excluded.withdrawal_reason, forms = excluded.forms, updated_at = excluded.updated_at,
    scheduled_at = excluded.scheduled_at, published_at = excluded.published_at, corrected_at = excluded.corrected_at,
    withdrawn_at = excluded.withdrawn_at, correction = excluded.correction,
    unit_name = excluded.unit_name, agency_name = excluded.agency_name;

-- name: PutPublicationBody :exec
INSERT INTO publication_text (publication, body) VALUES ($1, $2)
ON CONFLICT (publication) DO UPDATE SET body = excluded.body;

-- name: DeletePublication :exec
DELETE FROM publication WHERE id = $1;

-- name: AddVersion :exec
INSERT INTO publication_version (
    publication, number, title, summary, body, document_number, issuing_body, decision_date, attachments, published_at,
    correction_note, digest
) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: GetVersion :one
SELECT * FROM publication_version WHERE publication = $1 AND number = $2;

-- name: ListVersions :many
SELECT * FROM publication_version
WHERE publication = @publication AND number < @before::integer
ORDER BY number DESC
LIMIT @most;

-- name: IndexPublication :exec
INSERT INTO publication_index (publication, unit, agency, item, state, published_at, expiry_date, forms, title_words, words)
VALUES (@publication, @unit, @agency, @item, @state, @published_at, @expiry_date, @forms,
    array_to_tsvector(@title_words::text[]), array_to_tsvector(@words::text[]))
ON CONFLICT (publication) DO UPDATE SET
    item = excluded.item, state = excluded.state, expiry_date = excluded.expiry_date, forms = excluded.forms,
    title_words = excluded.title_words, words = excluded.words;

-- name: ListDesk :many
SELECT * FROM publication
WHERE unit = @unit
  AND agency = @agency
  AND (cardinality(@states::text[]) = 0 OR state = ANY (@states::text[])
       OR 'in_review' = ANY (@states::text[]) AND correction IS NOT NULL AND NOT correction ? 'return_reason')
  AND (@item::text = '' OR item = @item)
  AND (sqlc.narg('before')::timestamptz IS NULL OR (updated_at, id) < (sqlc.narg('before'), @before_id::uuid))
ORDER BY updated_at DESC, id DESC
LIMIT @most;

-- name: DuePublications :many
-- What waits for somebody at the desks of the units and agencies.
SELECT * FROM publication
WHERE (unit = ANY (@units::text[]) OR agency = ANY (@agencies::text[]))
  AND (state IN ('draft', 'in_review', 'approved') OR correction IS NOT NULL)
ORDER BY updated_at, id
LIMIT 500;

-- name: PublicationsToExpire :many
SELECT id FROM publication
WHERE state IN ('published', 'archived') AND expiry_date < @today
ORDER BY expiry_date
LIMIT 500;

-- name: ScheduledPublications :many
SELECT id FROM publication WHERE state = 'scheduled' AND scheduled_at <= @now ORDER BY scheduled_at LIMIT 500;

-- name: PublishedBetween :many
SELECT * FROM publication
WHERE unit = @unit AND published_at >= @from_time AND published_at < @to_time
ORDER BY published_at, id;

-- name: ExportPublications :many
SELECT sqlc.embed(p), t.body FROM publication p
JOIN publication_text t ON t.publication = p.id
WHERE p.published_at IS NOT NULL
  AND (NOT @in_units::boolean OR p.unit = ANY (@units::text[]))
  AND (@item::text = '' OR p.item = @item)
  AND (sqlc.narg('from_time')::timestamptz IS NULL OR p.published_at >= sqlc.narg('from_time'))
  AND (sqlc.narg('to_time')::timestamptz IS NULL OR p.published_at < sqlc.narg('to_time'))
  AND (p.published_at, p.id) > (@after_time::timestamptz, @after_id::uuid)
ORDER BY p.published_at, p.id
LIMIT 200;
