package story

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// castBallots is how many of the twelve households cast: seven for, one against, one of another opinion.
const castBallots = 9

// choiceOf is what a household says.
func choiceOf(number int) string {
	switch number {
	case 8:
		return "DISAGREE"
	case 9:
		return "OTHER"
	}
	return "AGREE"
}

// drawing is what one voter's device keeps: drawn once, sent again after every interruption as it was.
type drawing struct {
	drawn     *ballot.Drawing
	signature []byte
	ask       *votingv1.CastBallotRequest
	receipt   *votingv1.Receipt
}

// draw draws the credential of a household.
func (s *Stage) draw(ctx context.Context, number int) (*drawing, error) {
	all, who := s.voting().drawings, representative(number)
	if all[who] == nil {
		voter, err := s.voterOf(ctx, "online")
		if err != nil {
			return nil, err
		}
		drawn, err := voter.Draw()
		if err != nil {
			return nil, err
		}
		all[who] = &drawing{drawn: drawn}
	}
	d := all[who]
	if d.signature != nil {
		return d, nil
	}
	var credential votingv1.Credential
	if err := s.sendDrawing(ctx, who, d.drawn.Blinded, &credential); err != nil {
		return nil, err
	}
	var err error
	d.signature, err = d.drawn.Finish(credential.GetBlindSignature())
	return d, err
}

// sendDrawing has no request id: the same blinded message gets the same answer.
func (s *Stage) sendDrawing(ctx context.Context, who string, blinded []byte, into *votingv1.Credential) error {
	b, err := s.as(ctx, who)
	if err != nil {
		return err
	}
	v := s.voting().votes["online"]
	if v == nil {
		return errMissing
	}
	if into == nil {
		into = &votingv1.Credential{}
	}
	return b.do(ctx, change{
		method: http.MethodPost, path: "/v1/" + v.GetName() + "/credentials:draw", into: into,
		ask: &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: blinded},
	})
}

// cast draws and casts for one household and keeps the receipt.
func (s *Stage) cast(ctx context.Context, number int) error {
	d, err := s.draw(ctx, number)
	if err != nil {
		return err
	}
	if d.receipt != nil {
		return nil
	}
	name := s.voting().votes["online"].GetName()
	if d.ask == nil {
		salt := make([]byte, 32)
		_, _ = rand.Read(salt) // never fails: it aborts the program instead
		token := d.drawn.Token
		d.ask = &votingv1.CastBallotRequest{Vote: name, Token: token[:], Signature: d.signature, Choice: choiceOf(number), Salt: salt}
	}
	receipt := &votingv1.Receipt{}
	if err := s.sendBallot(ctx, s.anybody(), d.ask, receipt); err != nil {
		return err
	}
	if receipt.GetPromise() == "" || len(receipt.GetCommitment()) != 64 {
		return fmt.Errorf("the receipt is %v", receipt)
	}
	d.receipt = receipt
	return nil
}

// sendBallot casts. A ballot that was acknowledged is kept in the journal, with the receipt as what was made.
func (s *Stage) sendBallot(ctx context.Context, b *Browser, ask *votingv1.CastBallotRequest, into *votingv1.Receipt) error {
	if into == nil {
		into = &votingv1.Receipt{}
	}
	return b.do(ctx, change{
		method: http.MethodPost, path: "/v1/" + ask.GetVote() + "/ballots:cast", ask: ask, into: into, kept: true,
		named: func() string { return ask.GetVote() + "/receipts/" + into.GetCommitment() }, seen: func() string { return "" },
	})
}
