-- name: GetObligation :one
SELECT * FROM obligation WHERE id = $1;

-- name: LockObligation :one
SELECT * FROM obligation WHERE id = $1 FOR UPDATE;

-- name: LockObligationOfPeriod :one
SELECT * FROM obligation WHERE unit = $1 AND agency = $2 AND item = $3 AND period = $4 FOR UPDATE;

-- name: LockObligationOfDocument :one
SELECT * FROM obligation
WHERE unit = $1 AND agency = $2 AND item = $3 AND state = 'open' AND document_number = $4 AND decision_date = $5
ORDER BY created_at
LIMIT 1
FOR UPDATE;

-- name: PutObligation :exec
INSERT INTO obligation (
    id, revision, unit, agency, item, period, year, period_end, state, document_number, decision_date, due, due_date,
    due_history, has_proposal, planned_date, publication, withholding, published_on, met_on, not_arisen, reminded_at,
    overdue_told, created_at, updated_at
) VALUES (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25
)
ON CONFLICT (id) DO UPDATE SET
    revision = excluded.revision, state = excluded.state, document_number = excluded.document_number,
    decision_date = excluded.decision_date, due = excluded.due, due_date = excluded.due_date,
    due_history = excluded.due_history, has_proposal = excluded.has_proposal, planned_date = excluded.planned_date,
    publication = excluded.publication, withholding = excluded.withholding, published_on = excluded.published_on,
    met_on = excluded.met_on, not_arisen = excluded.not_arisen, reminded_at = excluded.reminded_at,
    overdue_told = excluded.overdue_told, updated_at = excluded.updated_at;

-- name: ExpectObligations :execrows
-- Materialises the expected obligations of a period for many bodies at once; those that are there already stay as they are.
INSERT INTO obligation (
    id, revision, unit, agency, item, period, year, period_end, state, document_number, due, has_proposal, not_arisen,
    overdue_told, created_at, updated_at
)
SELECT unnest(@ids::uuid[]), 1, unnest(@units::text[]), unnest(@agencies::text[]), unnest(@items::text[]), unnest(@periods::text[]),
    @year, unnest(@period_ends::date[]), 'expected', '', '{}', false, '', false, @now, @now
ON CONFLICT (unit, agency, item, period) DO NOTHING;

-- name: PlanObligations :exec
-- Writes the planned day of an adopted plan beside the expected obligations of its year.
UPDATE obligation o SET planned_date = l.planned
FROM (SELECT unnest(@items::text[]) AS item, unnest(@planned::date[]) AS planned) l
WHERE o.unit = @unit AND o.agency = @agency AND o.year = @year AND o.item = l.item AND l.planned <= o.period_end
  AND o.state IN ('expected', 'open');

-- name: ListObligations :many
SELECT * FROM obligation
WHERE (NOT @in_units::boolean OR unit = ANY (@units::text[]))
  AND (@agency::text = '' OR agency = @agency)
  AND (@item::text = '' OR item = @item)
  AND (@year::integer = 0 OR year = @year)
  AND (cardinality(@states::text[]) = 0 OR state = ANY (@states::text[]))
  AND (@standing::text = ''
       OR @standing = 'overdue' AND (state = 'open' AND due_date < @today::date OR state = 'expected' AND period_end < @today)
       OR @standing = 'due_soon' AND state = 'open' AND due_date >= @today AND due_date <= @soon::date
       OR @standing = 'late' AND state IN ('in_forms', 'met') AND published_on > due_date
       OR @standing = 'in_time' AND state IN ('in_forms', 'met') AND published_on <= due_date
       OR @standing = 'quiet' AND (state IN ('not_arisen', 'withheld') OR state = 'open' AND due_date > @soon
          OR state = 'expected' AND period_end >= @today))
  AND (coalesce(due_date, '9999-12-31'), id) > (@after_date::date, @after_id::uuid)
ORDER BY coalesce(due_date, '9999-12-31'), id
LIMIT @most;

-- name: CountObligations :many
-- One row for each unit and item: everything completeness needs, without reading the obligations one by one.
SELECT unit, item,
    count(*)::integer AS total,
    (count(*) FILTER (WHERE state = 'met'))::integer AS met,
    (count(*) FILTER (WHERE state = 'in_forms'))::integer AS in_forms,
    (count(*) FILTER (WHERE state = 'open'))::integer AS open,
    (count(*) FILTER (WHERE state = 'expected'))::integer AS expected,
    (count(*) FILTER (WHERE state = 'not_arisen'))::integer AS not_arisen,
    (count(*) FILTER (WHERE state = 'withheld'))::integer AS withheld,
    (count(*) FILTER (WHERE state IN ('in_forms', 'met') AND published_on > due_date))::integer AS late,
    (count(*) FILTER (WHERE state = 'open' AND due_date < @today::date OR state = 'expected' AND period_end < @today))::integer AS missing,
    (count(*) FILTER (WHERE state = 'open' AND due_date >= @today AND due_date <= @soon::date))::integer AS due_soon
FROM obligation
WHERE year = @year
  AND (NOT @in_units::boolean OR unit = ANY (@units::text[]))
  AND (sqlc.narg('from_date')::date IS NULL OR coalesce(due_date, period_end) >= sqlc.narg('from_date'))
  AND (sqlc.narg('to_date')::date IS NULL OR coalesce(due_date, period_end) <= sqlc.narg('to_date'))
GROUP BY unit, item;

-- name: DueObligations :many
-- What waits for somebody in the units and agencies: open, begun, proposals, and expected ones whose period is over.
SELECT * FROM obligation
WHERE (agency = '' AND unit = ANY (@units::text[]) OR agency = ANY (@agencies::text[]))
  AND (state IN ('open', 'in_forms') OR has_proposal OR state = 'expected' AND period_end < @today)
ORDER BY coalesce(due_date, period_end), id
LIMIT 500;

-- name: ObligationsToTellOverdue :many
SELECT id FROM obligation WHERE state = 'open' AND NOT overdue_told AND due_date < @today ORDER BY due_date LIMIT 500;

-- name: ObligationsToRemind :many
-- Open obligations due on one of the days, not reminded today yet.
SELECT id FROM obligation
WHERE state = 'open' AND due_date = ANY (@days::date[])
  AND (reminded_at IS NULL OR reminded_at < @today_start)
ORDER BY due_date
LIMIT 500;

-- name: ObligationsInForms :many
SELECT id FROM obligation WHERE state = 'in_forms' AND id > @after_id::uuid ORDER BY id LIMIT 500;

-- name: ExpectedObligationsEnded :many
SELECT id FROM obligation
WHERE state = 'expected' AND period_end < @today AND item = ANY (@items::text[])
ORDER BY period_end LIMIT 500;

-- name: OpenObligations :many
-- Those whose due date is counted again: the open ones, and the answered ones whose calendar was not decided.
SELECT id FROM obligation
WHERE (state = 'open' OR state IN ('in_forms', 'met') AND due @> '{"provisional": true}') AND id > @after_id::uuid
ORDER BY id LIMIT 500;

-- name: NextNumber :one
INSERT INTO counter (unit, agency, name, year, last) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (unit, agency, name, year) DO UPDATE SET last = counter.last + 1
RETURNING last;

-- name: TellPublications :exec
-- Publications show the due date of the obligation they answer.
UPDATE publication SET due = @due, due_history = @due_history
WHERE obligation = @obligation AND (due IS DISTINCT FROM @due OR due_history IS DISTINCT FROM @due_history);
