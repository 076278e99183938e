package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// BoxStore is what voting online, and the proof of every vote, need of the store outside a change. Nothing here leaves a
// cause, an event or an entry in the audit trail: each of them has a time, and a time beside a household or a ballot is
// what a secret vote must not have.
type BoxStore interface {
	// Box reads the box of a vote: the part of it that casting has to know. NotFound when there is no such vote.
	Box(ctx context.Context, vote string) (Box, error)
	// Cast puts ballots into their boxes and logs, all in one statement, and tells the outcome of each in their order.
	// An error means that nobody knows what became of them: the same ballot cast again gets its answer.
	Cast(ctx context.Context, now time.Time, ballots []SecretBallot) ([]Fate, error)
	// Draw marks that a household drew a credential. The row of the roll decides between those who race.
	Draw(ctx context.Context, now time.Time, d Drawing) (Fate, error)
	// Drawn is the digest of the blinded message with which a household drew; nil when it has not.
	Drawn(ctx context.Context, vote, household string) ([]byte, error)
	// Opinions counts the answers to the poll whether to vote online, of households that are on the roll.
	Opinions(ctx context.Context, vote string) (Opinions, error)
	// TookPart lists the households that took part by village and code, after a line.
	TookPart(ctx context.Context, vote string, after ParticipantPlace, most int) ([]Participant, error)

	// ReadLog is a file of a log; Receipt proves that it holds a leaf; AwaitReceipt waits for it until ctx ends.
	ReadLog(ctx context.Context, log int64, path string) (tlog.Resource, error)
	Receipt(ctx context.Context, log int64, key []byte) (c2sp.Proof, error)
	AwaitReceipt(ctx context.Context, log int64, key []byte) (c2sp.Proof, error)
}

// BoxTx is the same inside a change.
type BoxTx interface {
	// OpenLog makes the log of a vote, or finds the one there is.
	OpenLog(ctx context.Context, vote, origin string) error
	// PutKey keeps the key of a secret ballot, once: the first one stays.
	PutKey(ctx context.Context, vote string, public, sealed []byte) error
	// PublicKey is the public key of the vote; nil when it has none.
	PublicKey(ctx context.Context, vote string) ([]byte, error)
	// Log appends leaves to the log of the vote. A name that is in it already adds nothing.
	Log(ctx context.Context, vote string, leaves ...NamedLeaf) error
	// CloseLog ends the log: nothing can follow.
	CloseLog(ctx context.Context, vote string) error
	// HoldBox waits for all who are casting or drawing and keeps others out until the transaction ends.
	HoldBox(ctx context.Context, vote string) error
	// OpenBox writes closed, the openings by commitment and, in a secret vote, the destroyed key into the log; it destroys
	// the sealed key and writes ballots and marks of the roll anew in the order of digests. It returns what the box held.
	// HoldBox has been called.
	OpenBox(ctx context.Context, vote string, method domain.Method) (BoxCount, error)
	// EmptyBox destroys the ballots of a vote that was called off, unopened, with its key.
	EmptyBox(ctx context.Context, vote string) error

	// PutOpinions keeps answers to the poll; the last word stands. Households not on the roll are refused.
	PutOpinions(ctx context.Context, vote string, agree map[string]bool) error
	Opinions(ctx context.Context, vote string) (Opinions, error)
	// CastOpen records an open ballot with its household and its leaf, unless the household has taken part already.
	// The box is held shared.
	CastOpen(ctx context.Context, now time.Time, b OpenBallot) (Fate, error)
}

// NamedLeaf is a leaf with the name that keeps it from being written twice.
type NamedLeaf struct {
	Name string
	Leaf ballot.Leaf
}

// Box is what casting knows of a vote.
type Box struct {
	Vote      string
	Revision  int64
	Public    bool
	State     domain.State
	Form      domain.Form
	Method    domain.Method
	OpensAt   time.Time
	ClosesAt  time.Time
	Log       int64 // 0 before the announcement
	Origin    string
	PublicKey []byte // DER; nil without secret ballots online
	Sealed    []byte // nil once destroyed
	Destroyed time.Time
}

// Secret reports whether ballots of this box carry tokens.
func (b Box) Secret() bool {
	return b.Form == domain.OnlineForm && b.Method == domain.SecretBallot
}

// SecretBallot is a ballot whose signature was verified.
type SecretBallot struct {
	Vote string
	Log  int64
	ballot.OpeningLeaf
}

// OpenBallot is one household's recorded choice.
type OpenBallot struct {
	Vote, Household string
	Log             int64
	ballot.OpeningLeaf
	Opinion string
}

// Drawing is a household that draws. Helper and Reason are those of a team member at the team's device.
type Drawing struct {
	Vote, Household string
	Message         []byte // SHA-256 of the blinded message
	Helper, Reason  string
}

// Fate is what became of a ballot or a drawing.
type Fate string

// Fates, as the database says them.
const (
	Taken  Fate = "taken"
	Used   Fate = "used"
	Early  Fate = "early"
	Closed Fate = "closed"
	Busy   Fate = "busy"
	Drew   Fate = "drawn"
	Other  Fate = "other"
	Voted  Fate = "voted"
)

// BoxCount is what was in a box.
type BoxCount struct {
	Ballots, Credentials int
	Votes                map[string]int // by choice
}

// Opinions are answers to the poll.
type Opinions struct{ Agreed, Declined int }

// Participant is a household that took part; never what it chose.
type Participant struct {
	Village, Code string
	By            domain.Form
	Mark          string // stands for the household in a page token
}

// ParticipantPlace is where a page begins.
type ParticipantPlace struct{ Village, Code, Mark string }
