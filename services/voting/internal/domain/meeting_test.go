package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// begun is a meeting on an opened vote with so many households present.
func begun(t testing.TB, v domain.Vote, r domain.Roll, present int) domain.Meeting {
	t.Helper()
	with := on(t, meetDay)
	waiting := v
	waiting.State = domain.Announced
	m, err := domain.Convene(domain.Meeting{
		ID: "m1", Body: v.Body, Village: r.Village, Chair: chairOf(v), StartsAt: with.Now, Place: "Nhà văn hóa",
	}, []domain.Vote{waiting}, on(t, "2026-03-10"))
	if err != nil {
		t.Fatal(err)
	}
	if m, err = m.Start(m.Chair, with); err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Entries[:present] {
		if m, err = m.Arrive(e, e.Representative, domain.ByCode, false, with); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func chairOf(v domain.Vote) domain.Actor {
	return convener(domain.Draft{Matter: v.Matter})
}

// ready has a secretary, a method and, for a secret ballot, a committee.
func ready(t testing.TB, m domain.Meeting, v domain.Vote, method domain.Method) domain.Meeting {
	t.Helper()
	n := m.Present()
	m = move(t, m, v, domain.Motion{Kind: domain.MotionSecretary, Secretary: domain.Actor{Subject: "p003"}, Yes: n})
	m = move(t, m, v, domain.Motion{Kind: domain.MotionMethod, Vote: v.ID, Method: method, Yes: n})
	if method == domain.SecretBallot {
		m = move(t, m, v, domain.Motion{Kind: domain.MotionCommittee, Committee: committee, Yes: n})
	}
	return m
}

func move(t testing.TB, m domain.Meeting, v domain.Vote, motion domain.Motion) domain.Meeting {
	t.Helper()
	m, err := m.Move(motion, v.Pack, v.Standing(), on(t, meetDay))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var (
	committee = []domain.Actor{{Subject: "p004"}, {Subject: "p005"}, {Subject: "p006"}}
	watching  = []domain.Witness{{Household: "h007", Person: "p007"}, {Household: "h008", Person: "p008"}}
)

// Who comes is counted once; who leaves is not present any more; late is written down.
func TestAttendance(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, r := opened(t, draft(1, domain.Decide), 61)
	m := begun(t, v, r, 40)
	_, err := m.Arrive(entry(1), "p001", domain.ByList, false, with)
	refused(t, err, domain.PresentAlready)
	_, err = m.Arrive(entry(50), "p001", domain.ByList, false, with)
	refused(t, err, domain.NotRepresentative)
	_, err = m.Arrive(entry(50), "p050", domain.ByList, true, with)
	refused(t, err, domain.PresentAlready)
	_, err = m.Arrive(domain.RollEntry{}, "p050", domain.ByList, false, with)
	refused(t, err, domain.HouseholdNotOnRoll)
	m, err = m.Arrive(entry(50), "p050", domain.ByList, false, with)
	if err != nil || m.Present() != 41 || !m.Attendees[40].Late {
		t.Fatalf("%v %d", err, m.Present())
	}
	if m, err = m.Leave("h050", with); err != nil || m.Present() != 40 || m.Attended() != 41 {
		t.Errorf("%v %d", err, m.Present())
	}
	if m, err = m.Arrive(entry(50), "p050", domain.ByList, false, with); err != nil || m.Present() != 41 || m.Attended() != 41 {
		t.Errorf("came back: %v %d", err, m.Present())
	}
	if m, err = m.Welcome(domain.Guest{Name: "Người nhà có ý kiến khác", Household: "h050"}, with); err != nil || m.Present() != 41 {
		t.Errorf("Điều 24.2: a guest speaks and does not count: %v", err)
	}
	_, err = m.Leave("h060", with)
	refused(t, err, domain.NotPresent)
	_, err = m.End("", head, with)
	refused(t, err, domain.SecretaryMissing)
}

// NĐ 59 Điều 3.5.a–c: questions of procedure pass with more than half of those attending, not of all households.
func TestMotions(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, r := opened(t, draft(1, domain.Decide), 61)
	m := begun(t, v, r, 40)
	secretary := domain.Motion{Kind: domain.MotionSecretary, Secretary: domain.Actor{Subject: "p003"}}
	try := func(m domain.Meeting, motion domain.Motion) error {
		_, err := m.Move(motion, v.Pack, nil, with)
		return err
	}
	refused(t, try(m, domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.ShowOfHands, Yes: 40}), domain.SecretaryMissing)
	tooMany := secretary
	tooMany.Yes, tooMany.No = 30, 11
	refused(t, try(m, tooMany), domain.CountAbovePresent)
	negative := secretary
	negative.Yes = -1
	refused(t, try(m, negative), domain.CountNegative)
	half := secretary
	half.Yes = 20
	if m = move(t, m, v, half); m.Motions[0].Passed || m.Secretary.Subject != "" || m.Motions[0].Needed != 21 {
		t.Errorf("half of 40 is not more than half: %+v", m.Motions[0])
	}
	enough := secretary
	enough.Yes = 21
	if m = move(t, m, v, enough); !m.Motions[1].Passed || m.Secretary.Subject != "p003" ||
		m.Motions[1].Basis.String() != "Điều 3 khoản 5 điểm a Nghị định 59/2023/NĐ-CP" {
		t.Errorf("%+v", m.Motions[1])
	}
	for n, reason := range map[int]domain.Reason{2: domain.CommitteeSize, 6: domain.CommitteeSize, 3: "", 5: ""} {
		motion := domain.Motion{Kind: domain.MotionCommittee, Yes: 40}
		for i := range n {
			motion.Committee = append(motion.Committee, domain.Actor{Subject: entry(i).Representative})
		}
		if err := try(m, motion); reason != "" {
			refused(t, err, reason)
		} else if err != nil {
			t.Errorf("a committee of %d: %v", n, err)
		}
	}
	refused(t, try(m, domain.Motion{Kind: domain.MotionCommittee, Yes: 40, Committee: []domain.Actor{committee[0], committee[0], committee[1]}}), domain.SamePerson)
	refused(t, try(m, domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.OpenBallot, Yes: 40}), domain.MethodNotAllowed)
	refused(t, try(m, domain.Motion{Kind: domain.MotionMethod, Vote: "v9", Method: domain.ShowOfHands, Yes: 40}), domain.NotFound)
}

func TestCountingAtTheMeeting(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, r := opened(t, draft(1, domain.Decide), 61)
	m := begun(t, v, r, 40)
	hands := domain.Tally{Yes: 30, No: 10}
	_, err := m.Record(v, hands, nil, with)
	refused(t, err, domain.SecretaryMissing)
	m = move(t, m, v, domain.Motion{Kind: domain.MotionSecretary, Secretary: domain.Actor{Subject: "p003"}, Yes: 40})
	_, err = m.Record(v, hands, nil, with)
	refused(t, err, domain.MethodNotChosen)
	byHands := move(t, m, v, domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.ShowOfHands, Yes: 40})
	_, err = byHands.Record(v, domain.Tally{Yes: 35, No: 6}, nil, with)
	refused(t, err, domain.CountAbovePresent)
	_, err = byHands.Record(v, domain.Tally{Yes: 35, Issued: 35, Returned: 35}, nil, with)
	refused(t, err, domain.MethodNotAllowed)
	counted, err := byHands.Record(v, hands, nil, with)
	if err != nil || counted.Tally("v1").Yes != 30 || counted.Tally("v1").Present != 40 {
		t.Errorf("%v %+v", err, counted.Tally("v1"))
	}
	_, err = counted.Record(v, hands, nil, with)
	refused(t, err, domain.StateNotAllowed)
	_, err = counted.Move(domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.SecretBallot, Yes: 40}, v.Pack, nil, with)
	refused(t, err, domain.StateNotAllowed)

	secret := move(t, m, v, domain.Motion{Kind: domain.MotionMethod, Vote: "v1", Method: domain.SecretBallot, Yes: 40})
	papers := domain.Tally{Yes: 30, No: 8, Invalid: 1, Issued: 40, Returned: 39}
	_, err = secret.Record(v, papers, watching, with)
	refused(t, err, domain.CommitteeMissing)
	secret = move(t, secret, v, domain.Motion{Kind: domain.MotionCommittee, Committee: committee, Yes: 40})
	for name, tc := range map[string]struct {
		witnesses []domain.Witness
		tally     domain.Tally
		reason    domain.Reason
	}{
		"one witness":                  {watching[:1], papers, domain.WitnessesMissing},
		"the same twice":               {[]domain.Witness{watching[0], watching[0]}, papers, domain.SamePerson},
		"one who counts":               {[]domain.Witness{watching[0], {Household: "h004", Person: "p004"}}, papers, domain.SamePerson},
		"one who is not there":         {[]domain.Witness{watching[0], {Household: "h050", Person: "p050"}}, papers, domain.NotRepresentative},
		"more ballots than people":     {watching, domain.Tally{Yes: 41, Issued: 41, Returned: 41}, domain.CountAbovePresent},
		"more came back than went out": {watching, domain.Tally{Yes: 39, Issued: 38, Returned: 39}, domain.CountAboveIssued},
		"ballots nobody accounts for":  {watching, domain.Tally{Yes: 30, Issued: 40, Returned: 39}, domain.CountAboveIssued},
		"lawful, NĐ 59 Điều 3.5.c":     {watching, papers, ""},
	} {
		_, err := secret.Record(v, tc.tally, tc.witnesses, with)
		if tc.reason == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		refused(t, err, tc.reason)
	}
}

