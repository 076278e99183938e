package app

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Names of the leaves of which a log has one.
const (
	leafVote     = "vote"
	leafResult   = "result"
	leafDecision = "decision"
)

// prove writes into the log of a vote what a move has done, in the same transaction:
//
//	announced   the log is opened, and the key of a secret ballot online made
//	opened      online: the first leaf. The roll may be corrected until now, and nobody has voted yet
//	closed      online: closed, the openings, the destroyed key
//	settled     otherwise the first leaf, since a meeting chooses how it votes; then the result
//	sent        the decision; the log ends
//
// A vote that failed, or was called off, has its log ended at once.
func (a *Actions) prove(ctx context.Context, tx Tx, before, after Vote) error {
	if !before.Public() && after.Public() {
		if err := a.proveAnnounced(ctx, tx, after); err != nil {
			return err
		}
	}
	if before.State == after.State || !after.Public() {
		return nil
	}
	online := after.Current().Form == domain.OnlineForm
	switch after.State {
	case domain.Open:
		if online {
			return a.proveOpened(ctx, tx, after)
		}
	case domain.Closed:
		if online {
			return a.proveClosed(ctx, tx, after)
		}
	case domain.Passed, domain.Failed:
		return a.proveResult(ctx, tx, after)
	case domain.Sent, domain.InEffect, domain.Annulled:
		return a.proveDecision(ctx, tx, before, after)
	case domain.Cancelled:
		return a.proveCancelled(ctx, tx, after)
	}
	return nil
}

func (a *Actions) proveAnnounced(ctx context.Context, tx Tx, v Vote) error {
	if err := tx.OpenLog(ctx, v.ID, a.Online.origin(v.ID)); err != nil {
		return err
	}
	return a.proveKey(ctx, tx, v)
}

// proveKey makes the key of a secret ballot online.
func (a *Actions) proveKey(ctx context.Context, tx Tx, v Vote) error {
	if !secretOnline(v) {
		return nil
	}
	key, err := a.Online.newKey()
	if err != nil {
		return err
	}
	defer key.Destroy() // it is opened again where it is needed
	sealed, err := a.Online.sealer.Seal(key, v.ID)
	if err != nil {
		return err
	}
	return tx.PutKey(ctx, v.ID, key.SPKI(), sealed)
}

func secretOnline(v Vote) bool {
	return v.Current().Form == domain.OnlineForm && v.Current().Method == domain.SecretBallot
}

func (a *Actions) proveOpened(ctx context.Context, tx Tx, v Vote) error {
	threshold, err := v.Pack.Threshold(v.Matter, v.Current().Form)
	if err != nil {
		return err
	}
	total := v.Households("")
	first := firstLeaf(v, ballot.Threshold{
		Rule: threshold.Rule.Version(), Share: shareText(threshold.Rule.Share), Of: string(threshold.Of()), Total: total, Needed: threshold.Needed(total),
	})
	if secretOnline(v) {
		spki, err := tx.PublicKey(ctx, v.ID)
		if err != nil {
			return err
		}
		first.Key = base64.StdEncoding.EncodeToString(spki)
	}
	return tx.Log(ctx, v.ID, NamedLeaf{leafVote, first})
}

// firstLeaf says what is voted on by which rules.
func firstLeaf(v Vote, threshold ballot.Threshold) ballot.VoteLeaf {
	round := v.Current()
	method := round.Method
	if method == "" {
		method = domain.ShowOfHands
	}
	options := choices(v)
	return ballot.VoteLeaf{
		Vote: v.ID, Form: strings.ToUpper(string(round.Form)), Method: strings.ToUpper(string(method)), RulesSHA256: v.Pack.Hash, Households: v.Households(""),
		Threshold: threshold, Options: options.Options, Seats: options.Seats,
	}
}

// nobody stands in the log of an election for which nobody stood.
const nobody = "NOBODY"

// choices are what may be chosen in the vote.
func choices(v Vote) ballot.Options {
	if !v.Matter.Election() {
		return ballot.Options{Options: ballot.Answers()}
	}
	o := ballot.Options{Seats: v.Seats}
	for _, c := range v.Standing() {
		o.Options = append(o.Options, c.ID)
	}
	if len(o.Options) == 0 {
		o.Options = []string{nobody}
	}
	return o
}

