package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
)

func castAll(ctx context.Context, s *Stage) (string, error) {
	for number := 1; number <= castBallots; number++ {
		if err := s.cast(ctx, number); err != nil {
			return "", fmt.Errorf("household %d: %w", number, err)
		}
	}
	return fmt.Sprintf("%d receipts, each with the promise of the log", castBallots), nil
}

func castTwice(ctx context.Context, s *Stage) (string, error) {
	d := s.voting().drawings[representative(1)]
	if d == nil || d.receipt == nil {
		return "", errMissing
	}
	var again votingv1.Receipt
	if err := s.sendBallot(ctx, s.anybody(), d.ask, &again); err != nil {
		return "", err
	}
	if again.GetCommitment() != d.receipt.GetCommitment() {
		return "", errors.New("the same ballot has another receipt")
	}
	other := proto.CloneOf(d.ask)
	other.Choice = "DISAGREE"
	return refused(s.sendBallot(ctx, s.anybody(), other, nil), want{status: http.StatusConflict, reason: "TOKEN_USED"}, refusal("TOKEN_USED"))
}

func drawTwice(ctx context.Context, s *Stage) (string, error) {
	voter, err := s.voterOf(ctx, "online")
	if err != nil {
		return "", err
	}
	second, err := voter.Draw()
	if err != nil {
		return "", err
	}
	err = s.sendDrawing(ctx, representative(1), second.Blinded, nil)
	return refused(err, want{status: http.StatusConflict, reason: "CREDENTIAL_DRAWN"}, refusal("CREDENTIAL_DRAWN"))
}

func castWithName(ctx context.Context, s *Stage) (string, error) {
	d := s.voting().drawings[representative(1)]
	if d == nil || d.ask == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, representative(1))
	if err != nil {
		return "", err
	}
	return refused(s.sendBallot(ctx, b, d.ask, nil), refusal("IDENTITY_NOT_WANTED"), want{status: http.StatusForbidden, reason: "IDENTITY_NOT_WANTED"})
}

func strangerDraws(ctx context.Context, s *Stage) (string, error) {
	voter, err := s.voterOf(ctx, "online")
	if err != nil {
		return "", err
	}
	mine, err := voter.Draw()
	if err != nil {
		return "", err
	}
	return refused(s.sendDrawing(ctx, otherHead, mine.Blinded, nil), append([]want{refusal("HOUSEHOLD_NOT_ON_ROLL"), refusal("NOT_REPRESENTATIVE")}, denied...)...)
}
