-- name: PutHousehold :exec
INSERT INTO household (id, village, code, address, valid_from, valid_to, rep_name, rep_birth_year, rep_key,
                       rep_phone, rep_from, rep_confirmed_at, version)
VALUES (@id, @village, @code, @address, @valid_from, @valid_to, @rep_name, @rep_birth_year, @rep_key,
        @rep_phone, @rep_from, @rep_confirmed_at, @version)
ON CONFLICT (id) DO UPDATE SET
    address = excluded.address, valid_to = excluded.valid_to, rep_name = excluded.rep_name,
    rep_birth_year = excluded.rep_birth_year, rep_key = excluded.rep_key,
    rep_phone = excluded.rep_phone, rep_from = excluded.rep_from, rep_confirmed_at = excluded.rep_confirmed_at,
    version = excluded.version;

-- name: Household :one
SELECT * FROM household WHERE id = @id;

-- name: HouseholdsForUpdate :many
SELECT * FROM household WHERE id = ANY (@ids::uuid[]) ORDER BY id FOR UPDATE;

-- name: HouseholdOfPerson :one
SELECT h.* FROM representing r JOIN household h ON h.id = r.household
WHERE r.person = substring(@key::bytea FOR 15) AND h.rep_key = @key::bytea;

-- name: CodeOnRoll :one
-- Whether somebody else bears the code on a day of the period.
SELECT EXISTS (
    SELECT FROM household
    WHERE village = @village AND code = @code AND id <> @id
      AND (valid_to IS NULL OR valid_to > @valid_from::date)
);

-- name: ListHouseholds :many
SELECT * FROM household
WHERE village = @village AND valid_from <= @as_of::date AND (valid_to IS NULL OR valid_to > @as_of::date)
  AND (@words::text = '' OR folded(rep_name) LIKE '%' || @words::text || '%' OR code LIKE @code::text || '%')
  AND (@after_code::text = '' OR (code, id::text) > (@after_code::text, @after_id::text))
ORDER BY code, id::text
LIMIT @size::integer;

-- name: CountHouseholds :one
SELECT count(*) FROM household
WHERE village = @village AND valid_from <= @as_of::date AND (valid_to IS NULL OR valid_to > @as_of::date);

-- name: FormerRepresentatives :many
SELECT * FROM household_former WHERE household = ANY (@households::uuid[]) ORDER BY household, valid_from;

-- name: AddFormer :exec
INSERT INTO household_former (household, name, birth_year, key, phone, valid_from, valid_to, confirmed_at)
VALUES (@household, @name, @birth_year, @key, @phone, @valid_from, @valid_to, @confirmed_at);

-- name: HouseholdEvents :many
SELECT date, kind, related, reason FROM household_event WHERE household = @household ORDER BY date, id;

-- name: AddHouseholdEvent :exec
INSERT INTO household_event (household, date, kind, related, reason)
VALUES (@household, @date, @kind, @related, @reason);

-- name: RefreshRolls :many
-- Counts and digests the rolls of villages; the canonical order is that of the
-- code's bytes, a line "code TAB id LF" each. A roll that reads as before is left
-- alone, unless it is among those that always count as changed.
INSERT INTO household_roll AS r (village, households, represented, digest, revision)
SELECT v.village, count(h.id), count(h.rep_name),
       encode(sha256(convert_to(
           coalesce(string_agg(h.code || E'\t' || h.id || E'\n', '' ORDER BY h.code COLLATE "C", h.id), ''), 'UTF8')), 'hex'),
       1
FROM unnest(@villages::text[]) AS v (village)
LEFT JOIN household h ON h.village = v.village AND h.valid_from <= @today::date
     AND (h.valid_to IS NULL OR h.valid_to > @today::date)
GROUP BY v.village
ON CONFLICT (village) DO UPDATE SET
    households = excluded.households, represented = excluded.represented, digest = excluded.digest,
    revision = r.revision + 1
WHERE r.village = ANY (@always::text[]) OR r.digest <> excluded.digest OR r.represented <> excluded.represented
RETURNING *;

-- name: HouseholdsToFollow :many
-- Households on the roll of a village that is no more and went into one other.
SELECT h.id, h.village, l.successor::text AS heir, l.legal_basis::text AS legal_basis, u.valid_to AS date FROM unit u
JOIN household h ON h.village = u.key AND h.valid_to IS NULL AND h.valid_from < u.valid_to
JOIN LATERAL (
    SELECT min(successor) AS successor, min(legal_basis) AS legal_basis, count(*) AS successors FROM unit_link WHERE predecessor = u.key
) l ON l.successors = 1
JOIN unit s ON s.key = l.successor AND s.level = 'village' AND s.valid_from <= u.valid_to
     AND (s.valid_to IS NULL OR s.valid_to > u.valid_to)
WHERE u.level = 'village' AND u.valid_to <= @today::date
ORDER BY h.village, h.code
LIMIT @size::integer
FOR UPDATE OF h;

-- name: UnplacedHouseholds :many
-- Households still on the roll of a village that is no more, in a unit, those below
-- it and those they came from.
WITH RECURSIVE below AS (
    SELECT @unit::text AS unit
    UNION
    SELECT e.unit FROM below b
    JOIN (SELECT unit, parent AS top FROM unit_parent
          UNION ALL SELECT predecessor, successor FROM unit_link WHERE kind <> 'transfer') e ON e.top = b.unit
)
SELECT h.* FROM below b
JOIN unit u ON u.key = b.unit AND u.level = 'village' AND u.valid_to <= @as_of::date
JOIN household h ON h.village = u.key AND h.valid_to IS NULL AND h.valid_from <= @as_of::date
WHERE @after_code::text = '' OR (h.code, h.id::text) > (@after_code::text, @after_id::text)
ORDER BY h.code, h.id::text
LIMIT @size::integer;

-- name: CountUnplacedHouseholds :one
WITH RECURSIVE below AS (
    SELECT @unit::text AS unit
    UNION
    SELECT e.unit FROM below b
    JOIN (SELECT unit, parent AS top FROM unit_parent
          UNION ALL SELECT predecessor, successor FROM unit_link WHERE kind <> 'transfer') e ON e.top = b.unit
)
SELECT count(*) FROM below b
JOIN unit u ON u.key = b.unit AND u.level = 'village' AND u.valid_to <= @as_of::date
JOIN household h ON h.village = u.key AND h.valid_to IS NULL AND h.valid_from <= @as_of::date;
