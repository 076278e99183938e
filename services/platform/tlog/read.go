package tlog

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// Reader reads logs, as far as their newest signed checkpoint goes and no
// further: what is not signed yet may not be seen yet either.
type Reader struct {
	db *pg.DB
}

// NewReader reads the logs of a service's database. It is safe for concurrent use.
func NewReader(db *pg.DB) *Reader { return &Reader{db: db} }

// Head is the signed end of a log.
type Head struct {
	Origin string
	Size   int64
	// Closed tells that this is the end for ever.
	Closed bool
	// Checkpoint is the signed note, with the lines of witnesses that cosigned it.
	Checkpoint []byte
}

const head = `
SELECT l.origin, h.signed_size, h.signed_closed, h.checkpoint || coalesce(c.lines, '')
FROM tlog_head h
JOIN tlog_log l ON l.id = h.log_id
LEFT JOIN tlog_cosigned c ON c.log_id = h.log_id AND c.size = h.signed_size AND c.closed = h.signed_closed
WHERE h.log_id = $1`

// Head reads the signed end. A log that was opened a moment ago is Unavailable
// (LOG_ENTRY_PENDING) until its empty checkpoint is signed.
func (r *Reader) Head(ctx context.Context, id LogID) (Head, error) {
	var h Head
	err := r.db.Pool().QueryRow(ctx, head, id).Scan(&h.Origin, &h.Size, &h.Closed, &h.Checkpoint)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return Head{}, fault.New(fault.NotFound, ReasonUnknown)
	case err != nil:
		return Head{}, fmt.Errorf("reading the head of log %d: %w", id, err)
	case h.Size < 0:
		return Head{}, pending()
	}
	return h, nil
}

// ReadCheckpoint is the newest signed checkpoint.
func (r *Reader) ReadCheckpoint(ctx context.Context, id LogID) ([]byte, error) {
	h, err := r.Head(ctx, id)
	return h.Checkpoint, err
}

// ReadTile is the first width hashes (1 to 256) of a tile of the tree; beyond the
// signed end it is NotFound.
func (r *Reader) ReadTile(ctx context.Context, id LogID, level int, index int64, width int) ([]byte, error) {
	if err := r.reaches(ctx, id, level, index, width); err != nil {
		return nil, err
	}
	var data []byte
	err := r.db.Pool().QueryRow(ctx, `SELECT substr(data, 1, $4) FROM tlog_tile WHERE log_id = $1 AND level = $2 AND n = $3`,
		id, level, index, width*tlog.HashSize).Scan(&data)
	if err != nil || len(data) != width*tlog.HashSize {
		return nil, fmt.Errorf("reading tile %d/%d of log %d: %w", level, index, id, errors.Join(err, errShort))
	}
	return data, nil
}

var errShort = errors.New("not all that the head promises is there")

// ReadEntries is the bundle of the first width entries (1 to 256) of those from
// 256·index on.
func (r *Reader) ReadEntries(ctx context.Context, id LogID, index int64, width int) ([]byte, error) {
	if err := r.reaches(ctx, id, 0, index, width); err != nil {
		return nil, err
	}
	first := index * c2sp.Width
	rows, err := r.db.Pool().Query(ctx, `SELECT data FROM tlog_leaf WHERE log_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx`,
		id, first, first+int64(width))
	if err != nil {
		return nil, fmt.Errorf("reading entries of log %d: %w", id, err)
	}
	entries, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil || len(entries) != width {
		return nil, fmt.Errorf("reading entries %d to %d of log %d: %w", first, first+int64(width), id, errors.Join(err, errShort))
	}
	var bundle []byte
	for _, entry := range entries {
		if bundle, err = c2sp.AppendEntry(bundle, entry); err != nil {
			return nil, err
		}
	}
	return bundle, nil
}

// reaches refuses what lies beyond the signed end.
func (r *Reader) reaches(ctx context.Context, id LogID, level int, index int64, width int) error {
	h, err := r.Head(ctx, id)
	if err != nil {
		return err
	}
	if width < 1 || width > c2sp.WidthAt(h.Size, level, index) {
		return beyond(h.Size)
	}
	return nil
}

func beyond(size int64) error {
	return fault.New(fault.NotFound, ReasonRange, fault.Param("size", strconv.FormatInt(size, 10)))
}

// ProveInclusion proves that the entry at index is in the tree of the first size
// entries, which the signed end must reach. It reads O(log size) hashes.
func (r *Reader) ProveInclusion(ctx context.Context, id LogID, index, size int64) (tlog.RecordProof, error) {
	h, err := r.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	if size > h.Size || index < 0 || index >= size {
		return nil, beyond(h.Size)
	}
	return tlog.ProveRecord(size, index, r.hashes(ctx, id))
}

// ProveConsistency proves that the tree of the first older entries is the
// beginning of the tree of the first newer ones; older is at least 1.
func (r *Reader) ProveConsistency(ctx context.Context, id LogID, older, newer int64) (tlog.TreeProof, error) {
	h, err := r.Head(ctx, id)
	if err != nil {
		return nil, err
	}
	if newer > h.Size || older < 1 || older > newer {
		return nil, beyond(h.Size)
	}
	return tlog.ProveTree(newer, older, r.hashes(ctx, id))
}

// hashes reads any hash of the tree from the tiles, all that are asked for in one
// round to the database.
func (r *Reader) hashes(ctx context.Context, id LogID) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var want tileColumns
		seen := map[tileKey]bool{}
		for _, index := range indexes {
			at := tlog.TileForIndex(c2sp.Height, index)
			if k := (tileKey{id, at.L, at.N}); !seen[k] {
				seen[k] = true
				want.add(k, nil)
			}
		}
		found, err := readTiles(ctx, r.db.Pool(), want)
		if err != nil {
			return nil, err
		}
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			at := tlog.TileForIndex(c2sp.Height, index)
			data := found[tileKey{id, at.L, at.N}]
			at.W = len(data) / tlog.HashSize
			if hashes[i], err = tlog.HashFromTile(at, data, index); err != nil {
				return nil, fmt.Errorf("log %d: %w", id, err)
			}
		}
		return hashes, nil
	})
}