// proveClosed publishes what was cast, destroys the key and hands the tally to whoever settles the vote.
func (a *Actions) proveClosed(ctx context.Context, tx Tx, v Vote) error {
	if err := tx.HoldBox(ctx, v.ID); err != nil {
		return err
	}
	count, err := tx.OpenBox(ctx, v.ID, v.Current().Method)
	if err != nil {
		return err
	}
	a.Online.boxes.forget(v.ID) // before the commit: should it fail, the sealed key is still there
	tally, err := tallyOf(count)
	if err != nil {
		return err
	}
	circles := v.Circles()
	if len(circles) != 1 {
		return fmt.Errorf("vote %s: a vote online asks one village, not %d", v.ID, len(circles))
	}
	return tx.PutCount(ctx, Count{Vote: v.ID, Round: v.Current().Number, Circle: circles[0], Tally: tally})
}

// tallyOf counts a box whose ballots are answers. What was drawn and not cast did not come back.
func tallyOf(c BoxCount) (*domain.Tally, error) {
	t := domain.Tally{Issued: c.Credentials, Returned: c.Ballots}
	for choice, n := range c.Votes {
		switch domain.Choice(strings.ToLower(choice)) {
		case domain.Agree:
			t.Yes = n
		case domain.Disagree:
			t.No = n
		case domain.Another:
			t.Other = n
		default:
			return nil, fmt.Errorf("a ballot says %.40q", choice)
		}
	}
	return &t, nil
}

func (a *Actions) proveResult(ctx context.Context, tx Tx, v Vote) error {
	var leaves []NamedLeaf
	if r := v.Result; v.Current().Form != domain.OnlineForm {
		leaves = append(leaves, NamedLeaf{leafVote, firstLeaf(v, ballot.Threshold{
			Rule: r.Rule, Share: shareText(r.Share), Of: string(r.Of), Total: r.Total, Needed: r.Needed,
		})})
	}
	if err := tx.Log(ctx, v.ID, append(leaves, NamedLeaf{leafResult, resultLeaf(v)})...); err != nil {
		return err
	}
	if v.State == domain.Failed {
		return tx.CloseLog(ctx, v.ID)
	}
	return nil
}

// resultLeaf is the result as the page shows it.
func resultLeaf(v Vote) ballot.ResultLeaf {
	sum := v.Sum()
	leaf := ballot.ResultLeaf{
		Participants: v.TookPart(sum), Invalid: sum.Invalid, NotReturned: sum.Unreturned(), Needed: v.Result.Needed, Passed: v.Result.Passed,
		Elected: v.Result.Elected,
	}
	votes := map[string]int{ballot.Agree: sum.Yes, "DISAGREE": sum.No, "OTHER": sum.Other}
	for _, c := range sum.Candidates {
		votes[c.Candidate] = c.Votes // of the last ballot in which they stood
	}
	for _, option := range choices(v).Options {
		leaf.Counts = append(leaf.Counts, ballot.Count{Option: option, Votes: votes[option]})
	}
	return leaf
}

// Sum is what all circles counted together.
func (v Vote) Sum() (sum domain.Tally) {
	for _, one := range v.Tallies {
		sum = sum.Plus(one.Tally)
	}
	return sum
}

// TookPart is how many households took part by a tally: online, those that drew a credential, whether they cast it or not.
func (v Vote) TookPart(sum domain.Tally) int {
	if v.Current().Form == domain.OnlineForm {
		return sum.Issued
	}
	return sum.Voters()
}

// proveDecision binds the decision when it is sent. What was annulled before it was sent has none.
func (a *Actions) proveDecision(ctx context.Context, tx Tx, before, after Vote) error {
	if before.State != domain.Passed {
		return nil // the log has ended already
	}
	if after.State != domain.Annulled {
		if err := tx.Log(ctx, after.ID, NamedLeaf{leafDecision, ballot.DecisionLeaf{SHA256: after.Decision.Digest}}); err != nil {
			return err
		}
	}
	return tx.CloseLog(ctx, after.ID)
}

// proveCancelled destroys ballots and key unopened: nobody counts a vote that was called off.
func (a *Actions) proveCancelled(ctx context.Context, tx Tx, v Vote) error {
	if err := tx.HoldBox(ctx, v.ID); err != nil {
		return err
	}
	if err := tx.EmptyBox(ctx, v.ID); err != nil {
		return err
	}
	a.Online.boxes.forget(v.ID)
	return tx.CloseLog(ctx, v.ID)
}

// shareText writes a share as the rule pack does.
func shareText(s law.Share) string {
	text := fmt.Sprintf("%d/%d", s.Num, s.Den)
	if s.Strict {
		return ">" + text
	}
	return text
}
