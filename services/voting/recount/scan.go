package recount

import (
	"bytes"
	"context"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"slices"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// errHopeless ends a scan whose first leaf says nothing that can be counted.
var errHopeless = errors.New("the log is not that of a vote")

type digest [32]byte

func (d digest) less(other digest) int { return bytes.Compare(d[:], other[:]) }

// phase is where in the log a scan is.
type phase int

const (
	atStart phase = iota
	voting
	opening
	destroyed
	settled
	decided
)

// scan reads the leaves of a log in order.
type scan struct {
	book    *book
	vote    string
	size    int64
	at      phase
	first   ballot.VoteLeaf
	key     *rsa.PublicKey
	spki    []byte
	grew    *growth
	watched map[ballot.Commitment]*ReceiptSays

	commitments []digest // as cast, sorted when voting is closed
	closed      *ballot.ClosedLeaf
	next        int // the first commitment that is not opened yet
	openings    *openings
	lastOpened  digest
	destroyed   *ballot.KeyDestroyedLeaf
	result      *ballot.ResultLeaf
	decision    *ballot.DecisionLeaf
}

// visit reads one entry.
func (s *scan) visit(ctx context.Context, workers int, index int64, entry []byte) error {
	s.grew.add(entry)
	if s.at == opening && bytes.HasPrefix(entry, openingHead) {
		return s.open(ctx, index, entry)
	}
	leaf, err := ballot.Parse(entry)
	if err != nil {
		s.book.broke(LogOrder, "leaf_unreadable", "index", number(index), "why", err.Error())
		if index == 0 {
			return errHopeless
		}
		return nil
	}
	switch l := leaf.(type) {
	case ballot.VoteLeaf:
		return s.begin(index, l)
	case ballot.BallotLeaf:
		s.cast(index, l)
	case ballot.ClosedLeaf:
		s.close(ctx, workers, index, l)
	case ballot.KeyDestroyedLeaf:
		s.expect(index, "key_destroyed", s.first.Secret(), opening)
		s.at, s.destroyed = destroyed, &l
	case ballot.ResultLeaf:
		s.beforeResult(index)
		s.at, s.result = settled, &l
	case ballot.DecisionLeaf:
		s.expect(index, "decision", true, settled)
		s.at, s.decision = decided, &l
	default:
		s.misplaced(index, "opening")
	}
	return nil
}

func (s *scan) begin(index int64, l ballot.VoteLeaf) error {
	if index != 0 {
		s.misplaced(index, "vote")
		return nil
	}
	if l.Vote != s.vote {
		s.book.broke(LogOrder, "another_vote", "vote", l.Vote)
		return errHopeless
	}
	// One ballot and one opening for each household and the few others: a server that
	// claims more would only keep us busy.
	if most := 2*int64(l.Households) + 8; s.size > 2*most {
		s.book.broke(WithinCredentials, "log_too_long", "size", number(s.size), "households", number(l.Households))
		return errHopeless
	}
	s.first, s.at = l, voting
	if l.Secret() {
		s.spki, _ = l.SPKI() // looked at by Parse
		s.key, _ = ballot.ParseKey(s.spki)
	}
	s.commitments = make([]digest, 0, min(int64(l.Households), s.size))
	return nil
}

func (s *scan) cast(index int64, l ballot.BallotLeaf) {
	if s.at != voting || s.first.Form != "ONLINE" {
		s.misplaced(index, "ballot")
	}
	if s.at == voting {
		s.commitments = append(s.commitments, digestOf(string(l.Commitment)))
	}
	if w := s.watched[l.Commitment]; w != nil {
		w.Index = index
	}
}

func (s *scan) close(ctx context.Context, workers int, index int64, l ballot.ClosedLeaf) {
	s.expect(index, "closed", s.first.Form == "ONLINE" && s.closed == nil, voting)
	if s.closed != nil {
		return
	}
	s.at, s.closed = opening, &l
	slices.SortFunc(s.commitments, digest.less)
	for i := 1; i < len(s.commitments); i++ {
		if s.commitments[i] == s.commitments[i-1] {
			s.book.broke(TokensOnce, "commitment_twice", "commitment", s.commitments[i].text())
		}
	}
	s.openings = startOpenings(ctx, s.book, s.first, s.key, len(s.commitments), workers)
}

func (s *scan) beforeResult(index int64) {
	switch {
	case s.first.Form != "ONLINE":
		s.expect(index, "result", true, voting)
	case s.first.Secret():
		s.expect(index, "result", true, destroyed)
	default:
		s.expect(index, "result", true, opening)
	}
}

// expect writes down a leaf that stands where it must not.
func (s *scan) expect(index int64, kind string, allowed bool, after phase) {
	if !allowed || s.at != after {
		s.misplaced(index, kind)
	}
}

func (s *scan) misplaced(index int64, kind string) {
	s.book.broke(LogOrder, "leaf_misplaced", "index", number(index), "kind", kind)
}

var openingHead = []byte(`{"t":"opening","c":"`)

// open matches an opening with the ballots and hands it to the workers.
func (s *scan) open(ctx context.Context, index int64, entry []byte) error {
	text := entry[len(openingHead):]
	var c digest
	if len(text) < 2*len(c) {
		s.book.broke(LogOrder, "leaf_unreadable", "index", number(index), "why", "it is too short")
		return nil
	}
	if _, err := hex.Decode(c[:], text[:2*len(c)]); err != nil {
		s.book.broke(LogOrder, "leaf_unreadable", "index", number(index), "why", err.Error())
		return nil
	}
	if s.openings.count > 0 && c.less(s.lastOpened) < 0 {
		s.book.broke(LogOrder, "openings_unordered", "index", number(index))
	}
	s.lastOpened = c
	for s.next < len(s.commitments) && s.commitments[s.next].less(c) < 0 {
		s.unopened()
	}
	if s.next < len(s.commitments) && s.commitments[s.next] == c {
		s.next++
	} else {
		s.book.broke(BallotsOpened, "opened_not_cast", "commitment", c.text(), "index", number(index))
	}
	if w := s.watched[ballot.Commitment(c.text())]; w != nil {
		leaf, _ := ballot.Parse(entry) // the workers tell what is wrong with it
		if l, ok := leaf.(ballot.OpeningLeaf); ok {
			w.Choice = l.Choice
		}
	}
	return s.openings.add(ctx, index, entry)
}

func (s *scan) unopened() {
	s.book.broke(BallotsOpened, "cast_not_opened", "commitment", s.commitments[s.next].text())
	s.next++
}

func (d digest) text() string { return hex.EncodeToString(d[:]) }

// digestOf reads what ballot.Parse has looked at.
func digestOf(text string) (d digest) {
	_, _ = hex.Decode(d[:], []byte(text))
	return d
}
