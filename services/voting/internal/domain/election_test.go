package domain_test

import (
	"slices"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func person(id string, posts ...domain.Post) domain.Candidate {
	return domain.Candidate{ID: id, Subject: "s-" + id, Name: "Người " + id, Origin: domain.Nominated, Posts: posts}
}

func names(votes ...any) (all []domain.CandidateTally) {
	for i := 0; i < len(votes); i += 2 {
		all = append(all, domain.CandidateTally{Candidate: votes[i].(string), Votes: votes[i+1].(int)})
	}
	return all
}

func standing(t testing.TB, v domain.Vote, ids ...string) domain.Vote {
	t.Helper()
	for _, id := range ids {
		var err error
		if v, err = v.Nominate(person(id), nil, on(t, meetDay)); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// NĐ 59 Điều 6.1.b, 6.2, 3.5.b; Điều 36; NĐ 185/2026 Điều 4, 14: who may stand.
func TestWhoMayStand(t *testing.T) {
	t.Parallel()
	inspection, supervision := village(5, domain.Elect), village(5, domain.Elect)
	supervision.Board = domain.Supervision
	for name, tc := range map[string]struct {
		matter domain.Matter
		posts  []domain.Post
		barred bool
	}{
		"Trưởng thôn for Ban TTND":                   {inspection, []domain.Post{domain.PostVillageHead}, true},
		"Trưởng ban công tác Mặt trận for Ban TTND":  {inspection, []domain.Post{domain.PostFrontHead}, true},
		"Bí thư chi bộ for Ban TTND":                 {inspection, []domain.Post{domain.PostPartySecretary}, true},
		"an officer of the commune for Ban TTND":     {inspection, []domain.Post{domain.PostCommuneOfficer}, true},
		"a resident for Ban TTND":                    {inspection, nil, false},
		"Trưởng thôn for Ban GSĐTCĐ":                 {supervision, []domain.Post{domain.PostVillageHead}, false},
		"an officer of the commune for Ban GSĐTCĐ":   {supervision, []domain.Post{domain.PostCommuneOfficer}, true},
		"one tied to the project for Ban GSĐTCĐ":     {supervision, []domain.Post{domain.PostProjectParty}, true},
		"the head again for Trưởng thôn":             {village(4, domain.Elect), []domain.Post{domain.PostVillageHead}, false},
		"Điều 60: the chief accountant of an agency": {agency(1, domain.Elect), []domain.Post{domain.PostChiefAccountant}, true},
	} {
		err := pack(t, tc.matter).Eligible(tc.matter, person("a", tc.posts...))
		if tc.barred {
			refused(t, err, domain.CandidateNotEligible)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNominations(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, _ := opened(t, draft(4, domain.Elect), 61)
	if _, err := v.Nominate(person("a"), nil, with); err != nil {
		t.Errorf("NĐ 59 Điều 3.5.b: at the meeting anybody may be put forward: %v", err)
	}
	late := person("a")
	late.Origin = domain.FrontList
	_, err := v.Nominate(late, nil, with)
	refused(t, err, domain.FieldInvalid)
	_, err = v.Nominate(person("a"), []string{"s-a"}, with)
	refused(t, err, domain.CandidateCounts)
	v = standing(t, v, "a", "b")
	_, err = v.Nominate(person("a"), nil, with)
	refused(t, err, domain.CandidateTwice)
	v, err = v.WithdrawCandidate("b", with)
	if err != nil || len(v.Standing()) != 1 || len(v.Candidates) != 2 {
		t.Errorf("%v %+v", err, v.Candidates)
	}
	refused(t, v.CheckBallot(domain.Ballot{Candidates: []string{"b"}}), domain.ChoiceInvalid)
	refused(t, v.CheckBallot(domain.Ballot{Candidates: []string{"a", "a"}}), domain.ChoiceInvalid)
	refused(t, v.CheckBallot(domain.Ballot{Choice: domain.Agree}), domain.ChoiceInvalid)
	if err := v.CheckBallot(domain.Ballot{Candidates: []string{"a"}}); err != nil {
		t.Error(err)
	}
	contributions, _ := opened(t, draft(1, domain.Decide), 61)
	_, err = contributions.Nominate(person("a"), nil, with)
	refused(t, err, domain.KindNotOfMatter)
}

// Elected is who more than half of all households name (Điều 21.1); ties and open seats are told, not settled.
func TestElected(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		item, seats int
		votes       []domain.CandidateTally
		elected     []string
		tied        []string
		open        int
		second      []string
	}{
		"31 of 61":                        {4, 1, names("a", 31, "b", 29), []string{"a"}, nil, 0, nil},
		"30 of 61: nobody":                {4, 1, names("a", 30, "b", 29), nil, nil, 1, []string{"a", "b"}},
		"three candidates, nobody":        {4, 1, names("a", 25, "b", 20, "c", 15), nil, nil, 1, []string{"a", "b"}},
		"level for the second place":      {4, 1, names("a", 25, "b", 17, "c", 17), nil, nil, 1, []string{"a", "b", "c"}},
		"one candidate who has not half":  {4, 1, names("a", 30), nil, nil, 1, []string{"a"}},
		"two seats, two elected":          {5, 2, names("a", 40, "b", 35, "c", 10), []string{"a", "b"}, nil, 0, nil},
		"two seats, three above half":     {5, 2, names("a", 40, "b", 35, "c", 33), []string{"a", "b"}, nil, 0, nil},
		"two seats, a tie for the second": {5, 2, names("a", 45, "b", 33, "c", 33), []string{"a"}, []string{"b", "c"}, 1, []string{"b", "c"}},
		"two seats, all three level":      {5, 2, names("a", 38, "b", 38, "c", 38), nil, []string{"a", "b", "c"}, 2, []string{"a", "b", "c"}},
		"two seats, one reaches half":     {5, 2, names("a", 45, "b", 30, "c", 20), []string{"a"}, nil, 1, []string{"b", "c"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := draft(tc.item, domain.Elect)
			d.Seats = tc.seats
			v, r := opened(t, d, 61)
			v = standing(t, v, "a", "b", "c")
			m := ready(t, begun(t, v, r, 60), v, domain.SecretBallot)
			tally := domain.Tally{Issued: 60, Returned: 60, Candidates: tc.votes}
			m, err := m.Record(v, tally, watching, on(t, meetDay))
			if err != nil {
				t.Fatal(err)
			}
			if second := m.Second(v); !slices.Equal(second, tc.second) {
				t.Errorf("second ballot among %v, want %v", second, tc.second)
			}
			v = decided(t, v, 60, m.Tally("v1"))
			got := v.Result
			if !slices.Equal(got.Elected, tc.elected) || !slices.Equal(got.Tied, tc.tied) || got.Open != tc.open {
				t.Errorf("elected %v, tied %v, open %d", got.Elected, got.Tied, got.Open)
			}
			if (v.State == domain.Passed) != (len(tc.elected) > 0) || v.State == domain.Failed && got.Cause != domain.CauseNobodyElected {
				t.Errorf("%s %s", v.State, got.Cause)
			}
		})
	}
}

// A second ballot at the same meeting: among those who stand in it only, once, and who was elected first stays elected.
func TestSecondBallot(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	d := draft(5, domain.Elect)
	v, r := opened(t, d, 61)
	v = standing(t, v, "a", "b", "c")
	m := ready(t, begun(t, v, r, 60), v, domain.SecretBallot)
	m, err := m.Record(v, domain.Tally{Issued: 60, Returned: 60, Candidates: names("a", 40, "b", 33, "c", 33)}, watching, with)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Record(v, domain.Tally{Issued: 60, Returned: 60, Candidates: names("a", 60)}, watching, with)
	refused(t, err, domain.ChoiceInvalid)
	m, err = m.Record(v, domain.Tally{Issued: 60, Returned: 58, Candidates: names("b", 12, "c", 46)}, watching, with)
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Record(v, domain.Tally{Issued: 60, Returned: 58, Candidates: names("b", 58)}, watching, with)
	refused(t, err, domain.StateNotAllowed)
	v = decided(t, v, 60, m.Tally("v1"))
	if v.State != domain.Passed || !slices.Equal(v.Result.Elected, []string{"a", "c"}) || v.Result.Open != 0 {
		t.Errorf("%s %+v", v.State, v.Result)
	}
}

// NĐ 59 Điều 3.5.c: a candidate does not count, and without a candidate nobody can be elected.
func TestCandidatesAndCounting(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, r := opened(t, draft(4, domain.Elect), 61)
	m := begun(t, v, r, 60)
	m = move(t, m, v, domain.Motion{Kind: domain.MotionSecretary, Secretary: domain.Actor{Subject: "p003"}, Yes: 60})
	m = move(t, m, v, domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.SecretBallot, Yes: 60})
	_, err := m.Record(v, domain.Tally{}, nil, with)
	refused(t, err, domain.CandidateMissing)
	v = standing(t, v, "a")
	with1 := domain.Motion{Kind: domain.MotionCommittee, Yes: 60, Committee: []domain.Actor{{Subject: "s-a"}, committee[0], committee[1]}}
	_, err = m.Move(with1, v.Pack, v.Standing(), with)
	refused(t, err, domain.CandidateCounts)
	m = move(t, m, v, domain.Motion{Kind: domain.MotionCommittee, Yes: 60, Committee: committee})
	stands := v
	stands.Candidates = append(slices.Clone(v.Candidates), domain.Candidate{ID: "w", Subject: "p007", Name: "x"})
	_, err = m.Record(stands, domain.Tally{Issued: 60, Returned: 60, Candidates: names("a", 60)}, watching, with)
	refused(t, err, domain.CandidateCounts)
}

// NĐ 59 Điều 9.3: after a recognised release UBND decides on a new election within sixty days.
func TestAReleaseLeadsToAnElection(t *testing.T) {
	t.Parallel()
	v, _ := opened(t, draft(4, domain.Release), 61)
	v = sent(t, decided(t, v, 61, domain.Tally{Yes: 31, No: 30}), "2026-03-23")
	v, _, err := v.Recognise(domain.ByCommittee, chair, day("2026-03-25"), "QĐ 40", on(t, "2026-03-25"))
	if err != nil || v.NewElectionDue.Date != day("2026-05-25") || v.NewElectionDue.NominalEnd != day("2026-05-24") {
		t.Errorf("%v %s (%s)", err, v.NewElectionDue.Date, v.NewElectionDue.NominalEnd)
	}
}
