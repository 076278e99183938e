package tlog

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// edge is the partial tiles at the right of a tree, by level.
type edge map[int][]tlog.Hash

// tree grows from its edge; what it held before stays where it is.
type tree struct {
	size  int64
	edge  edge
	full  []tileData
	dirty map[int]bool
}

type tileData struct {
	level int
	n     int64
	data  []byte
}

// add appends the hash of a leaf.
func (t *tree) add(leaf tlog.Hash) error {
	if t.edge == nil {
		t.edge = edge{}
	}
	if t.dirty == nil {
		t.dirty = map[int]bool{}
		for level := 0; t.size>>(c2sp.Height*level) > 0; level++ {
			if have, want := len(t.edge[level]), int(t.size>>(c2sp.Height*level)%c2sp.Width); have != want {
				return fmt.Errorf("the tile at the edge of level %d has %d hashes, not %d", level, have, want)
			}
		}
	}
	t.size++
	for level := 0; ; level++ {
		t.edge[level] = append(t.edge[level], leaf)
		t.dirty[level] = true
		if len(t.edge[level]) < c2sp.Width {
			return nil
		}
		t.full = append(t.full, tileData{level, t.size>>(c2sp.Height*(level+1)) - 1, joined(t.edge[level])})
		leaf = top(t.edge[level])
		delete(t.edge, level)
	}
}

// changed are the tiles to write: those that were filled, and the partial ones.
func (t *tree) changed() []tileData {
	all := t.full
	for level, hashes := range t.edge {
		if t.dirty[level] && len(hashes) > 0 {
			all = append(all, tileData{level, t.size >> (c2sp.Height * (level + 1)), joined(hashes)})
		}
	}
	return all
}

// root is the hash of the whole tree, from its edge alone.
func (t *tree) root() (tlog.Hash, error) {
	return tlog.TreeHash(t.size, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			at := tlog.TileForIndex(c2sp.Height, index)
			at.W = len(t.edge[at.L])
			h, err := tlog.HashFromTile(at, joined(t.edge[at.L]), index)
			if err != nil {
				return nil, fmt.Errorf("the root of %d leaves: %w", t.size, err)
			}
			hashes[i] = h
		}
		return hashes, nil
	}))
}

// top is the hash over a full tile.
func top(hashes []tlog.Hash) tlog.Hash {
	row := append([]tlog.Hash(nil), hashes...)
	for len(row) > 1 {
		for i := range len(row) / 2 {
			row[i] = tlog.NodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

func joined(hashes []tlog.Hash) []byte {
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for i := range hashes {
		data = append(data, hashes[i][:]...)
	}
	return data
}
