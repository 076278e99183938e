package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func initiative(t testing.TB) domain.Initiative {
	t.Helper()
	i, err := domain.NewInitiative("i1", domain.Body{Unit: hamlet}, village(6, domain.Decide), "Sân chơi cho trẻ em", "Dành khu đất trống làm sân chơi",
		domain.Actor{Subject: "p000", Office: domain.Citizen}, on(t, "2026-01-05"))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// Điều 16.3: ten per cent of all households, rounded up; each consent is worth three months.
func TestInitiatives(t *testing.T) {
	t.Parallel()
	i := initiative(t)
	consent := func(n int, date string) []domain.Fact {
		t.Helper()
		var facts []domain.Fact
		var err error
		i, facts, err = i.Consent(entry(n), entry(n).Representative, domain.InWriting, 61, on(t, date))
		if err != nil {
			t.Fatal(err)
		}
		return facts
	}
	for n := range 6 {
		consent(n, "2026-01-11")
	}
	_, _, err := i.Consent(entry(1), "p001", domain.InWriting, 61, on(t, "2026-02-01"))
	refused(t, err, domain.ConsentTwice)
	_, _, err = i.Consent(entry(9), "p001", domain.InWriting, 61, on(t, "2026-02-01"))
	refused(t, err, domain.NotRepresentative)
	_, _, err = i.Consent(domain.RollEntry{}, "p001", domain.InWriting, 61, on(t, "2026-02-01"))
	refused(t, err, domain.HouseholdNotOnRoll)
	p := pack(t, i.Matter)
	_, err = i.Proposal(p, 61, on(t, "2026-02-01"))
	if r := refused(t, err, domain.InitiativeTooSmall); r.Params["value"] != "6" || r.Params["needed"] != "7" {
		t.Errorf("%+v", r)
	}
	_, err = i.Table("v1", on(t, "2026-02-01"))
	refused(t, err, domain.StateNotAllowed)
	if facts := consent(7, "2026-02-01"); len(facts) != 1 || facts[0].(domain.InitiativeReached).Consents != 7 || i.State != domain.Reached {
		t.Errorf("%+v", facts)
	}
	if proposal, err := i.Proposal(p, 61, on(t, "2026-04-11")); err != nil || proposal.Supporters != 7 || proposal.By.Office != domain.Citizen {
		t.Errorf("the last day of the three months, a Saturday: %v %+v", err, proposal)
	}
	_, err = i.Proposal(p, 61, on(t, "2026-04-12"))
	refused(t, err, domain.InitiativeTooSmall)
	consent(1, "2026-04-12") // its first consent has lost its value
	if valid, err := i.Valid(p, on(t, "2026-04-12")); err != nil || len(valid) != 2 {
		t.Errorf("%v %+v", err, valid)
	}
	if i, err = i.WithdrawConsent("h007", "p007", on(t, "2026-04-12")); err != nil || len(i.Consents) != 7 {
		t.Error(err)
	}
	_, err = i.WithdrawConsent("h007", "p007", on(t, "2026-04-12"))
	refused(t, err, domain.NotFound)
}

// Điều 16.3 ¶2: short of the share, but the Front's working committee finds it good.
func TestAnEndorsedInitiative(t *testing.T) {
	t.Parallel()
	i := initiative(t)
	with := on(t, "2026-01-20")
	_, _, err := i.Endorse(chair, "BB 2", 61, with)
	refused(t, err, domain.OfficeNotCompetent)
	_, _, err = i.Endorse(domain.Actor{Subject: "p000", Office: domain.FrontHead}, "BB 2", 61, with)
	refused(t, err, domain.SamePerson)
	i, facts, err := i.Endorse(frontHead, "BB 2", 61, with)
	if err != nil || !facts[0].(domain.InitiativeReached).Endorsed || i.State != domain.Reached {
		t.Fatalf("%v %+v", err, facts)
	}
	proposal, err := i.Proposal(pack(t, i.Matter), 61, with)
	if err != nil {
		t.Fatal(err)
	}
	d := draft(6, domain.Decide)
	d.Proposal = proposal
	v, _, err := domain.NewVote("v1", d, on(t, "2026-03-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = v.Announce([]domain.VillageRoll{roll(t, "v1", hamlet, 61).Totals()}, head, on(t, "2026-03-02")); err != nil {
		t.Errorf("Điều 16.3: it must be put to the people: %v", err)
	}
	if i, err = i.Table("v1", with); err != nil || i.State != domain.Tabled {
		t.Error(err)
	}
	_, err = i.Withdraw("x", i.Proposer, with)
	refused(t, err, domain.StateNotAllowed)
}

// Điều 16.1, 16.3: residents propose what their village decides; a commune's matters are its chair's.
func TestInitiativesAreForTheVillage(t *testing.T) {
	t.Parallel()
	_, err := domain.NewInitiative("i1", domain.Body{Unit: ward}, commune(1), "x", "y", domain.Actor{Subject: "p", Office: domain.Citizen}, on(t, "2026-01-05"))
	refused(t, err, domain.MatterNotOfScope)
	_, err = domain.NewInitiative("i1", domain.Body{Unit: hamlet}, village(6, domain.Decide), "x", "y", chair, on(t, "2026-01-05"))
	refused(t, err, domain.OfficeNotCompetent)
}
