-- name: PutBinding :exec
INSERT INTO role_binding (id, subject_key, name, role, unit, agency, valid_from, valid_to, legal_basis, version,
                          person_key)
VALUES (@id, @subject_key, @name, @role, @unit, @agency, @valid_from, @valid_to, @legal_basis, @version,
        nullif(@person_key::text, ''))
ON CONFLICT (id) DO UPDATE SET valid_to = excluded.valid_to, version = excluded.version;

-- name: Binding :one
SELECT * FROM role_binding WHERE id = @id;

-- name: BindingForUpdate :one
SELECT * FROM role_binding WHERE id = @id FOR UPDATE;

-- name: BindingsAlike :many
SELECT * FROM role_binding
WHERE (subject_key = @subject_key OR person_key = nullif(@person_key::text, ''))
  AND role = @role AND unit = @unit AND agency = @agency
ORDER BY valid_from;

-- name: PersonOfSubject :many
-- The person behind a subject, from any role they ever held; none while not known.
SELECT DISTINCT person_key::text FROM role_binding WHERE subject_key = @subject_key AND person_key IS NOT NULL;

-- name: RecogniseSubject :execrows
-- Where the same person holds the same role under another account already, the
-- later binding stays as it is: nobody loses a role by signing in.
UPDATE role_binding b SET person_key = @person_key
WHERE b.subject_key = @subject_key AND b.person_key IS NULL
  AND NOT EXISTS (
      SELECT FROM role_binding o
      WHERE o.person_key = @person_key AND (o.role, o.unit, o.agency) = (b.role, b.unit, b.agency)
        AND daterange(o.valid_from, o.valid_to) && daterange(b.valid_from, b.valid_to));

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
