package tlogclient

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// ForkError is the proof that a log contradicts itself: two checkpoints, both
// signed by it, of which one cannot have grown from the other. Show both.
type ForkError struct {
	Older, Newer Signed
}

func (e *ForkError) Error() string {
	return fmt.Sprintf("the log %s contradicts itself: its checkpoints of %d and of %d entries cannot both be true",
		e.Older.Origin, e.Older.Size, e.Newer.Size)
}

// Consistent checks that the log only grew between two checkpoints. A
// contradiction is a *ForkError; other errors mean that the server did not give
// what would prove it, which an honest one always can.
func (c *Client) Consistent(ctx context.Context, older, newer Signed) error {
	if older.Size > newer.Size {
		older, newer = newer, older
	}
	if older.Size == newer.Size {
		if older.Root != newer.Root {
			return &ForkError{Older: older, Newer: newer}
		}
		return nil
	}
	if older.Closed() {
		return &ForkError{Older: older, Newer: newer}
	}
	if older.Size == 0 {
		if empty, _ := tlog.TreeHash(0, nil); older.Root != empty { // a tree of nothing reads nothing
			return &ForkError{Older: older, Newer: newer}
		}
		return nil
	}
	// The tiles are hashed up to the newer root, so what they prove of the older
	// tree is what the newer checkpoint commits to.
	root, err := tlog.TreeHash(older.Size, c.hashes(ctx, newer))
	if err != nil {
		return fmt.Errorf("proving that the log grew from %d to %d: %w", older.Size, newer.Size, err)
	}
	if root != older.Root {
		return &ForkError{Older: older, Newer: newer}
	}
	return nil
}

// Included checks that entry is the one at index under the checkpoint.
func (c *Client) Included(ctx context.Context, at Signed, index int64, entry []byte) error {
	if index < 0 || index >= at.Size {
		return fmt.Errorf("there is no entry %d in a log of %d", index, at.Size)
	}
	proof, err := tlog.ProveRecord(at.Size, index, c.hashes(ctx, at))
	if err != nil {
		return fmt.Errorf("proving entry %d: %w", index, err)
	}
	if err := tlog.CheckRecord(proof, at.Size, at.Root, index, tlog.RecordHash(entry)); err != nil {
		return fmt.Errorf("this is not entry %d of the log", index)
	}
	return nil
}

// hashes reads hashes of the tree under a checkpoint, each authenticated by its root.
func (c *Client) hashes(ctx context.Context, at Signed) tlog.HashReader {
	return tlog.TileHashReader(at.Tree(), tiles{ctx, c})
}

// tiles fetches tiles for one call.
type tiles struct {
	ctx    context.Context // the interface of the library has no place for it
	client *Client
}

func (t tiles) Height() int { return c2sp.Height }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(wanted))
	for i, one := range wanted {
		data, err := t.client.tile(t.ctx, c2sp.Tile{Level: one.L, Index: one.N, Width: one.W})
		if err != nil {
			return nil, err
		}
		all[i] = data
	}
	return all, nil
}

// tile fetches a tile of hashes. A log may drop a partial tile once it is full;
// then the full one has it.
func (c *Client) tile(ctx context.Context, t c2sp.Tile) ([]byte, error) {
	data, err := c.fetch(ctx, t.Path(), c2sp.Width*tlog.HashSize)
	if errors.Is(err, errAbsent) && t.Width < c2sp.Width {
		full := t
		full.Width = c2sp.Width
		if data, err = c.fetch(ctx, full.Path(), c2sp.Width*tlog.HashSize); err == nil && len(data) == c2sp.Width*tlog.HashSize {
			data = data[:t.Width*tlog.HashSize]
		}
	}
	if err != nil {
		return nil, err
	}
	if _, err := c2sp.Hashes(data, t.Width); err != nil {
		return nil, fmt.Errorf("%s: %w", t.Path(), err)
	}
	return data, nil
}
