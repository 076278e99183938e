package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/forms"
)

// VoteForm is a form a vote has, and whether what it tells is recorded.
type VoteForm struct {
	forms.Form
	Ready bool
	Basis law.Basis
}

// ListVoteDocuments lists the forms of a vote in the order in which they are needed.
func (a *Actions) ListVoteDocuments(ctx context.Context, vote string) ([]VoteForm, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return nil, err
	}
	if err := a.Policy.Allow(ctx, "ListVoteDocuments", voteResource(v)); err != nil {
		return nil, err
	}
	pack, err := v.Law(a.setting())
	if err != nil {
		return nil, err
	}
	var all []VoteForm
	for _, form := range forms.Forms() {
		one := VoteForm{Form: form}
		if form.Rule != "" {
			i := slices.IndexFunc(pack.Annexes(), func(r law.Rule) bool { return r.ID == form.Rule })
			if i < 0 {
				continue
			}
			one.Basis = pack.Annexes()[i].Basis
		}
		if !ofForm(v, form.ID) {
			continue
		}
		if one.Ready, err = a.recorded(ctx, v, form.ID); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// ofForm reports whether a form belongs to a vote held in its way.
func ofForm(v Vote, form string) bool {
	meeting, paper := false, false
	for _, round := range v.Rounds {
		meeting, paper = meeting || round.Form == domain.MeetingForm, paper || round.Form == domain.PaperForm
	}
	switch form {
	case "nd59-01", "nd59-02", "attendance":
		return meeting
	case "nd59-04", "ballots":
		return paper
	case "nd59-05":
		return v.Matter.Election()
	}
	return true
}

// recorded reports whether what a form tells has happened.
func (a *Actions) recorded(ctx context.Context, v Vote, form string) (bool, error) {
	switch form {
	case "nd59-01":
		return v.Public(), nil
	case "nd59-05":
		return len(v.Standing()) > 0, nil
	case "attendance":
		return v.Public(), nil
	case "ballots":
		papers, err := a.Store.Papers(ctx, v.ID, v.Current().Number, first(v.Circles()))
		return len(papers.Issued) > 0, err
	case "nd59-02", "nd59-04":
		tally, err := a.tallied(ctx, v, form == "nd59-04")
		return tally, err
	case "nd59-03", "nd61-01", "nd61-02":
		return v.Decision.Digest != "", nil
	case "nd61-03":
		return v.Recognition.Granted, nil
	case "nd61-04":
		return v.State == domain.InEffect, nil
	case "nd61-05":
		return v.State == domain.Annulled, nil
	}
	return false, nil
}

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// tallied reports whether the papers, or the meeting, of a vote have been counted.
func (a *Actions) tallied(ctx context.Context, v Vote, papers bool) (bool, error) {
	if papers {
		box, err := a.Store.PaperBox(ctx, v.ID, v.Current().Number, first(v.Circles()))
		return box.Settled != nil, err
	}
	begun, _, err := a.Store.Meetings(ctx, v.ID, 1)
	return slices.ContainsFunc(begun, func(m domain.Meeting) bool { return counted(m, v.ID) }), err
}
