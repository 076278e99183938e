package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// BoxView is the box of one circle as it stands. What a teller read is shown to others only when both have.
type BoxView struct {
	Vote     string   `json:"vote"`
	Circle   string   `json:"circle"`
	Issued   int      `json:"issued"`
	Returned int      `json:"returned"`
	Box      PaperBox `json:"box"`
	Of       Vote     `json:"-"`
	Reader   string   `json:"-"`
}

// Shows reports whether the reader may see what a teller read.
func (b BoxView) Shows(t Teller) bool { return len(b.Box.Tellers) == 2 || t.By.Subject == b.Reader }

// GetPaperBallotBox tells how the papers of a circle stand.
func (a *Actions) GetPaperBallotBox(ctx context.Context, vote, circle string) (BoxView, error) {
	v, circle, err := a.paperVote(ctx, "GetPaperBallotBox", vote, circle)
	if err != nil {
		return BoxView{}, err
	}
	round := v.Current().Number
	papers, err := a.Store.Papers(ctx, v.ID, round, circle)
	if err != nil {
		return BoxView{}, err
	}
	box, err := a.Store.PaperBox(ctx, v.ID, round, circle)
	return BoxView{
		Vote: v.ID, Circle: circle, Issued: len(papers.Issued), Returned: papers.Returned, Box: box, Of: v, Reader: authn.From(ctx).Subject,
	}, err
}

// paperVote finds the vote and the circle meant, for whoever may.
func (a *Actions) paperVote(ctx context.Context, action, vote, circle string) (Vote, string, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return v, "", err
	}
	if circles := v.Circles(); circle == "" && len(circles) == 1 {
		circle = circles[0]
	}
	if err := a.Policy.Allow(ctx, action, circleResource(v, circle)); err != nil {
		return v, "", err
	}
	if !slices.Contains(v.Circles(), circle) {
		return v, "", domain.Refuse(domain.UnitNotFound, "village", "unit", circle)
	}
	return v, circle, onPaper(v)
}

// onPaper refuses what is not a ballot on paper.
func onPaper(v Vote) error {
	if form := v.Current().Form; form != domain.PaperForm {
		return domain.Refuse(domain.ChannelNotOpen, "vote", "channel", string(domain.OnPaper), "form", string(form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	}
	return nil
}

// handle changes the papers of a circle; the vote is locked.
type handle func(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, with domain.Setting) (PaperBox, error)

// withPapers is the way of every change to the papers of a circle. seen is the etag of the vote, empty where the act does not
// depend on what the caller saw.
func (a *Actions) withPapers(ctx context.Context, action string, cause change.Cause, vote, circle, seen string, do handle) (BoxView, error) {
	before, circle, err := a.paperVote(ctx, action, vote, circle)
	if err != nil {
		return BoxView{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		if err := onPaper(v); err != nil {
			return Outcome{}, err
		}
		if seen != "" {
			if err := fresh(seen, v.Revision); err != nil {
				return Outcome{}, err
			}
		}
		return a.handled(ctx, tx, v, circle, do)
	})
	if err != nil {
		return BoxView{}, err
	}
	view := BoxView{}
	if err := json.Unmarshal(answer.Extra, &view); err != nil {
		return view, fmt.Errorf("reading the answer about the papers of vote %s: %w", vote, err)
	}
	view.Of, view.Reader = before, authn.From(ctx).Subject
	return view, nil
}

func (a *Actions) handled(ctx context.Context, tx Tx, v Vote, circle string, do handle) (Outcome, error) {
	round := v.Current().Number
	box, err := tx.PaperBox(ctx, v.ID, round, circle)
	if err != nil {
		return Outcome{}, err
	}
	papers, err := tx.Papers(ctx, v.ID, round, circle)
	if err != nil {
		return Outcome{}, err
	}
	if box, err = do(ctx, tx, v, box, papers, a.setting()); err != nil {
		return Outcome{}, err
	}
	if err := tx.PutPaperBox(ctx, v.ID, round, circle, box); err != nil {
		return Outcome{}, err
	}
	if box.Settled != nil {
		if err := tx.PutCount(ctx, Count{Vote: v.ID, Round: round, Circle: circle, Tally: box.Settled}); err != nil {
			return Outcome{}, err
		}
	}
	if papers, err = tx.Papers(ctx, v.ID, round, circle); err != nil {
		return Outcome{}, err
	}
	extra, err := json.Marshal(BoxView{Vote: v.ID, Circle: circle, Issued: len(papers.Issued), Returned: papers.Returned, Box: box})
	if err != nil {
		return Outcome{}, fmt.Errorf("writing the answer about papers: %w", err)
	}
	return Outcome{Answer: Answer{ID: v.ID, Extra: extra}, Resource: voteName(v.ID), Unit: circle}, nil
}
