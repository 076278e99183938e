package tlog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// place of a tile in the database.
type tileKey struct {
	log   LogID
	level int
	n     int64
}

// tileColumns are tiles as the arrays of one statement.
type tileColumns struct {
	logs   []int64
	levels []int16
	ns     []int64
	data   [][]byte
}

func (c *tileColumns) add(k tileKey, data []byte) {
	c.logs = append(c.logs, int64(k.log))
	c.levels = append(c.levels, int16(k.level)) //nolint:gosec // 0 to 7
	c.ns = append(c.ns, k.n)
	c.data = append(c.data, data)
}

// extend writes the tiles and heads of the logs that grew. The head must still be
// where the new leaves begin, or nothing is written at all.
func extend(ctx context.Context, tx pgx.Tx, grown []*growth) error {
	edges, err := readEdges(ctx, tx, grown)
	if err != nil {
		return err
	}
	var tiles tileColumns
	var ids, from, size []int64
	var roots [][]byte
	var closed []int64
	for _, g := range grown {
		if g.closed {
			closed = append(closed, int64(g.log))
		}
		if len(g.hashes) == 0 {
			continue
		}
		t := &tree{size: g.from, edge: edges[g.log]}
		for _, h := range g.hashes {
			if err := t.add(h); err != nil {
				return fmt.Errorf("log %d: %w", g.log, err)
			}
		}
		root, err := t.root()
		if err != nil {
			return fmt.Errorf("log %d: %w", g.log, err)
		}
		for _, one := range t.changed() {
			tiles.add(tileKey{g.log, one.level, one.n}, one.data)
		}
		ids, from, size, roots = append(ids, int64(g.log)), append(from, g.from), append(size, t.size), append(roots, root[:])
	}
	if len(ids) > 0 {
		if err := writeTrees(ctx, tx, tiles, ids, from, size, roots); err != nil {
			return err
		}
	}
	if len(closed) > 0 {
		_, err = tx.Exec(ctx, `UPDATE tlog_head SET closed = true WHERE log_id = ANY ($1)`, closed)
	}
	return err
}

func writeTrees(ctx context.Context, tx pgx.Tx, tiles tileColumns, ids, from, size []int64, roots [][]byte) error {
	_, err := tx.Exec(ctx, `
INSERT INTO tlog_tile (log_id, level, n, data)
SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bytea[])
ON CONFLICT (log_id, level, n) DO UPDATE SET data = EXCLUDED.data`, tiles.logs, tiles.levels, tiles.ns, tiles.data)
	if err != nil {
		return fmt.Errorf("writing tiles: %w", err)
	}
	tag, err := tx.Exec(ctx, `
UPDATE tlog_head h SET size = g.size, root = g.root
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[]) AS g (log_id, old, size, root)
WHERE h.log_id = g.log_id AND h.size = g.old`, ids, from, size, roots)
	if err != nil {
		return fmt.Errorf("writing heads: %w", err)
	}
	if tag.RowsAffected() != int64(len(ids)) {
		return fmt.Errorf("%d of %d heads are not where the leaves begin", int64(len(ids))-tag.RowsAffected(), len(ids))
	}
	return nil
}

// readEdges reads the partial tiles at the right edge of each tree.
func readEdges(ctx context.Context, tx pgx.Tx, grown []*growth) (map[LogID]edge, error) {
	var want tileColumns
	for _, g := range grown {
		for level := 0; len(g.hashes) > 0 && g.from>>(c2sp.Height*level) > 0; level++ {
			if within := g.from >> (c2sp.Height * level); within%c2sp.Width != 0 {
				want.add(tileKey{g.log, level, within / c2sp.Width}, nil)
			}
		}
	}
	edges := map[LogID]edge{}
	if len(want.logs) == 0 {
		return edges, nil
	}
	found, err := readTiles(ctx, tx, want)
	if err != nil {
		return nil, err
	}
	for i, id := range want.logs {
		k := tileKey{LogID(id), int(want.levels[i]), want.ns[i]}
		e := edges[k.log]
		if e == nil {
			e = edge{}
			edges[k.log] = e
		}
		hashes, err := c2sp.Hashes(found[k], len(found[k])/tlog.HashSize)
		if err != nil {
			return nil, err
		}
		e[k.level] = hashes
	}
	return edges, nil
}

const tilesByKey = `
SELECT t.log_id, t.level, t.n, t.data
FROM unnest($1::bigint[], $2::smallint[], $3::bigint[]) AS k (log_id, level, n)
JOIN tlog_tile t ON t.log_id = k.log_id AND t.level = k.level AND t.n = k.n`

func readTiles(ctx context.Context, q querier, want tileColumns) (map[tileKey][]byte, error) {
	rows, err := q.Query(ctx, tilesByKey, want.logs, want.levels, want.ns)
	if err != nil {
		return nil, fmt.Errorf("reading tiles: %w", err)
	}
	defer rows.Close()
	found := map[tileKey][]byte{}
	for rows.Next() {
		var k tileKey
		var data []byte
		if err := rows.Scan(&k.log, &k.level, &k.n, &data); err != nil {
			return nil, fmt.Errorf("reading tiles: %w", err)
		}
		found[k] = data
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading tiles: %w", err)
	}
	return found, nil
}
