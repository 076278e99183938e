-- name: PutAgency :exec
INSERT INTO agency (id, code, name, name_folded, kind, unit, contact, valid_from, valid_to, version)
VALUES (@id, @code, @name, @name_folded, @kind, @unit, @contact, @valid_from, @valid_to, @version)
ON CONFLICT (id) DO UPDATE SET
    code = excluded.code, name = excluded.name, name_folded = excluded.name_folded, kind = excluded.kind,
    contact = excluded.contact, valid_to = excluded.valid_to, version = excluded.version;

-- name: Agency :one
SELECT * FROM agency WHERE id = @id;

-- name: AgencyForUpdate :one
SELECT * FROM agency WHERE id = @id FOR UPDATE;

-- name: AgencyByCode :one
SELECT * FROM agency WHERE code = @code AND valid_to IS NULL;

-- name: AgencyByName :one
SELECT * FROM agency WHERE unit = @unit AND name = @name AND valid_to IS NULL;

-- name: ListAgencies :many
WITH RECURSIVE below AS (
    SELECT @unit::text AS unit
    UNION
    SELECT p.unit FROM unit_parent p JOIN below b ON p.parent = b.unit WHERE @descendants::boolean
)
SELECT * FROM agency a
WHERE (@unit::text = '' OR a.unit IN (SELECT unit FROM below))
  AND a.valid_from <= @as_of::date AND (a.valid_to IS NULL OR a.valid_to > @as_of::date)
  AND (@words::text = '' OR a.name_folded LIKE '%' || @words::text || '%' OR a.code LIKE upper(@words::text) || '%')
  AND (@after_id::text = '' OR (a.name, a.id::text) > (@after_name::text, @after_id::text))
ORDER BY a.name, a.id::text
LIMIT @size::integer;
