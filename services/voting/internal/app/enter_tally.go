package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// EnterTally takes one teller's count. With the second, both are laid side by side: the same numbers settle the box, others
// wait for ResolveTally.
func (a *Actions) EnterTally(ctx context.Context, cause change.Cause, vote, circle string, c Counted, scans []domain.Attachment) (BoxView, error) {
	caller := authn.From(ctx)
	return a.withPapers(ctx, "EnterTally", cause, vote, circle, "", func(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, with domain.Setting) (PaperBox, error) {
		one := Teller{By: a.actor(ctx, v.Body), PersonKey: caller.PersonKey, Count: c}
		for _, other := range box.Tellers {
			if other.By.Subject == one.By.Subject || one.PersonKey != "" && other.PersonKey == one.PersonKey {
				return box, domain.Refuse(domain.SameTeller, "teller").On("Điều 4 khoản 6 Nghị định 59/2023/NĐ-CP")
			}
		}
		if len(box.Tellers) == 2 {
			return box, domain.Refuse(domain.StateNotAllowed, "tallies", "state", "counted", "action", "count")
		}
		sheet, err := sheetOf(v, one.By, c, papers.Returned, with)
		if err != nil {
			return box, err
		}
		if err := v.CheckSheet(sheet, func(string) bool { return true }, papers.Returned); err != nil {
			return box, err
		}
		if box.Scans, err = a.scan(ctx, box.Scans, scans); err != nil {
			return box, err
		}
		box.Tellers = append(slices.Clone(box.Tellers), one)
		if len(box.Tellers) < 2 {
			return box, nil
		}
		first, err := sheetOf(v, box.Tellers[0].By, box.Tellers[0].Count, papers.Returned, with)
		if err != nil {
			return box, err
		}
		differ, err := domain.Compare(first, sheet)
		if err != nil || len(differ) > 0 {
			return box, err
		}
		watching := append(slices.Clone(box.Tellers[0].Count.Witnesses), c.Witnesses...)
		slices.Sort(watching)
		return settled(ctx, tx, v, box, papers, first, sheet, nil, slices.Compact(watching))
	})
}

// scan adds the scans of a teller to those of the box.
func (a *Actions) scan(ctx context.Context, had, given []domain.Attachment) ([]domain.Attachment, error) {
	opened, err := a.open(ctx, given, nil)
	return append(slices.Clone(had), opened...), err
}

// ResolveTally settles two counts that differ, aloud and before two households, with what was done.
func (a *Actions) ResolveTally(ctx context.Context, cause change.Cause, vote, circle, seen string, c Counted, reason string) (BoxView, error) {
	return a.withPapers(ctx, "ResolveTally", cause, vote, circle, seen, func(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, with domain.Setting) (PaperBox, error) {
		switch {
		case strings.TrimSpace(reason) == "":
			return box, domain.Refuse(domain.FieldRequired, "reason")
		case len(box.Tellers) < 2 || box.Settled != nil || v.State != domain.Closed:
			return box, domain.Refuse(domain.StateNotAllowed, "tallies", "state", string(v.State), "action", "count")
		}
		final, err := sheetOf(v, box.Tellers[0].By, c, papers.Returned, with)
		if err != nil {
			return box, err
		}
		if err := v.CheckSheet(final, func(string) bool { return true }, papers.Returned); err != nil {
			return box, err
		}
		second, err := sheetOf(v, box.Tellers[1].By, box.Tellers[1].Count, papers.Returned, with)
		if err != nil {
			return box, err
		}
		differ, err := domain.Compare(final, second)
		if err != nil {
			return box, err
		}
		by := a.actor(ctx, v.Body)
		var resolutions []domain.Resolution
		for _, d := range differ {
			one := domain.Resolution{Serial: d.Serial, Reason: reason, By: by, At: with.Now, Ballot: domain.Ballot{Choice: domain.NoChoice}}
			if d.First != nil {
				one.Ballot = *d.First
			}
			resolutions = append(resolutions, one)
		}
		box.Resolution, box.ResolvedBy = strings.TrimSpace(reason), by
		return settled(ctx, tx, v, box, papers, final, second, resolutions, c.Witnesses)
	})
}

// settled draws the tally of the box by the rules.
func settled(ctx context.Context, tx Tx, v Vote, box PaperBox, papers Papers, first, second domain.TellerSheet, resolutions []domain.Resolution,
	watching []string,
) (PaperBox, error) {
	all, err := witnesses(ctx, tx, v.ID, watching)
	if err != nil {
		return box, err
	}
	tally, err := v.CountPapers(first, second, resolutions, all, len(papers.Issued), func(w domain.Witness) bool { return w.Person != "" })
	if err != nil {
		return box, err
	}
	box.Settled, box.Witnesses = &tally, all
	return box, nil
}

// sheetOf writes a count as the sheet of a teller who laid the ballots in piles and went through them pile by pile: two with
// the same piles write the same sheet. What came back and is on no pile is blank. Where a ballot may name several persons the
// names are dealt out over the valid ballots one after the other, which no teller can tell from the true ones by numbers.
func sheetOf(v Vote, by domain.Actor, c Counted, returned int, with domain.Setting) (domain.TellerSheet, error) {
	sheet := domain.TellerSheet{Vote: v.ID, Round: v.Current().Number, Teller: by, At: with.Now}
	tally, err := c.tally(v)
	if err != nil {
		return sheet, err
	}
	lay := func(n int, ballot domain.Ballot) {
		for range max(n, 0) {
			sheet.Lines = append(sheet.Lines, domain.TellerLine{Ballot: ballot})
		}
	}
	lay(tally.Yes, domain.Ballot{Choice: domain.Agree})
	lay(tally.No, domain.Ballot{Choice: domain.Disagree})
	lay(tally.Other, domain.Ballot{Choice: domain.Another})
	dealt, err := deal(tally.Candidates, returned-tally.Invalid, max(v.Seats, 1))
	if err != nil {
		return sheet, err
	}
	for _, names := range dealt {
		lay(1, domain.Ballot{Candidates: names})
	}
	lay(tally.Invalid, domain.Ballot{Choice: domain.Spoilt})
	lay(returned-len(sheet.Lines), domain.Ballot{Choice: domain.NoChoice})
	for i := range sheet.Lines {
		sheet.Lines[i].Serial = fmt.Sprintf("%06d", i+1)
	}
	return sheet, nil
}

// deal gives the votes of candidates out over so many ballots, each person once on a ballot, each ballot no more names than
// seats.
func deal(candidates []domain.CandidateTally, ballots, seats int) ([][]string, error) {
	sum := 0
	for _, one := range candidates {
		sum += one.Votes
		if one.Votes > max(ballots, 0) || sum > max(ballots, 0)*seats {
			return nil, domain.Refuse(domain.CountAboveIssued, "counts", "value", fmt.Sprint(one.Votes), "most", fmt.Sprint(max(ballots, 0))).
				On("Điều 4 khoản 6 Nghị định 59/2023/NĐ-CP")
		}
	}
	dealt := make([][]string, min(sum, max(ballots, 0)))
	next := 0
	for _, one := range candidates {
		for range one.Votes {
			at := next % len(dealt)
			dealt[at] = append(dealt[at], one.Candidate)
			next++
		}
	}
	return dealt, nil
}
