package domain_test

import (
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// One voice for each household, by the one who represents it, within the window, across all forms of a round.
func TestAdmit(t *testing.T) {
	t.Parallel()
	v, r := openBallot(t, domain.OnlineForm, 61)
	e, _ := r.Entry("h001")
	inTime := on(t, "2026-03-21")
	at := func(moment time.Time) domain.Setting {
		s := inTime
		s.Now = moment
		return s
	}
	before := []domain.Participation{{Household: "h001", Round: 1, Channel: domain.Assisted}}
	other := []domain.Participation{{Household: "h001", Round: 9, Channel: domain.AtMeeting}}
	for name, tc := range map[string]struct {
		entry   domain.RollEntry
		person  string
		channel domain.ParticipationChannel
		earlier []domain.Participation
		with    domain.Setting
		reason  domain.Reason
	}{
		"the household was helped to vote already": {e, "p001", domain.Online, before, inTime, domain.VotedAlready},
		"an earlier round does not bind":           {e, "p001", domain.Online, other, inTime, ""},
		"with the team's help":                     {e, "p001", domain.Assisted, nil, inTime, ""},
		"Điều 18.2: not its representative":        {e, "p002", domain.Online, nil, inTime, domain.NotRepresentative},
		"nobody":                                   {e, "", domain.Online, nil, inTime, domain.NotRepresentative},
		"Điều 17.1: on paper in an online vote":    {e, "p001", domain.OnPaper, nil, inTime, domain.ChannelNotOpen},
		"not on the roll":                          {domain.RollEntry{}, "p001", domain.Online, nil, inTime, domain.HouseholdNotOnRoll},
		"a minute before it opens":                 {e, "p001", domain.Online, nil, at(v.Current().OpensAt.Add(-time.Minute)), domain.NotOpenYet},
		"the moment it opens":                      {e, "p001", domain.Online, nil, at(v.Current().OpensAt), ""},
		"the last moment":                          {e, "p001", domain.Online, nil, at(v.Current().ClosesAt.Add(-time.Nanosecond)), ""},
		"the moment it closes":                     {e, "p001", domain.Online, nil, at(v.Current().ClosesAt), domain.ClosedAlready},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := v.Admit(tc.entry, hamlet, tc.person, tc.channel, tc.earlier, tc.with)
			if tc.reason != "" {
				refused(t, err, tc.reason)
				return
			}
			if err != nil || p.Household != "h001" || p.Round != 1 || !p.At.Equal(tc.with.Now) {
				t.Errorf("%+v %v", p, err)
			}
		})
	}
	announced := v
	announced.State = domain.OptedIn
	_, err := announced.Admit(e, hamlet, "p001", domain.Online, nil, inTime)
	refused(t, err, domain.NotOpenYet)
	announced.State = domain.Closed
	_, err = announced.Admit(e, hamlet, "p001", domain.Online, nil, inTime)
	refused(t, err, domain.ClosedAlready)
}

// A ballot closes at its hour and belongs to the day that ends with it.
func TestAClosingHour(t *testing.T) {
	t.Parallel()
	v, _ := openBallot(t, domain.OnlineForm, 61)
	early := on(t, "2026-03-22")
	_, _, err := v.Close(nil, early)
	refused(t, err, domain.VotingStillOpen)
	end := early
	end.Now = v.Current().ClosesAt
	closed, _, err := v.Close(nil, end)
	if err != nil || closed.Current().DecidedOn() != day("2026-03-22") {
		t.Errorf("%v, decided on %s", err, closed.Current().DecidedOn())
	}
}

