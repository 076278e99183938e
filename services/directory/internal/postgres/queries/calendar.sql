-- name: LockYear :exec
SELECT pg_advisory_xact_lock(hashtextextended('directory.calendar', @year::bigint));

-- name: CalendarYear :one
SELECT * FROM calendar_revision WHERE year = @year ORDER BY revision DESC LIMIT 1;

-- name: CalendarYears :many
SELECT DISTINCT ON (year) * FROM calendar_revision ORDER BY year DESC, revision DESC;

-- name: CalendarRevisions :many
SELECT * FROM calendar_revision WHERE year = @year ORDER BY revision DESC;

-- name: AddCalendarRevision :exec
INSERT INTO calendar_revision (year, revision, status, days, legal_basis, set_at)
VALUES (@year, @revision, @status, @days, @legal_basis, @set_at);
