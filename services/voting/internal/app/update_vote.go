package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Edit is what an organiser changes of a draft. Texts and papers are replaced; zero times leave the times as they are.
type Edit struct {
	Text              Text
	Seats             int
	Ground            string
	OpensAt, ClosesAt time.Time
}

// UpdateVote changes a draft. Agreements given before were given to another text and fall away; those who agree are asked
// again.
func (a *Actions) UpdateVote(ctx context.Context, cause change.Cause, id, seen string, e Edit) (Vote, error) {
	return a.moveVote(ctx, "UpdateVote", cause, id, seen, func(ctx context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		papers, err := a.open(ctx, e.Text.Papers, v.Papers)
		if err != nil {
			return Moved{}, err
		}
		round := v.Current()
		d := domain.Draft{
			Body: v.Body, Matter: v.Matter, Title: e.Text.Title, Question: e.Text.Question, Background: e.Text.Background, Papers: papers,
			Proposal: v.Proposal, Form: round.Form, Method: round.Method, Day: round.MeetingDate, OpensAt: round.OpensAt,
			ClosesAt: round.ClosesAt, Clusters: round.Clusters, Team: round.Team, Seats: e.Seats, Conference: v.Conference, Replaces: v.Replaces,
		}
		d.Proposal.Ground = e.Ground
		if !e.OpensAt.IsZero() {
			d.OpensAt, d.Day = e.OpensAt, dayOf(e.OpensAt)
		}
		if !e.ClosesAt.IsZero() {
			d.ClosesAt = e.ClosesAt
		}
		agreed := len(v.Agreements) > 0
		if v.Vote, err = v.Edit(d, with); err != nil {
			return Moved{}, err
		}
		v.Place = e.Text.Place
		moved := Moved{Vote: v}
		if agreed {
			moved.Notices = a.askAgreement(v, with)
		}
		return moved, nil
	})
}
