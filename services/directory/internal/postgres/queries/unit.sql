-- name: LockTree :exec
-- One change of the tree at a time: its rules span many rows.
SELECT pg_advisory_xact_lock(hashtextextended('directory.tree', 0));

-- name: AllLinks :many
SELECT * FROM unit_link;

-- name: PutUnits :exec
INSERT INTO unit (key, code, name, full_name, name_en, name_key, name_folded, type, level, valid_from, valid_to,
                  special_area, remote, radio, legal_basis, version)
SELECT u.key, u.code, u.name, u.full_name, u.name_en, u.name_key, u.name_folded, u.type, u.level,
       u.valid_from::date, nullif(u.valid_to, '')::date, u.special_area, u.remote, u.radio, u.legal_basis, u.version
FROM (
    SELECT unnest(@keys::text[]) AS key,
           unnest(@codes::text[]) AS code,
           unnest(@names::text[]) AS name,
           unnest(@full_names::text[]) AS full_name,
           unnest(@names_en::text[]) AS name_en,
           unnest(@name_keys::text[]) AS name_key,
           unnest(@names_folded::text[]) AS name_folded,
           unnest(@types::text[]) AS type,
           unnest(@levels::text[]) AS level,
           unnest(@valid_froms::text[]) AS valid_from,
           unnest(@valid_tos::text[]) AS valid_to,
           unnest(@special_areas::boolean[]) AS special_area,
           unnest(@remotes::boolean[]) AS remote,
           unnest(@radios::boolean[]) AS radio,
           unnest(@legal_bases::text[]) AS legal_basis,
           unnest(@versions::bigint[]) AS version
) AS u
ON CONFLICT (key) DO UPDATE SET
    name = excluded.name, full_name = excluded.full_name, name_en = excluded.name_en, name_key = excluded.name_key,
    name_folded = excluded.name_folded, valid_to = excluded.valid_to, special_area = excluded.special_area,
    remote = excluded.remote, radio = excluded.radio, version = excluded.version;

-- name: EndUnits :exec
-- Periods are closed before new ones open: the code of an era is free only then.
UPDATE unit SET valid_to = e.valid_to::date
FROM (
    SELECT unnest(@keys::text[]) AS key,
           unnest(@valid_tos::text[]) AS valid_to
) AS e
WHERE unit.key = e.key;

-- name: DropParents :exec
DELETE FROM unit_parent WHERE unit = ANY (@units::text[]);

-- name: PutParents :exec
INSERT INTO unit_parent (unit, parent, valid_from, valid_to, announced)
SELECT p.unit, p.parent, p.valid_from::date, nullif(p.valid_to, '')::date, p.announced
FROM (
    SELECT unnest(@units::text[]) AS unit,
           unnest(@parents::text[]) AS parent,
           unnest(@valid_froms::text[]) AS valid_from,
           unnest(@valid_tos::text[]) AS valid_to,
           unnest(@announced::boolean[]) AS announced
) AS p;

-- name: PutLinks :exec
INSERT INTO unit_link (predecessor, successor, kind, date, legal_basis)
SELECT l.predecessor, l.successor, l.kind, l.date::date, l.legal_basis
FROM (
    SELECT unnest(@predecessors::text[]) AS predecessor,
           unnest(@successors::text[]) AS successor,
           unnest(@kinds::text[]) AS kind,
           unnest(@dates::text[]) AS date,
           unnest(@legal_bases::text[]) AS legal_basis
) AS l
ON CONFLICT (predecessor, successor) DO UPDATE SET
    kind = excluded.kind, date = excluded.date, legal_basis = excluded.legal_basis;

-- name: Units :many
SELECT u.code, u.name, u.full_name, u.name_en, u.type, u.valid_from, u.valid_to, u.special_area, u.remote, u.radio,
       u.legal_basis, u.version
FROM unit u WHERE @everything::boolean OR u.key = ANY (@keys::text[])
ORDER BY u.code, u.valid_from;

-- name: UnitAt :one
SELECT key FROM unit
WHERE code = @code AND valid_from <= @as_of::date AND (valid_to IS NULL OR valid_to > @as_of::date);

-- name: Parents :many
SELECT unit, parent, valid_from FROM unit_parent
WHERE @everything::boolean OR unit = ANY (@units::text[])
ORDER BY unit, valid_from;