// Điều 18.3; NĐ 59 Điều 3.6: clusters from 200 households, or where people live scattered, on UBND's plan; put together, a
// household counts once.
func TestClusters(t *testing.T) {
	t.Parallel()
	p := pack(t, village(6, domain.Decide))
	plan := func(scattered bool, document string) domain.ClusterPlan {
		return domain.ClusterPlan{
			Clusters: []domain.Cluster{
				{Name: "Đông", Chair: head, Date: day(meetDay), Place: "Nhà văn hóa"},
				{Name: "Tây", Chair: frontOther, Date: day("2026-03-21"), Place: "Sân kho"},
			},
			Dispersed: scattered, Document: document, DecidedOn: day("2026-03-01"),
		}
	}
	for name, tc := range map[string]struct {
		plan       domain.ClusterPlan
		households int
		reason     domain.Reason
	}{
		"199 households":                 {plan(false, "QĐ 3"), 199, domain.ClustersNotAllowed},
		"200 households":                 {plan(false, "QĐ 3"), 200, ""},
		"50 households living scattered": {plan(true, "QĐ 3"), 50, ""},
		"without UBND's decision":        {plan(false, ""), 300, domain.FieldRequired},
		"no clusters":                    {domain.ClusterPlan{}, 50, ""},
	} {
		err := tc.plan.Check(p, tc.households)
		if tc.reason == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if tc.reason != "" {
			refused(t, err, tc.reason)
		}
	}
	d := draft(6, domain.Decide)
	d.Clusters = plan(false, "QĐ 3")
	v, r := opened(t, d, 200)
	if v.Current().MeetingDate != day(meetDay) {
		t.Errorf("notice counts from the first cluster's day, not %s", v.Current().MeetingDate)
	}
	waiting := v
	waiting.State = domain.Announced
	meet := func(cluster string, chair domain.Actor, date string, entries []domain.RollEntry, yes int) domain.Meeting {
		with := on(t, date)
		m, err := domain.Convene(domain.Meeting{
			ID: cluster, Village: hamlet, Cluster: cluster, Chair: chair, StartsAt: with.Now, Place: "x",
		}, []domain.Vote{waiting}, with)
		if err != nil {
			t.Fatal(err)
		}
		if m, err = m.Start(chair, with); err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if m, err = m.Arrive(e, e.Representative, domain.ByCode, false, with); err != nil {
				t.Fatal(err)
			}
		}
		m = ready(t, m, v, domain.ShowOfHands)
		if m, err = m.Record(v, domain.Tally{Yes: yes}, nil, with); err != nil {
			t.Fatal(err)
		}
		if m, err = m.End("", chair, with); err != nil {
			t.Fatal(err)
		}
		return m
	}
	east, west := meet("Đông", head, meetDay, r.Entries[:90], 60), meet("Tây", frontOther, "2026-03-21", r.Entries[90:150], 41)
	tally, came, err := domain.Aggregate("v1", hamlet, []domain.Meeting{east, west})
	if err != nil || tally.Tally.Yes != 101 || came.Present != 150 {
		t.Fatalf("%v %+v", err, tally)
	}
	twice := meet("Tây", frontOther, "2026-03-21", r.Entries[89:150], 41)
	_, _, err = domain.Aggregate("v1", hamlet, []domain.Meeting{east, twice})
	refused(t, err, domain.HouseholdTwice)
	east.State = domain.Running
	_, _, err = domain.Aggregate("v1", hamlet, []domain.Meeting{east, west})
	refused(t, err, domain.VotingStillOpen)
	_, err = domain.Convene(domain.Meeting{ID: "x", Village: hamlet, Cluster: "Bắc", Chair: head, StartsAt: at(meetDay), Place: "x"}, []domain.Vote{waiting}, on(t, meetDay))
	refused(t, err, domain.ClustersNotAllowed)

	with := on(t, "2026-03-21")
	v, _, err = v.Close([]domain.Attendance{came}, with)
	if err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Count([]domain.VillageTally{tally}, with); err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Decide(with); err != nil || v.State != domain.Passed || v.EffectiveDate != day("2026-03-21") {
		t.Errorf("101 of 200: %v %s, in force from %s", err, v.State, v.EffectiveDate)
	}
}
