package tlog_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	tree "golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

// Many append at once to several logs, with repeats, while three sequencers run
// of which each thinks it leads. A stranger watches: each leaf comes exactly
// once, and no two checkpoints he ever saw contradict each other.
func TestConcurrentAppendersAndSequencers(t *testing.T) {
	t.Parallel()
	const appenders, rounds, logs = 6, 25, 3
	ctx := context.Background()
	h := build(t)
	h.sequence()
	ids, origins := []tlog.LogID{h.log}, []string{origin}
	for i := 1; i < logs; i++ {
		origins = append(origins, fmt.Sprint(origin, i))
		ids = append(ids, h.open(origins[i]))
	}
	h.sequence()
	c := h.client(h.log, origin, nil)
	var writing, working sync.WaitGroup
	ctx, stop := context.WithCancel(ctx)
	for range 3 {
		working.Go(func() {
			own := tlog.NewSequencer(h.db, h.keys, quiet)
			for ctx.Err() == nil {
				if _, err := own.Sequence(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	var seen []tlogclient.Signed
	working.Go(func() {
		for ctx.Err() == nil {
			at, err := c.Checkpoint(context.Background())
			if err != nil {
				t.Error(err)
			}
			seen = append(seen, at)
		}
	})
	for a := range appenders {
		writing.Go(func() {
			for range rounds {
				var batch []tlog.Addition
				for range rand.IntN(8) {
					batch = append(batch, tlog.Addition{Log: ids[rand.IntN(logs)], Leaf: leaf(rand.IntN(300))})
				}
				batch = append(batch, tlog.Addition{Log: ids[a%logs], Leaf: leaf(a)})
				if err := h.db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
					if err := tlog.AppendEach(ctx, tx, batch); err != nil || rand.IntN(10) > 0 {
						return err
					}
					return errUndone
				}); err != nil && !errors.Is(err, errUndone) {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	stop()
	working.Wait()
	h.sequence()
	for i, id := range ids {
		_, entries := everything(t, h.client(id, origins[i], nil))
		slices.Sort(entries)
		if once := slices.Compact(slices.Clone(entries)); len(once) != len(entries) || len(entries) < 2 {
			t.Errorf("log %d: %d entries, %d different ones", id, len(entries), len(once))
		}
	}
	last, _ := everything(t, c)
	for _, older := range sample(seen, 20) {
		if err := c.Consistent(context.Background(), older, last); err != nil {
			t.Error(err)
		}
	}
}

var errUndone = fault.New(fault.Conflict, "UNDONE_BY_THE_TEST")

func sample[T any](all []T, n int) []T {
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}

// Proofs of random places, in a tree that grew by random steps past the edges of
// tiles, verify by the library; all roots agree with one computed from nothing.
func TestProofsVerify(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	c := h.client(h.log, origin, nil)
	var stored []tree.Hash
	reference := tree.HashReaderFunc(func(indexes []int64) ([]tree.Hash, error) {
		var hashes []tree.Hash
		for _, i := range indexes {
			hashes = append(hashes, stored[i])
		}
		return hashes, nil
	})
	size := 0
	var checkpoints []tlogclient.Signed
	for _, step := range []int{1, 1, 5, 248, 1, 1, 255, 1, 300, rand.IntN(500), 4096 + rand.IntN(900), 1} {
		h.append(h.log, leaves(size, step)...)
		for i := size; i < size+step; i++ {
			more, err := tree.StoredHashes(int64(i), leaf(i).Data, reference)
			if err != nil {
				t.Fatal(err)
			}
			stored = append(stored, more...)
		}
		size += step
		h.sequence()
		at, err := c.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		root, err := tree.TreeHash(int64(size), reference)
		if err != nil || at.Size != int64(size) || at.Root != root {
			t.Fatalf("at %d: %+v, want root %s, %v", size, at.Checkpoint, root, err)
		}
		checkpoints = append(checkpoints, at)
	}
	for range 100 {
		n := rand.Int64N(int64(size)) + 1
		i := rand.Int64N(n)
		root, err := tree.TreeHash(n, reference)
		if err != nil {
			t.Fatal(err)
		}
		record, err := h.reader.ProveInclusion(ctx, h.log, i, n)
		if err == nil {
			err = tree.CheckRecord(record, n, root, i, tree.RecordHash(leaf(int(i)).Data))
		}
		if err != nil {
			t.Errorf("entry %d of %d: %v", i, n, err)
		}
		older := rand.Int64N(n) + 1
		oldRoot, err := tree.TreeHash(older, reference)
		if err != nil {
			t.Fatal(err)
		}
		grown, err := h.reader.ProveConsistency(ctx, h.log, older, n)
		if err == nil {
			err = tree.CheckTree(grown, n, root, older, oldRoot)
		}
		if err != nil {
			t.Errorf("from %d to %d: %v", older, n, err)
		}
	}
	last := checkpoints[len(checkpoints)-1]
	for _, older := range checkpoints {
		if err := c.Consistent(ctx, older, last); err != nil {
			t.Error(err)
		}
	}
	i := rand.Int64N(int64(size))
	if err := c.Included(ctx, last, i, leaf(int(i)).Data); err != nil {
		t.Error(err)
	}
	if err := c.Included(ctx, last, i, leaf(int(i)+1).Data); err == nil {
		t.Error("another entry is believed to be there")
	}
	for _, bad := range [][2]int64{{int64(size), int64(size)}, {0, int64(size) + 1}, {-1, 5}} {
		if _, err := h.reader.ProveInclusion(ctx, h.log, bad[0], bad[1]); !fault.Is(err, tlog.ReasonRange) {
			t.Errorf("entry %d of %d: %v", bad[0], bad[1], err)
		}
		if _, err := h.reader.ProveConsistency(ctx, h.log, bad[0], bad[1]); bad[0] < int64(size) && !fault.Is(err, tlog.ReasonRange) {
			t.Errorf("from %d to %d: %v", bad[0], bad[1], err)
		}
	}
}

// The sequencer plans its statement once, when a new installation has no leaves
// yet; later it must still read only what it needs.
func TestMoveReadsOnlyWhatItNeeds(t *testing.T) {
	t.Parallel()
	h := build(t)
	h.append(h.log, leaves(0, 5000)...)
	h.sequence()
	h.append(h.log, leaf(1), leaf(5000))
	if n := tlog.LeavesRead(t, h.db); n > 2 {
		t.Errorf("read %v leaves to place one", n)
	}
}
