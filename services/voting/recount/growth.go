package recount

import (
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

// growth works out, from the entries themselves, the roots the log had at the sizes
// of checkpoints seen earlier. It asks the server for nothing: a server that would
// not hand out a proof cannot hide behind that.
type growth struct {
	wanted map[int64]bool
	most   int64
	size   int64
	roots  []tlog.Hash // of complete subtrees, largest first, one for each bit of size
	at     map[int64]tlog.Hash
}

func newGrowth(seen []tlogclient.Signed) *growth {
	g := &growth{wanted: map[int64]bool{}, at: map[int64]tlog.Hash{}}
	for _, s := range seen {
		g.wanted[s.Size] = true
		g.most = max(g.most, s.Size)
	}
	if g.wanted[0] {
		g.at[0], _ = tlog.TreeHash(0, nil) // a tree of nothing reads nothing
	}
	return g
}

func (g *growth) add(entry []byte) {
	if g.size >= g.most {
		return
	}
	h := tlog.RecordHash(entry)
	for bit := g.size; bit&1 == 1; bit >>= 1 {
		last := len(g.roots) - 1
		h = tlog.NodeHash(g.roots[last], h)
		g.roots = g.roots[:last]
	}
	g.roots = append(g.roots, h)
	g.size++
	if g.wanted[g.size] {
		h := g.roots[len(g.roots)-1]
		for i := len(g.roots) - 2; i >= 0; i-- {
			h = tlog.NodeHash(g.roots[i], h)
		}
		g.at[g.size] = h
	}
}

// compare finds checkpoints that the log has not grown from.
func (g *growth) compare(b *book, seen []tlogclient.Signed, now tlogclient.Signed) (evidence []string) {
	for _, old := range seen {
		switch root, known := g.at[old.Size]; {
		case old.Size > now.Size:
			b.broke(LogGrew, "log_shrank", "before", number(old.Size), "now", number(now.Size))
		case old.Closed() && (now.Size != old.Size || !now.Closed()):
			b.broke(LogGrew, "log_reopened", "before", number(old.Size), "now", number(now.Size))
		case known && root != old.Root:
			b.broke(LogGrew, "log_forked", "before", number(old.Size), "now", number(now.Size))
		default:
			continue
		}
		evidence = append(evidence, string(old.Note), string(now.Note))
	}
	return evidence
}
