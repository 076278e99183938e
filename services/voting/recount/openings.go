package recount

import (
	"context"
	"crypto/rsa"
	"runtime"
	"slices"
	"sync"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// batchSize is how many openings a worker takes at once; a bundle of the log has 256.
const batchSize = 64

type batch struct {
	first   int // ordinal of the first of them
	index   int64
	entries [][]byte
}

// openings checks opened ballots on all cores.
type openings struct {
	book  *book
	vote  ballot.VoteLeaf
	key   *rsa.PublicKey
	queue chan batch
	wait  sync.WaitGroup
	now   batch
	count int

	tokens []digest // by ordinal; all zero where there is none

	mu     sync.Mutex
	counts map[string]int
}

func startOpenings(ctx context.Context, b *book, vote ballot.VoteLeaf, key *rsa.PublicKey, cast, workers int) *openings {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	o := &openings{book: b, vote: vote, key: key, queue: make(chan batch, 2*workers), counts: map[string]int{}}
	if vote.Secret() {
		o.tokens = make([]digest, cast)
	}
	for range workers {
		o.wait.Go(func() { o.work(ctx) })
	}
	return o
}

// add queues one opening. The entry keeps its bundle alive until it is checked.
func (o *openings) add(ctx context.Context, index int64, entry []byte) error {
	if len(o.now.entries) == 0 {
		o.now.first, o.now.index = o.count, index
	}
	o.now.entries = append(o.now.entries, entry)
	o.count++
	if len(o.now.entries) < batchSize {
		return nil
	}
	return o.flush(ctx)
}

func (o *openings) flush(ctx context.Context) error {
	full := o.now
	o.now = batch{entries: make([][]byte, 0, batchSize)}
	select {
	case o.queue <- full:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// finish waits for the workers and looks for tokens used twice.
func (o *openings) finish(ctx context.Context) error {
	err := o.flush(ctx)
	close(o.queue)
	o.wait.Wait()
	if err != nil || len(o.tokens) == 0 {
		return err
	}
	slices.SortFunc(o.tokens, digest.less)
	for i := 1; i < len(o.tokens); i++ {
		if o.tokens[i] == o.tokens[i-1] && o.tokens[i] != (digest{}) {
			o.book.broke(TokensOnce, "token_twice", "digest", o.tokens[i].text())
		}
	}
	return nil
}

func (o *openings) work(ctx context.Context) {
	counts := map[string]int{}
	for b := range o.queue {
		for i, entry := range b.entries {
			if ctx.Err() != nil {
				break // read on until the queue is closed, so that nobody waits for us
			}
			o.one(b.first+i, b.index+int64(i), entry, counts)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for option, n := range counts {
		o.counts[option] += n
	}
}

// one checks an opening and counts it. What is not a valid ballot is not counted.
func (o *openings) one(ordinal int, index int64, entry []byte, counts map[string]int) {
	leaf, err := ballot.Parse(entry)
	if err != nil {
		o.book.broke(LogOrder, "leaf_unreadable", "index", number(index), "why", err.Error())
		return
	}
	l, _ := leaf.(ballot.OpeningLeaf)
	name := string(l.Commitment)
	if l.Open() == o.vote.Secret() {
		o.book.broke(TokensGenuine, "token_missing", "commitment", name)
		return
	}
	committed := ballot.CommitOpen(o.vote.Vote, l.Choice, l.Salt)
	if o.vote.Secret() {
		committed = ballot.Commit(o.vote.Vote, l.Token, l.Choice, l.Salt)
		if ordinal < len(o.tokens) {
			o.tokens[ordinal] = l.Token.Digest()
		}
		if err := ballot.VerifyToken(o.key, l.Token, l.Signature); err != nil {
			o.book.broke(TokensGenuine, "token_forged", "commitment", name)
			return
		}
	}
	if committed != l.Commitment {
		o.book.broke(ChoicesUnchanged, "choice_changed", "commitment", name, "choice", l.Choice)
		return
	}
	chosen, err := o.vote.Choices().Parse(l.Choice)
	if err != nil {
		o.book.broke(TallyRight, "choice_impossible", "commitment", name, "choice", l.Choice)
		return
	}
	for _, option := range chosen {
		counts[option]++
	}
}
