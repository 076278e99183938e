package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/voting/recount"

	"google.golang.org/protobuf/proto"
)

// counted: what was cast in secret is opened, counted, and counted again by somebody who knows nothing but the address.
func counted() []Step {
	return []Step{
		{"after its hour the vote is closed, its ballots are opened and its key is gone", closeOnline},
		{"a ballot that comes too late is refused", castTooLate},
		{"the result: more than half of all households", settleOnline},
		{"the list of those who took part names no choice", participants},
		{"verify-vote, knowing only the address, finds every promise kept", verifyVote},
		{"the decision is signed, sent and in effect", sendOnline},
	}
}

// receiptsProved waits until the log proves each receipt.
func receiptsProved(ctx context.Context, s *Stage) (string, error) {
	places := map[int64]bool{}
	took, err := s.await(ctx, 4*shortly, func(ctx context.Context) error {
		for number := 1; number <= castBallots; number++ {
			d := s.voting().drawings[representative(number)]
			if d == nil || d.receipt == nil {
				return errMissing
			}
			var now votingv1.Receipt
			if err := s.anybody().get(ctx, "/v1/"+d.receipt.GetVote()+"/receipts/"+d.receipt.GetCommitment(), nil, &now); err != nil {
				return err
			}
			if now.GetProof() == "" {
				return fmt.Errorf("%s is not in the log yet", now.GetCommitment())
			}
			d.receipt = &now
			places[now.GetIndex()] = true
		}
		return nil
	})
	if err == nil && len(places) != castBallots {
		err = fmt.Errorf("%d ballots stand at %d places", castBallots, len(places))
	}
	return fmt.Sprintf("%d places of the log, after %d ms", len(places), took.Milliseconds()), err
}

// closeAtItsHour closes a ballot after its hour, unless the instance has done so itself.
func (s *Stage) closeAtItsHour(ctx context.Context, word string) error {
	try := 0
	_, err := s.await(ctx, closingTime, func(ctx context.Context) error {
		v, err := s.vote(ctx, word)
		if err != nil || v.GetState() == votingv1.VoteState_VOTE_STATE_CLOSED {
			return err
		}
		if wait := time.Until(v.GetClosesTime().AsTime()); wait > 0 {
			return fmt.Errorf("%s is open for %s more", v.GetName(), wait)
		}
		try++
		return s.closeVote(ctx, villageHead, word, word+" close "+strconv.Itoa(try)+" "+v.GetEtag())
	})
	return err
}

func closeOnline(ctx context.Context, s *Stage) (string, error) {
	if err := s.closeAtItsHour(ctx, "online"); err != nil {
		return "", err
	}
	v, err := s.vote(ctx, "online")
	if err != nil {
		return "", err
	}
	gone := v.GetLog().GetKeyDestroyedTime()
	if gone == nil {
		return "", errors.New("the private key of the ballot is still there")
	}
	return "the key was destroyed at " + gone.AsTime().In(vietnam).Format(time.TimeOnly), nil
}

func castTooLate(ctx context.Context, s *Stage) (string, error) {
	d := s.voting().drawings[representative(1)]
	if d == nil || d.ask == nil {
		return "", errMissing
	}
	late := proto.CloneOf(d.ask)
	late.Choice = "DISAGREE"
	return refused(s.sendBallot(ctx, s.anybody(), late, nil), refusal("CLOSED_ALREADY"), refusal("TOKEN_USED"), want{status: http.StatusConflict, reason: "TOKEN_USED"})
}

func settleOnline(ctx context.Context, s *Stage) (string, error) {
	if err := s.settle(ctx, villageHead, "online", "online settle"); err != nil {
		return "", err
	}
	r := s.voting().votes["online"].GetResult()
	if !r.GetPassed() || r.GetParticipants() != castBallots || len(r.GetCounts()) == 0 || r.GetCounts()[0].GetVotes() != 7 {
		return "", fmt.Errorf("settled as %v", r)
	}
	return r.GetExplanation(), s.inState("online", votingv1.VoteState_VOTE_STATE_PASSED)
}

func participants(ctx context.Context, s *Stage) (string, error) {
	v := s.voting().votes["online"]
	if v == nil {
		return "", errMissing
	}
	var list votingv1.ListParticipantsResponse
	if err := s.anybody().get(ctx, "/v1/"+v.GetName()+"/participants", url.Values{"page_size": {"100"}}, &list); err != nil {
		return "", err
	}
	if list.GetTotal() != castBallots || len(list.GetParticipants()) != castBallots {
		return "", fmt.Errorf("%d of %d participants", len(list.GetParticipants()), list.GetTotal())
	}
	page, err := s.anybody().page(ctx, "/"+v.GetName()+"/participants")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d households, by their number on the roll", list.GetTotal()), page.says(list.GetParticipants()[0].GetCode())
}

// verifyVote does what the program of that name does: it gets the address of the vote and the receipts of the voters.
func verifyVote(ctx context.Context, s *Stage) (string, error) {
	v := s.voting().votes["online"]
	if v == nil {
		return "", errMissing
	}
	options := recount.Options{HTTP: &http.Client{Transport: s.send, Timeout: 30 * time.Second}}
	for _, d := range s.voting().drawings {
		if d.receipt != nil {
			options.Receipts = append(options.Receipts, recount.Receipt{
				Vote: d.receipt.GetVote(), Commitment: d.receipt.GetCommitment(), Promise: d.receipt.GetPromise(), Proof: d.receipt.GetProof(),
			})
		}
	}
	place, err := recount.ParseAddress(s.base.String() + "/" + v.GetName())
	if err != nil {
		return "", err
	}
	report := &recount.Report{}
	_, err = s.await(ctx, 4*shortly, func(ctx context.Context) error {
		report, err = recount.Run(ctx, place, options)
		var unreachable *url.Error
		switch {
		case errors.As(err, &unreachable):
			return fmt.Errorf("%w: %w", ErrGone, err)
		case err != nil:
			return err
		case !report.Finished:
			return errors.New("the result is not in the log yet")
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	kept := 0
	var wrong []string
	for _, check := range report.Checks {
		if check.Outcome == recount.Kept {
			kept++
		} else {
			wrong = append(wrong, fmt.Sprintf("%s %s %v", check.Promise, check.Outcome, check.Findings))
		}
	}
	// The log of this telling was never seen before, so nothing remembered could be held against it.
	if len(report.Broken()) > 0 || report.Ballots != castBallots || len(options.Receipts) != castBallots {
		return "", fmt.Errorf("%d ballots, %d receipts, %s", report.Ballots, len(options.Receipts), strings.Join(wrong, "; "))
	}
	return fmt.Sprintf("%d promises kept, none broken, %d ballots, %d receipts honoured", kept, report.Ballots, len(options.Receipts)), nil
}

func sendOnline(ctx context.Context, s *Stage) (string, error) {
	if err := s.writeDown(ctx, "online", "Loa truyền thanh của thôn tắt từ 20 giờ hằng ngày."); err != nil {
		return "", err
	}
	if err := s.signAndSend(ctx, "online"); err != nil {
		return "", err
	}
	return "in effect from " + shown(s.voting().votes["online"].GetDecision().GetEffectiveDate()), s.inState("online", votingv1.VoteState_VOTE_STATE_IN_EFFECT)
}
