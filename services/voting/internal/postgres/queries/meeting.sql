-- name: ListMeetings :many
SELECT body FROM meeting WHERE vote = $1 AND round = $2 ORDER BY session;

-- name: PutMeeting :exec
INSERT INTO meeting (vote, round, session, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (vote, round, session) DO UPDATE SET body = excluded.body;

-- name: ListAttendance :many
SELECT * FROM attendance WHERE vote = $1 AND round = $2 ORDER BY household;

-- name: PutAttendance :exec
INSERT INTO attendance (vote, round, household, session, delegate, by_code, late, gone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (vote, round, household) DO UPDATE SET delegate = excluded.delegate, gone = excluded.gone;

-- name: MakeDoorKey :exec
INSERT INTO door (vote, key) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: DoorKey :one
SELECT key FROM door WHERE vote = $1;

-- name: TakePart :many
-- The one place where a household becomes heard; whoever comes second changes nothing.
UPDATE roll_entry SET took_part_form = @form
WHERE vote = @vote AND household = ANY (@households::text[]) AND NOT removed
  AND took_part_form IS NULL
RETURNING household;

-- name: LeavePart :exec
UPDATE roll_entry SET took_part_form = NULL
WHERE vote = @vote AND household = @household AND took_part_form = 'meeting';

-- name: MeetingLines :many
SELECT * FROM roll_entry WHERE vote = @vote AND household = ANY (@households::text[]);
