package tlog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// batch is what one step did.
type batch struct {
	taken  int     // rows that waited
	placed int     // leaves that were new
	logs   []LogID // with a changed head
}

// enter takes the lock that keeps out a second sequencer which still thinks it
// leads; statements after it see what that one committed. The planner, which may
// have met these tables empty, is told to use the indexes: leaves only grow. What
// is going to be signed must be on the disk, whatever the server's settings are.
const enter = `
SELECT pg_advisory_xact_lock(hashtextextended('danchu tlog sequencer', 0)),
       set_config('synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true),
       set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`

// move turns waiting rows into leaves with the next indices of their logs, in the
// order they were inserted. A row that was inserted early and committed late is
// found by a later batch. The leaf is hashed where it is: only hashes travel.
//
// The entries are new rows, written by the sequencer in batches, so that nothing
// in the database's pages ties them to the transaction they came from.
const move = `
WITH taken AS (
    DELETE FROM tlog_waiting
    WHERE id = ANY (ARRAY(SELECT w.id FROM tlog_waiting w ORDER BY w.id LIMIT $1))
    RETURNING id, log_id, key, data
), fresh AS (
    %s
), placed AS (
    INSERT INTO tlog_leaf (log_id, idx, key, data)
    SELECT f.log_id, h.size + row_number() OVER (PARTITION BY f.log_id ORDER BY f.id) - 1, f.key, f.data
    FROM fresh f JOIN tlog_head h ON h.log_id = f.log_id
    RETURNING log_id, idx, sha256('\x00'::bytea || data) AS hash
)
SELECT t.n, r.log_id, r.idx, r.hash, r.notice
FROM (SELECT count(*) AS n FROM taken) t
LEFT JOIN (
    SELECT log_id, idx, hash, '' AS notice FROM placed
    UNION ALL
    SELECT log_id, NULL, NULL, convert_from(key, 'UTF8') FROM taken WHERE data IS NULL
) r ON true
ORDER BY r.log_id, r.idx`

// Which of the rows taken are new leaves. Repeats are rare, so the first try hopes
// that all are and lets the unique key say no; looking each up before costs a
// fifth of the whole batch.
var (
	hopeful = fmt.Sprintf(move, `SELECT id, log_id, key, data FROM taken WHERE data IS NOT NULL`)
	careful = fmt.Sprintf(move, `
    SELECT DISTINCT ON (t.log_id, t.key) t.id, t.log_id, t.key, t.data
    FROM taken t
    WHERE t.data IS NOT NULL
      AND NOT EXISTS (SELECT FROM tlog_leaf l WHERE l.log_id = t.log_id AND l.key = t.key)
    ORDER BY t.log_id, t.key, t.id`)
)

// place moves one batch into the trees, in one durable transaction.
func place(ctx context.Context, conn *pgx.Conn) (batch, error) {
	b, err := placeBy(ctx, conn, hopeful)
	if pg.Constraint(err) == "tlog_leaf_key_key" {
		b, err = placeBy(ctx, conn, careful)
	}
	if err != nil {
		return batch{}, fmt.Errorf("placing leaves: %w", err)
	}
	return b, nil
}

func placeBy(ctx context.Context, conn *pgx.Conn, statement string) (b batch, err error) {
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, enter); err != nil {
			return err
		}
		grown, taken, err := moved(ctx, tx, statement)
		if err != nil {
			return err
		}
		b.taken = taken
		for _, g := range grown {
			b.logs = append(b.logs, g.log)
			b.placed += len(g.hashes)
		}
		return extend(ctx, tx, grown)
	})
	return b, err
}

// growth is what a batch adds to one log.
type growth struct {
	log    LogID
	from   int64 // size before; set when there are hashes
	hashes []tlog.Hash
	closed bool
}

// moved runs the statement and groups what it did by log.
func moved(ctx context.Context, tx pgx.Tx, statement string) (grown []*growth, taken int, err error) {
	rows, err := tx.Query(ctx, statement, batchSize)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var log, idx *int64
		var hash []byte
		var notice *string
		if err := rows.Scan(&taken, &log, &idx, &hash, &notice); err != nil {
			return nil, 0, err
		}
		if log == nil { // nothing but repeats
			continue
		}
		if len(grown) == 0 || grown[len(grown)-1].log != LogID(*log) {
			grown = append(grown, &growth{log: LogID(*log)})
		}
		g := grown[len(grown)-1]
		switch {
		case idx == nil:
			g.closed = g.closed || notice != nil && *notice == "closed"
		case len(g.hashes) == 0:
			g.from = *idx
			fallthrough
		default:
			g.hashes = append(g.hashes, tlog.Hash(hash))
		}
	}
	return grown, taken, rows.Err()
}
