-- name: AddImport :exec
INSERT INTO import (id, kind, unit, file, file_name, file_size, file_digest, dry_run, valid_from, valid_to, legal_basis,
                    actor, actor_keys, state, created_at)
VALUES (@id, @kind, @unit, @file, @file_name, @file_size, @file_digest, @dry_run, @valid_from, @valid_to, @legal_basis,
        @actor, @actor_keys, 'pending', @created_at);

-- name: ImportByID :one
SELECT * FROM import WHERE id = @id;

-- name: ImportForUpdate :one
SELECT * FROM import WHERE id = @id FOR UPDATE;

-- name: ListImports :many
WITH RECURSIVE below AS (
    SELECT @unit::text AS unit
    UNION
    SELECT p.unit FROM unit_parent p JOIN below b ON p.parent = b.unit
)
SELECT * FROM import i
WHERE i.unit IN (SELECT unit FROM below)
  AND (@after_id::text = '' OR (i.created_at, i.id::text) < (@after_at::timestamptz, @after_id::text))
ORDER BY i.created_at DESC, i.id::text DESC
LIMIT @size::integer;

-- name: StartImport :execrows
UPDATE import SET state = 'running', phase = 'reading' WHERE id = @id AND state IN ('pending', 'running');

-- name: ReportProgress :one
-- Returns the state, so that the worker notices a cancellation.
UPDATE import SET
    phase = CASE WHEN state = 'running' THEN @phase ELSE phase END,
    rows_read = CASE WHEN state = 'running' THEN @rows_read ELSE rows_read END,
    percent = CASE WHEN state = 'running' THEN @percent ELSE percent END
WHERE id = @id RETURNING state;

-- name: FinishImport :execrows
UPDATE import SET
    state = @state, phase = '', rows_read = @rows_read, percent = 100, created = @created, changed = @changed,
    unchanged = @unchanged, errors = @errors, failure = @failure, encoding = @encoding,
    repairs = @repairs, finished_at = @finished_at
WHERE id = @id AND state IN ('pending', 'running');

-- name: CancelImport :execrows
UPDATE import SET state = 'cancelled', phase = '', finished_at = @finished_at
WHERE id = @id AND state IN ('pending', 'running');

-- name: DropImportErrors :exec
DELETE FROM import_error WHERE import = @import_id;

-- name: AddImportErrors :exec
INSERT INTO import_error (import, seq, line, heading, value, rule, remedy, params)
SELECT @import_id, e.seq, e.line, e.heading, e.value, e.rule, e.remedy, e.params::jsonb
FROM (
    SELECT unnest(@seqs::bigint[]) AS seq,
           unnest(@lines::bigint[]) AS line,
           unnest(@headings::text[]) AS heading,
           unnest(@values::text[]) AS value,
           unnest(@rules::text[]) AS rule,
           unnest(@remedies::text[]) AS remedy,
           unnest(@params::text[]) AS params
) AS e;

-- name: ListImportErrors :many
SELECT * FROM import_error WHERE import = @import_id AND seq > @after::bigint ORDER BY seq LIMIT @size::integer;
