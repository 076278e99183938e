package domain

import (
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Fact is something that became true. Facts carry ids, dates, numbers and digests, never names, addresses or choices of
// a household.
type Fact interface{ fact() }

// About says which vote a fact is of.
type About struct {
	Vote   string
	Body   Body
	Matter Matter
}

type (
	// VoteDrafted: somebody put a matter forward.
	VoteDrafted struct{ About }
	// VoteAgreed: those who must agree have agreed.
	VoteAgreed struct{ About }
	// VoteAnnounced: the people were told; roll and rules are frozen.
	VoteAnnounced struct {
		About
		Form       Form
		Day        workday.Date
		OpensAt    time.Time
		ClosesAt   time.Time
		Households int
		Villages   int
		PackHash   string
		RollDigest []string // by circle
	}
	// VotePostponed: it takes place on another day.
	VotePostponed struct {
		About
		From, To workday.Date
	}
	// VoteOptedIn: more than half of all households want to vote online.
	VoteOptedIn struct {
		About
		Agreed, Households int
	}
	// VoteOpened: households may vote.
	VoteOpened struct {
		About
		Round int
		Form  Form
		At    time.Time
	}
	// VoteClosed: nobody may vote any more.
	VoteClosed struct {
		About
		Round    int
		At       time.Time
		Attended int
	}
	// VoteFellBack: a meeting was too small; papers go to every household.
	VoteFellBack struct {
		About
		Round    int
		Attended int
		Needed   int
	}
	// VoteCounted: the count is done.
	VoteCounted struct {
		About
		Round   int
		Tallies []VillageTally
	}
	// VotePassed: the share was reached.
	VotePassed struct {
		About
		Result        Result
		EffectiveDate workday.Date
	}
	// VoteFailed: it was not.
	VoteFailed struct {
		About
		Result Result
	}
	// DecisionSent: the document went to UBND and the Front.
	DecisionSent struct {
		About
		Digest   string
		On       workday.Date
		LateDays int
	}
	// DecisionRecognised: UBND, the Front or the union recognised it.
	DecisionRecognised struct {
		About
		By            Recogniser
		Document      string
		On            workday.Date
		LateDays      int
		EffectiveDate workday.Date
	}
	// DecisionRefused: it was not recognised, with the reason in writing.
	DecisionRefused struct {
		About
		By       Recogniser
		Document string
		On       workday.Date
		LateDays int
	}
	// DecisionTookEffect: it is in force.
	DecisionTookEffect struct {
		About
		On workday.Date
	}
	// AmendmentRequested: UBND asks the community to put a decision right (Điều 22.2).
	AmendmentRequested struct {
		About
		On workday.Date
	}
	// DecisionAnnulled: UBND or the community itself annulled it.
	DecisionAnnulled struct {
		About
		Ground Ground
		On     workday.Date
	}
	// DecisionAmended: a later decision took its place.
	DecisionAmended struct {
		About
		By string // vote
		On workday.Date
	}
	// VoteCancelled: it does not take place.
	VoteCancelled struct {
		About
		State State // in which it was
	}
	// RollCorrected: the roll of a vote reads differently.
	RollCorrected struct {
		Vote, Village string
		Households    int
		Digest        string
		Version       int
	}
	// ObjectionFiled: somebody objects to the roll.
	ObjectionFiled struct{ Vote, Village, Objection string }
	// ObjectionAnswered: they got an answer.
	ObjectionAnswered struct {
		Vote, Village, Objection string
		Upheld                   bool
	}
	// InitiativeReached: enough households consent, or the Front endorses; it must be put to the people.
	InitiativeReached struct {
		Initiative string
		Body       Body
		Consents   int
		Needed     int
		Endorsed   bool
	}
	// ProgressReported: what became of a decision.
	ProgressReported struct {
		Vote      string
		Collected int64
		Spent     int64
		Percent   int
	}
	// FollowUpFinished: nothing is left to report.
	FollowUpFinished struct {
		Vote             string
		Collected, Spent int64
	}
)

func (VoteDrafted) fact()        {}
func (VoteAgreed) fact()         {}
func (VoteAnnounced) fact()      {}
func (VotePostponed) fact()      {}
func (VoteOptedIn) fact()        {}
func (VoteOpened) fact()         {}
func (VoteClosed) fact()         {}
func (VoteFellBack) fact()       {}
func (VoteCounted) fact()        {}
func (VotePassed) fact()         {}
func (VoteFailed) fact()         {}
func (DecisionSent) fact()       {}
func (DecisionRecognised) fact() {}
func (DecisionRefused) fact()    {}
func (DecisionTookEffect) fact() {}
func (AmendmentRequested) fact() {}
func (DecisionAnnulled) fact()   {}
func (DecisionAmended) fact()    {}
func (VoteCancelled) fact()      {}
func (RollCorrected) fact()      {}
func (ObjectionFiled) fact()     {}
func (ObjectionAnswered) fact()  {}
func (InitiativeReached) fact()  {}
func (ProgressReported) fact()   {}
func (FollowUpFinished) fact()   {}

func (v Vote) about() About { return About{Vote: v.ID, Body: v.Body, Matter: v.Matter} }
