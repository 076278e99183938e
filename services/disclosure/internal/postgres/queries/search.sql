-- name: SearchNewest :many
-- The page is found in the index table alone; the rows shown are fetched for that page only.
-- A list of persons past its last day is found by the words of its title only, even before the job has come by.
WITH page AS (
    SELECT i.publication, i.published_at FROM publication_index i
    WHERE (NOT @in_units::boolean OR i.unit = ANY (@units::text[]))
      AND (@agency::text = '' OR i.agency = @agency)
      AND (@item::text = '' OR i.item = @item)
      AND (@form::text = '' OR i.forms @> ARRAY[@form::text])
      AND i.state = ANY (@states::text[])
      AND (sqlc.narg('from_time')::timestamptz IS NULL OR i.published_at >= sqlc.narg('from_time'))
      AND (sqlc.narg('to_time')::timestamptz IS NULL OR i.published_at < sqlc.narg('to_time'))
      AND (sqlc.narg('before')::timestamptz IS NULL OR (i.published_at, i.publication) < (sqlc.narg('before'), @before_id::uuid))
    ORDER BY i.published_at DESC, i.publication DESC
    LIMIT @most
)
SELECT p.* FROM page JOIN publication p ON p.id = page.publication
ORDER BY page.published_at DESC, page.publication DESC;

-- name: SearchNewestOfUnits :many
-- The same for few units: the newest of each by the index of units. A commune that publishes little is not looked for
-- among everything the province published since.
WITH page AS (
    SELECT newest.publication, newest.published_at
    FROM unnest(@units::text[]) AS wanted (unit)
    CROSS JOIN LATERAL (
        SELECT i.publication, i.published_at FROM publication_index i
        WHERE i.unit = wanted.unit
          AND (@agency::text = '' OR i.agency = @agency)
          AND (@item::text = '' OR i.item = @item)
          AND (@form::text = '' OR i.forms @> ARRAY[@form::text])
          AND i.state = ANY (@states::text[])
          AND (sqlc.narg('from_time')::timestamptz IS NULL OR i.published_at >= sqlc.narg('from_time'))
          AND (sqlc.narg('to_time')::timestamptz IS NULL OR i.published_at < sqlc.narg('to_time'))
          AND (sqlc.narg('before')::timestamptz IS NULL OR (i.published_at, i.publication) < (sqlc.narg('before'), @before_id::uuid))
        ORDER BY i.published_at DESC, i.publication DESC
        LIMIT @most
    ) newest
    ORDER BY newest.published_at DESC, newest.publication DESC
    LIMIT @most
)
SELECT p.* FROM page JOIN publication p ON p.id = page.publication
ORDER BY page.published_at DESC, page.publication DESC;

-- name: SearchWords :many
WITH page AS (
    SELECT i.publication, i.published_at FROM publication_index i
    WHERE i.words @@ CAST(@query AS tsquery)
      AND (i.expiry_date IS NULL OR i.expiry_date >= @today OR i.title_words @@ CAST(@query AS tsquery))
      AND (NOT @in_units::boolean OR i.unit = ANY (@units::text[]))
      AND (@agency::text = '' OR i.agency = @agency)
      AND (@item::text = '' OR i.item = @item)
      AND (@form::text = '' OR i.forms @> ARRAY[@form::text])
      AND i.state = ANY (@states::text[])
      AND (sqlc.narg('from_time')::timestamptz IS NULL OR i.published_at >= sqlc.narg('from_time'))
      AND (sqlc.narg('to_time')::timestamptz IS NULL OR i.published_at < sqlc.narg('to_time'))
      AND (sqlc.narg('before')::timestamptz IS NULL OR (i.published_at, i.publication) < (sqlc.narg('before'), @before_id::uuid))
    ORDER BY i.published_at DESC, i.publication DESC
    LIMIT @most
)
SELECT p.* FROM page JOIN publication p ON p.id = page.publication
ORDER BY page.published_at DESC, page.publication DESC;
