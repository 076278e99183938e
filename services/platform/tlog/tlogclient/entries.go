package tlogclient

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// ahead is how many bundles are fetched at a time.
const ahead = 4

// Entries downloads every entry under the checkpoint, in order, and hashes them
// up to its root without looking at a single tile. What visit was given counts
// only if Entries returns nil: the root is known at the end. An entry shares
// memory with its bundle; keep copies. Memory does not grow with the log.
func (c *Client) Entries(ctx context.Context, at Signed, visit func(index int64, entry []byte) error) error {
	if at.Size > maxEntries {
		return fmt.Errorf("the log claims %d entries, more than the %d that are read", at.Size, maxEntries)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var tree frontier
	for place := range c.bundles(ctx, at.Size) {
		one := <-place
		if one.err != nil {
			return one.err
		}
		for _, entry := range one.entries {
			if err := visit(tree.size, entry); err != nil {
				return err
			}
			tree.add(tlog.RecordHash(entry))
		}
	}
	if tree.size < at.Size {
		return context.Cause(ctx)
	}
	if tree.root() != at.Root {
		return fmt.Errorf("the %d entries that the server hands out are not those it has signed: %w", at.Size, ErrAltered)
	}
	return nil
}

// ErrAltered is entries that do not lead to the signed root.
var ErrAltered = errors.New("an entry was changed, dropped, added or moved")

type fetched struct {
	entries [][]byte
	err     error
}

// bundles fetches all bundles, a few at a time, and gives them in order. It ends
// early when ctx does.
func (c *Client) bundles(ctx context.Context, size int64) <-chan chan fetched {
	queue := make(chan chan fetched, ahead-1)
	go func() {
		defer close(queue)
		for n := int64(0); n*c2sp.Width < size; n++ {
			t := c2sp.Tile{Entries: true, Index: n, Width: c2sp.WidthAt(size, 0, n)}
			place := make(chan fetched, 1)
			select {
			case <-ctx.Done():
				return
			case queue <- place:
			}
			go func() {
				entries, err := c.bundle(ctx, t)
				place <- fetched{entries, err}
			}()
		}
	}()
	return queue
}

// bundle fetches the entries of one bundle; like a tile, a partial one may have
// become full.
func (c *Client) bundle(ctx context.Context, t c2sp.Tile) ([][]byte, error) {
	width := t.Width
	data, err := c.fetch(ctx, t.Path(), c2sp.MaxBundle)
	if errors.Is(err, errAbsent) && width < c2sp.Width {
		t.Width = c2sp.Width
		data, err = c.fetch(ctx, t.Path(), c2sp.MaxBundle)
	}
	if err != nil {
		return nil, err
	}
	entries, err := c2sp.ParseBundle(data, t.Width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Path(), err)
	}
	return entries[:width], nil
}

// frontier is a tree of which only the roots of its complete subtrees are kept.
type frontier struct {
	size  int64
	roots []tlog.Hash // largest first, one for each bit of size
}

func (f *frontier) add(h tlog.Hash) {
	for bit := f.size; bit&1 == 1; bit >>= 1 {
		last := len(f.roots) - 1
		h = tlog.NodeHash(f.roots[last], h)
		f.roots = f.roots[:last]
	}
	f.roots = append(f.roots, h)
	f.size++
}

func (f *frontier) root() tlog.Hash {
	if f.size == 0 {
		empty, _ := tlog.TreeHash(0, nil) // a tree of nothing reads nothing
		return empty
	}
	h := f.roots[len(f.roots)-1]
	for i := len(f.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.roots[i], h)
	}
	return h
}
