-- name: PutBinding :exec
INSERT INTO role_binding (id, subject_key, name, role, unit, agency, valid_from, valid_to, legal_basis, version)
VALUES (@id, @subject_key, @name, @role, @unit, @agency, @valid_from, @valid_to, @legal_basis, @version)
ON CONFLICT (id) DO UPDATE SET valid_to = excluded.valid_to, version = excluded.version;

-- name: Binding :one
SELECT * FROM role_binding WHERE id = @id;

-- name: BindingForUpdate :one
SELECT * FROM role_binding WHERE id = @id FOR UPDATE;

-- name: BindingsAlike :many
SELECT * FROM role_binding
WHERE subject_key = @subject_key AND role = @role AND unit = @unit AND agency = @agency
ORDER BY valid_from;

-- name: BindingsOfSubjects :many
SELECT * FROM role_binding
WHERE subject_key = ANY (@subjects::text[])
  AND valid_from <= @as_of::date AND (valid_to IS NULL OR valid_to > @as_of::date)
ORDER BY unit, role, id;

-- name: ListBindings :many
WITH RECURSIVE below AS (
    SELECT @unit::text AS unit
    UNION
    SELECT p.unit FROM unit_parent p JOIN below b ON p.parent = b.unit
)
SELECT * FROM role_binding r
WHERE r.unit IN (SELECT unit FROM below)
  AND (@subject::text = '' OR r.subject_key = @subject::text)
  AND (@role::text = '' OR r.role = @role::text)
  AND (@include_ended::boolean OR (r.valid_from <= @as_of::date AND (r.valid_to IS NULL OR r.valid_to > @as_of::date)))
  AND (@after_id::text = '' OR (r.unit, r.role, r.id::text) > (@after_unit::text, @after_role::text, @after_id::text))
ORDER BY r.unit, r.role, r.id::text
LIMIT @size::integer;