// NĐ 59 Điều 5.1, 5.2: more than half of all households choose to vote online, and the commune is told before.
func TestOptIn(t *testing.T) {
	t.Parallel()
	d := ballotDraft(domain.OnlineForm)
	r := roll(t, "v1", hamlet, 60)
	v, _, err := agreed(t, d).Announce([]domain.VillageRoll{r.Totals()}, head, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	with := on(t, "2026-03-19")
	for name, tc := range map[string]struct {
		optIn  domain.OptIn
		reason domain.Reason
	}{
		"half of 60":      {domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC", Agreed: 30}, domain.OptInNotReached},
		"31 of 60":        {domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC", Agreed: 31}, ""},
		"more than there": {domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC", Agreed: 61}, domain.CountAboveRoll},
		"fewer than none": {domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC", Agreed: -1}, domain.CountNegative},
		"not reported":    {domain.OptIn{Agreed: 60}, domain.ReportMissing},
		"told tomorrow":   {domain.OptIn{ReportedOn: day("2026-03-20"), Report: "BC", Agreed: 60}, domain.DateInFuture},
	} {
		got, _, err := v.RecordOptIn(tc.optIn, with)
		if tc.reason != "" {
			refused(t, err, tc.reason)
		} else if err != nil || got.State != domain.OptedIn {
			t.Errorf("%s: %v %s", name, err, got.State)
		}
	}
	_, _, err = v.Open([]domain.Roll{r}, head, on(t, "2026-03-20"))
	refused(t, err, domain.OptInMissing)
	_, err = v.SetTeam(domain.Team{Members: []domain.Actor{head}}, with)
	refused(t, err, domain.TeamSize)
	chosen, _, err := v.RecordOptIn(domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC", Agreed: 31}, with)
	if err != nil {
		t.Fatal(err)
	}
	if chosen, err = chosen.SetTeam(team(), with); err != nil || len(chosen.Acts()) == 0 {
		t.Error(err)
	}
	_, _, err = chosen.Open([]domain.Roll{r}, head, on(t, "2026-03-20"))
	refused(t, err, domain.StepMissing) // NĐ 59 Điều 5.3: nobody was told
}

// NĐ 59 Điều 5.2.d: agree, disagree or another opinion; words only with another opinion.
func TestBallotsAreChecked(t *testing.T) {
	t.Parallel()
	v, _ := openBallot(t, domain.OnlineForm, 61)
	for name, tc := range map[string]struct {
		ballot domain.Ballot
		fine   bool
	}{
		"agree":             {domain.Ballot{Choice: domain.Agree}, true},
		"disagree":          {domain.Ballot{Choice: domain.Disagree}, true},
		"another opinion":   {domain.Ballot{Choice: domain.Another, Text: "Làm vỉa hè trước"}, true},
		"words with a yes":  {domain.Ballot{Choice: domain.Agree, Text: "x"}, false},
		"nothing":           {domain.Ballot{}, false},
		"a word of its own": {domain.Ballot{Choice: "maybe"}, false},
		"a person":          {domain.Ballot{Choice: domain.Agree, Candidates: []string{"a"}}, false},
	} {
		if err := v.CheckBallot(tc.ballot); tc.fine != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Điều 19.2; NĐ 59 Điều 4.3, 5.2.b: a team of three to five, led by the Front.
func TestTeams(t *testing.T) {
	t.Parallel()
	p := pack(t, village(6, domain.Decide))
	people := func(n int, leader domain.Actor) domain.Team {
		tm := domain.Team{Members: []domain.Actor{leader}, Leader: leader.Subject}
		for i := 1; i < n; i++ {
			tm.Members = append(tm.Members, domain.Actor{Subject: entry(i).Representative, Office: domain.Household})
		}
		return tm
	}
	for name, tc := range map[string]struct {
		team   domain.Team
		reason domain.Reason
	}{
		"two":              {people(2, frontHead), domain.TeamSize},
		"three":            {people(3, frontHead), ""},
		"five":             {people(5, frontOther), ""},
		"six":              {people(6, frontHead), domain.TeamSize},
		"led by the head":  {people(3, head), domain.TeamNotLedByFront},
		"one person twice": {domain.Team{Members: []domain.Actor{frontHead, head, head}, Leader: frontHead.Subject}, domain.SamePerson},
	} {
		for _, form := range []domain.Form{domain.PaperForm, domain.OnlineForm} {
			err := tc.team.Check(p, form, nil)
			if tc.reason == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			refused(t, err, tc.reason)
		}
	}
}
