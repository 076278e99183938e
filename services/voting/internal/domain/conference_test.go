package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Điều 50.1, 51.2: who comes, who may demand it, when it is valid.
func TestConferences(t *testing.T) {
	t.Parallel()
	p := pack(t, agency(3, domain.Decide))
	for name, tc := range map[string]struct {
		conference domain.Conference
		reason     domain.Reason
	}{
		"99 staff, delegates":       {domain.Conference{Kind: domain.Delegate, Staff: 99, Delegates: 50, Call: 1}, domain.ConferenceNotAllowed},
		"100 staff, delegates":      {domain.Conference{Kind: domain.Delegate, Staff: 100, Delegates: 50, Call: 1}, ""},
		"50 staff living scattered": {domain.Conference{Kind: domain.Delegate, Staff: 50, Delegates: 20, Scattered: true, Call: 1}, ""},
		"150 staff, all of them":    {domain.Conference{Kind: domain.Plenary, Staff: 150, Call: 1}, ""},
		"more delegates than staff": {domain.Conference{Kind: domain.Delegate, Staff: 100, Delegates: 101, Call: 1}, domain.FieldInvalid},
		"nobody":                    {domain.Conference{Kind: domain.Plenary, Call: 1}, domain.FieldRequired},
		"a third call is not known": {domain.Conference{Kind: domain.Plenary, Staff: 30, Call: 3}, domain.FieldInvalid},
	} {
		err := tc.conference.Check(p)
		if tc.reason == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if tc.reason != "" {
			refused(t, err, tc.reason)
		}
	}
	plenary := domain.Conference{Kind: domain.Plenary, Staff: 31, Call: 1}
	refused(t, plenary.Quorum(p, 20), domain.NoQuorum) // two thirds of 31 is 21
	if err := plenary.Quorum(p, 21); err != nil {
		t.Error(err)
	}
	delegates := domain.Conference{Kind: domain.Delegate, Staff: 300, Delegates: 60, Call: 1}
	refused(t, delegates.Quorum(p, 39), domain.NoQuorum)
	if err := delegates.Quorum(p, 40); err != nil {
		t.Error("Điều 51.2.c: of the delegates summoned, not of the staff:", err)
	}
	for staff, optional := range map[int]bool{7: true, 8: false} {
		if got := (domain.Conference{Staff: staff}).Optional(p); got != optional {
			t.Errorf("Điều 51.2.đ: %d staff: %v", staff, got)
		}
	}
	demand := domain.Proposal{By: domain.Actor{Subject: "s", Office: domain.StaffMember}, Supporters: 10}
	refused(t, plenary.CheckProposal(p, demand), domain.ProposalTooSmall) // a third of 31 is 11
	demand.Supporters = 11
	if err := plenary.CheckProposal(p, demand); err != nil {
		t.Error(err)
	}
	for name, tc := range map[string]struct {
		conference domain.Conference
		attending  int
		allowed    bool
	}{
		"the first call had no quorum": {domain.Conference{Kind: domain.Plenary, Staff: 30, Call: 1}, 10, false},
		"the second call had none":     {domain.Conference{Kind: domain.Plenary, Staff: 30, Call: 2}, 19, true},
		"the second call had one":      {domain.Conference{Kind: domain.Plenary, Staff: 30, Call: 2}, 20, false},
		"force majeure":                {domain.Conference{Kind: domain.Plenary, Staff: 30, Call: 1, ForceMajeure: "Dịch bệnh"}, 0, true},
	} {
		if err := tc.conference.CheckBallot(p, tc.attending); tc.allowed != (err == nil) {
			t.Errorf("Điều 50.2, %s: %v", name, err)
		}
	}
}

// Điều 51.2.c: at the conference the whole is those who came; without a quorum it decides nothing.
func TestAnAgencyDecidesByThoseWhoCame(t *testing.T) {
	t.Parallel()
	union := domain.Actor{Subject: "union", Office: domain.LeadOrganisation}
	for name, tc := range map[string]struct {
		came, yes int
		state     domain.State
		cause     domain.Cause
	}{
		"16 of 30 who came, of 45": {30, 16, domain.Passed, ""},
		"15 of 30":                 {30, 15, domain.Failed, domain.CauseShare},
		"29 came: no quorum of 45": {29, 29, domain.Failed, domain.CauseQuorum},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := domain.Draft{
				Body: domain.Body{Unit: ward, Agency: "ag1"}, Matter: agency(3, domain.Decide), Title: "Nghị quyết hội nghị", Question: "Thông qua nghị quyết?",
				Form: domain.MeetingForm, Day: day(meetDay), Proposal: domain.Proposal{By: union}, Conference: domain.Conference{Kind: domain.Plenary, Staff: 45, Call: 1},
			}
			v, _, err := domain.NewVote("v1", d, on(t, "2026-03-01"))
			if err != nil {
				t.Fatal(err)
			}
			r := roll(t, "v1", "ag1", 45)
			if v, _, err = v.Announce([]domain.VillageRoll{r.Totals()}, union, on(t, "2026-03-02")); err != nil {
				t.Fatal(err)
			}
			if v, _, err = v.Open([]domain.Roll{r}, union, on(t, meetDay)); err != nil {
				t.Fatal(err)
			}
			v = decided(t, v, tc.came, domain.Tally{Yes: tc.yes, No: tc.came - tc.yes})
			if v.State != tc.state || v.Result.Cause != tc.cause || v.Result.Total != tc.came || v.Result.Of != "staff_attending" {
				t.Errorf("%s %+v", v.State, v.Result)
			}
		})
	}
}
