package app

import (
	"slices"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Vote is a vote as it is kept: the rules' own value, its revision, and what the rules do not ask about.
type Vote struct {
	domain.Vote
	Revision int64               `json:"revision"`
	Place    string              `json:"place,omitempty"`  // of the current meeting
	Signed   []domain.Attachment `json:"signed,omitempty"` // the signed decision
	Answer   []domain.Attachment `json:"answer,omitempty"` // the paper of the body that answered
	Reminded []string            `json:"reminded,omitempty"`
}

// Public reports whether anybody may know of the vote: from its announcement on. One called off as a draft never was public.
func (v Vote) Public() bool { return !v.AnnouncedAt.IsZero() }

// NextDue is the first day on which something is due in the vote, with its rule; the zero Due when nothing is.
func (v Vote) NextDue(with domain.Setting) domain.Due {
	switch v.State {
	case domain.Drafted, domain.Agreed, domain.Announced, domain.OptedIn:
		steps, err := v.Calendar(with)
		if err != nil {
			return domain.Due{}
		}
		var first domain.Due
		for _, step := range steps {
			if step.Done.On.IsZero() && (first.IsZero() || step.Due.Date.Before(first.Date)) {
				first = step.Due
			}
		}
		if first.IsZero() {
			first = domain.Due{Date: v.Current().Day(), NominalEnd: v.Current().Day(), Start: v.Current().Day()}
		}
		return first
	case domain.Open, domain.Closed, domain.Counted:
		day := v.Current().DecidedOn()
		return domain.Due{Date: day, NominalEnd: day, Start: day}
	case domain.Passed:
		return v.SendDue
	case domain.Sent:
		return v.Recognition.Due
	}
	return domain.Due{}
}

// Circles are the keys of those asked in the current round: villages, or the agency.
func (v Vote) Circles() []string {
	if asked := v.Current().Villages; len(asked) > 0 {
		return asked
	}
	var all []string
	for _, roll := range v.Rolls {
		all = append(all, roll.Village)
	}
	return all
}

// Asks reports whether a circle is asked in the vote.
func (v Vote) Asks(circle string) bool {
	return slices.ContainsFunc(v.Rolls, func(r domain.VillageRoll) bool { return r.Village == circle })
}

// Count is what one circle told the vote in a round: how many representatives came to the meeting, and, once it was
// counted, the tally. The rooms of meeting, paper and online write it (Tx.PutCount); closing reads Present, settling Tally.
type Count struct {
	Vote    string
	Round   int
	Circle  string
	Present int
	Tally   *domain.Tally
}

// RollLine is one household of a roll with what became of it in the vote. Never the choice.
type RollLine struct {
	domain.RollEntry
	Village         string
	By              domain.Form // in which form it took part; empty when it has not
	CredentialDrawn bool
	Assisted        bool
	Removed         bool
	Correction      string // why it was put on or taken off after the snapshot
}
