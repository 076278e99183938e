package app

import (
	"context"
	"crypto/rand"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// RecordPlan records the plan of the papers; without it none are handed out.
func (a *Actions) RecordPlan(ctx context.Context, cause change.Cause, id, seen string, plan domain.BallotPlan) (Vote, error) {
	return a.moveVote(ctx, "RecordPlan", cause, id, seen, func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var err error
		v.Vote, err = v.SendPlan(plan, with)
		return Moved{Vote: v}, err
	})
}

// IssueBallots hands one ballot to each household that has not taken part and has none yet. Serials are drawn by lot.
func (a *Actions) IssueBallots(ctx context.Context, cause change.Cause, vote, circle, seen string) (BoxView, error) {
	return a.withPapers(ctx, "IssueBallots", cause, vote, circle, seen, func(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, with domain.Setting) (PaperBox, error) {
		if circle == "" {
			circle = v.Circles()[0]
		}
		if v.Current().Number > 1 && len(papers.Issued) == 0 {
			if err := tx.AskAgain(ctx, v.ID, circle); err != nil {
				return box, err
			}
		}
		roll, err := tx.Roll(ctx, v.ID, circle)
		if err != nil {
			return box, err
		}
		households := make([]string, len(roll.Entries))
		for i, entry := range roll.Entries {
			households[i] = entry.Household
		}
		lines, err := tx.Lines(ctx, v.ID, households)
		if err != nil {
			return box, err
		}
		by := a.actor(ctx, v.Body)
		var issued []string
		for _, entry := range roll.Entries {
			if lines[entry.Household].By != "" || slices.Contains(papers.Issued, entry.Household) {
				continue
			}
			if _, err := v.IssuePaper(entry, circle, nil, false, by, with); err != nil {
				return box, err
			}
			issued = append(issued, entry.Household)
		}
		return box, tx.IssuePapers(ctx, v.ID, v.Current().Number, circle, issued, serials(len(issued)))
	})
}

// serials draws so many serials of fifty bits, "3F7QK-M2PXD", in their own order, which is no order of households.
func serials(n int) []string {
	all := make([]string, n)
	for i := range all {
		bits := make([]byte, 7)
		_, _ = rand.Read(bits) // never fails
		text := crockford.EncodeToString(bits)[:10]
		all[i] = text[:5] + "-" + text[5:]
	}
	slices.Sort(all)
	return all
}

// RecordReturn marks households whose ballot came back. A household that was heard already is refused.
func (a *Actions) RecordReturn(ctx context.Context, cause change.Cause, vote, circle string, households []string) (BoxView, error) {
	return a.withPapers(ctx, "RecordReturn", cause, vote, circle, "", func(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, with domain.Setting) (PaperBox, error) {
		lines, err := tx.Lines(ctx, v.ID, households)
		if err != nil {
			return box, err
		}
		for _, household := range households {
			line := lines[household]
			var earlier []domain.Participation
			if line.By != "" {
				earlier = []domain.Participation{{Household: household, Round: v.Current().Number, Channel: channelOf[line.By]}}
			}
			entry := entryOf(line)
			if circle != "" && line.Village != circle {
				entry = domain.RollEntry{}
			}
			if _, err := v.Admit(entry, line.Village, entry.Household, domain.OnPaper, earlier, with); err != nil {
				return box, err
			}
			if !slices.Contains(papers.Issued, household) {
				return box, domain.Refuse(domain.BallotUnknown, "households", "household", household).On("Điều 19 khoản 3 Luật 10/2022/QH15")
			}
			taken, err := tx.TakePart(ctx, v.ID, domain.PaperForm, []string{household})
			if err != nil {
				return box, err
			}
			if len(taken) == 0 { // heard in another form in this very moment, or twice on the list
				return box, domain.Refuse(domain.VotedAlready, "households", "household", household).On("Điều 19 khoản 3, Điều 21 khoản 1 Luật 10/2022/QH15")
			}
		}
		return box, nil
	})
}

// channelOf is how a household of the roll was heard.
var channelOf = map[domain.Form]domain.ParticipationChannel{
	domain.MeetingForm: domain.AtMeeting, domain.PaperForm: domain.OnPaper, domain.OnlineForm: domain.Online,
}