-- name: Ancestors :many
-- The chain above a unit on a day, nearest first.
WITH RECURSIVE above AS (
    SELECT p.parent AS key, 1 AS height FROM unit_parent p
    WHERE p.unit = @key AND p.valid_from <= @as_of::date AND (p.valid_to IS NULL OR p.valid_to > @as_of::date)
    UNION ALL
    SELECT p.parent, a.height + 1 FROM unit_parent p JOIN above a ON p.unit = a.key
    WHERE p.valid_from <= @as_of::date AND (p.valid_to IS NULL OR p.valid_to > @as_of::date)
)
SELECT key::text FROM above ORDER BY height;

-- name: ListUnits :many
-- Children or descendants of a parent (or all), on a day or ever, matching words.
WITH RECURSIVE below AS (
    SELECT p.unit FROM unit_parent p
    WHERE p.parent = @parent::text
      AND (@include_ended::boolean
           OR (p.valid_from <= @as_of::date AND (p.valid_to IS NULL OR p.valid_to > @as_of::date)))
    UNION
    SELECT p.unit FROM unit_parent p JOIN below b ON p.parent = b.unit
    WHERE @descendants::boolean
      AND (@include_ended::boolean
           OR (p.valid_from <= @as_of::date AND (p.valid_to IS NULL OR p.valid_to > @as_of::date)))
), found AS (
    SELECT u.key, u.code, u.valid_from,
           CASE WHEN @exact::text = '' THEN 0
                WHEN u.code = @exact::text OR u.name_key LIKE '%' || @exact::text OR u.name_folded LIKE '%' || @exact::text THEN 0
                ELSE 1 END AS rank
    FROM unit u
    WHERE (@level::text = '' OR u.level = @level::text)
      AND (@include_ended::boolean
           OR (u.valid_from <= @as_of::date AND (u.valid_to IS NULL OR u.valid_to > @as_of::date)))
      AND (@parent::text = '' OR u.key IN (SELECT unit FROM below))
      AND (@code_prefix::text = '' OR u.code LIKE @code_prefix::text || '%')
      AND (@words_key::text = '' OR u.name_key LIKE '%' || @words_key::text || '%')
      AND (@words_folded::text = '' OR u.name_folded LIKE '%' || @words_folded::text || '%')
)
SELECT key, code, valid_from, rank::integer AS rank FROM found
WHERE @after_code::text = '' OR (rank, code, valid_from) > (@after_rank::integer, @after_code::text, @after_from::date)
ORDER BY rank, code, valid_from
LIMIT @size::integer;

-- name: LinksFrom :many
WITH RECURSIVE reached AS (
    SELECT l.* FROM unit_link l WHERE l.predecessor = @key
    UNION
    SELECT l.* FROM unit_link l JOIN reached r ON l.predecessor = r.successor WHERE @transitive::boolean
)
SELECT predecessor, successor, kind, date, legal_basis FROM reached ORDER BY date, successor LIMIT 5000;

-- name: LinksTo :many
WITH RECURSIVE reached AS (
    SELECT l.* FROM unit_link l WHERE l.successor = @key
    UNION
    SELECT l.* FROM unit_link l JOIN reached r ON l.successor = r.predecessor WHERE @transitive::boolean
)
SELECT predecessor, successor, kind, date, legal_basis FROM reached ORDER BY date, predecessor LIMIT 5000;

-- name: DueTransfers :many
SELECT unit FROM unit_parent WHERE NOT announced AND valid_from <= @today::date ORDER BY unit LIMIT 1000;

-- name: MarkAnnounced :exec
UPDATE unit_parent SET announced = true WHERE unit = ANY (@units::text[]) AND valid_from <= @today::date;

-- name: FactsSince :many
-- What was recorded of a unit on or after a day: it could not have happened in a unit
-- that was no more. Roles and agencies go on in one that is the same under another
-- name (continued); a household does so only from that day on.
SELECT f.fact::text AS fact, f.item::text AS item, f.since::date AS since FROM (
    SELECT 'household' AS fact, h.code AS item, greatest(h.valid_from, e.since) AS since
    FROM household h
    LEFT JOIN LATERAL (SELECT max(date) AS since FROM household_event WHERE household = h.id) e ON true
    WHERE h.village = @unit::text AND greatest(h.valid_from, e.since) >= @day::date
    UNION ALL
    SELECT 'role', role, valid_from FROM role_binding
    WHERE unit = @unit AND valid_from >= @day AND (valid_to IS NULL OR valid_to > valid_from) AND NOT @continued::boolean
    UNION ALL
    SELECT 'agency', name, valid_from FROM agency WHERE unit = @unit AND valid_from >= @day AND NOT @continued
) f
ORDER BY f.since DESC, f.fact, f.item
LIMIT 1;
