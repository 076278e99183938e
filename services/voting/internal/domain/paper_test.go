package domain_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

var (
	teller1 = frontHead
	teller2 = head
)

func sheet(teller domain.Actor, choices ...domain.Choice) domain.TellerSheet {
	s := domain.TellerSheet{Vote: "v1", Round: 1, Village: hamlet, Teller: teller}
	for i, c := range choices {
		s.Lines = append(s.Lines, domain.TellerLine{Serial: fmt.Sprintf("s%03d", i), Ballot: domain.Ballot{Choice: c}})
	}
	return s
}

func everybody(domain.Witness) bool { return true }

func closedPaper(t testing.TB) domain.Vote {
	t.Helper()
	v, _ := openBallot(t, domain.PaperForm, 61)
	with := on(t, "2026-03-23")
	v, _, err := v.Close(nil, with)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Điều 19.3: each household is handed one paper, by the team, while papers are out.
func TestOnePaperForEachHousehold(t *testing.T) {
	t.Parallel()
	v, _ := openBallot(t, domain.PaperForm, 61)
	with := on(t, "2026-03-20")
	first, err := v.IssuePaper(entry(1), hamlet, nil, false, frontHead, with)
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.IssuePaper(entry(1), hamlet, &first, false, frontHead, with)
	refused(t, err, domain.BallotIssuedAlready)
	again, err := v.IssuePaper(entry(1), hamlet, &first, true, frontHead, with)
	if err != nil || again.Replaced != 1 {
		t.Errorf("a spoilt paper is exchanged: %v", err)
	}
	_, err = v.IssuePaper(entry(2), hamlet, nil, true, frontHead, with)
	refused(t, err, domain.BallotUnknown)
	_, err = v.IssuePaper(entry(2), hamlet, nil, false, chair, with)
	refused(t, err, domain.OfficeNotCompetent)
	_, err = v.IssuePaper(domain.RollEntry{}, hamlet, nil, false, frontHead, with)
	refused(t, err, domain.HouseholdNotOnRoll)
	_, err = v.IssuePaper(entry(2), hamlet, nil, false, frontHead, on(t, "2026-03-23"))
	refused(t, err, domain.ClosedAlready)
	online, _ := openBallot(t, domain.OnlineForm, 61)
	_, err = online.IssuePaper(entry(2), hamlet, nil, false, frontHead, with)
	refused(t, err, domain.ChannelNotOpen)
}

// NĐ 59 Điều 4.6: two tellers, two persons, two witnesses; where they differ it is settled openly, with a reason.
func TestTwoTellers(t *testing.T) {
	t.Parallel()
	v := closedPaper(t)
	yes, no, other, bad := domain.Agree, domain.Disagree, domain.Another, domain.Spoilt
	one, two := sheet(teller1, yes, no, other, bad), sheet(teller2, yes, yes, other, bad)
	settle := []domain.Resolution{{Serial: "s001", Ballot: domain.Ballot{Choice: no}, Reason: "Dấu gạch rõ ở ô không đồng ý", By: frontHead}}

	_, err := v.CountPapers(one, sheet(teller1, yes, no, other, bad), nil, watching, 10, everybody)
	refused(t, err, domain.SameTeller)
	_, err = v.CountPapers(one, two, nil, watching, 10, everybody)
	if r := refused(t, err, domain.TellersDisagree); r.Params["serial"] != "s001" {
		t.Errorf("%+v", r)
	}
	silent := []domain.Resolution{{Serial: "s001", Ballot: domain.Ballot{Choice: no}, Reason: " "}}
	_, err = v.CountPapers(one, two, silent, watching, 10, everybody)
	refused(t, err, domain.FieldRequired)
	_, err = v.CountPapers(one, two, settle, watching[:1], 10, everybody)
	refused(t, err, domain.WitnessesMissing)
	_, err = v.CountPapers(one, two, settle, []domain.Witness{watching[0], {Household: "h9", Person: teller1.Subject}}, 10, everybody)
	refused(t, err, domain.SamePerson)
	_, err = v.CountPapers(one, two, settle, watching, 10, func(domain.Witness) bool { return false })
	refused(t, err, domain.NotRepresentative)
	_, err = v.CountPapers(one, two, settle, watching, 3, everybody)
	refused(t, err, domain.CountAboveIssued)
	tally, err := v.CountPapers(one, two, settle, watching, 10, everybody)
	want := domain.Tally{Yes: 1, No: 1, Other: 1, Invalid: 1, Issued: 10, Returned: 4}
	if err != nil || tally.Yes != want.Yes || tally.No != want.No || tally.Other != want.Other || tally.Invalid != want.Invalid ||
		tally.Issued != 10 || tally.Returned != 4 || tally.Unreturned() != 6 {
		t.Errorf("%v %+v", err, tally)
	}
}

func TestSheetsAreChecked(t *testing.T) {
	t.Parallel()
	v := closedPaper(t)
	printed := func(serial string) bool { return serial < "s100" }
	twice := sheet(teller1, domain.Agree, domain.Agree)
	twice.Lines[1].Serial = "s000"
	forged := sheet(teller1, domain.Agree)
	forged.Lines[0].Serial = "s999"
	odd := sheet(teller1, "maybe")
	for name, tc := range map[string]struct {
		sheet    domain.TellerSheet
		returned int
		reason   domain.Reason
	}{
		"a ballot read twice":        {twice, 10, domain.BallotTwice},
		"a ballot nobody printed":    {forged, 10, domain.BallotUnknown},
		"more than came back":        {sheet(teller1, domain.Agree, domain.Agree), 1, domain.CountAboveIssued},
		"a mark that cannot be":      {odd, 10, domain.ChoiceInvalid},
		"nobody reads":               {sheet(domain.Actor{}, domain.Agree), 10, domain.FieldRequired},
		"somebody outside the team":  {sheet(chair, domain.Agree), 10, domain.OfficeNotCompetent},
		"invalid and blank are fine": {sheet(teller1, domain.Spoilt, domain.NoChoice), 10, ""},
	} {
		err := v.CheckSheet(tc.sheet, printed, tc.returned)
		if tc.reason == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		} else if tc.reason != "" {
			refused(t, err, tc.reason)
		}
	}
	open, _ := openBallot(t, domain.PaperForm, 61)
	refused(t, open.CheckSheet(sheet(teller1, domain.Agree), printed, 10), domain.StateNotAllowed)
}

// However the two tellers read: agreement gives the tally of either, and with every difference settled each ballot counts
// exactly once.
func TestEveryBallotCountsOnce(t *testing.T) {
	v := closedPaper(t)
	choices := []domain.Choice{domain.Agree, domain.Disagree, domain.Another, domain.NoChoice, domain.Spoilt}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "ballots")
		read := func(who string) []domain.Choice {
			return rapid.SliceOfN(rapid.SampledFrom(choices), n, n).Draw(t, who)
		}
		one, two := sheet(teller1, read("one")...), sheet(teller2, read("two")...)
		two.Lines = two.Lines[:rapid.IntRange(0, n).Draw(t, "seen by the second")]
		differ, err := domain.Compare(one, two)
		if err != nil {
			t.Fatal(err)
		}
		var settled []domain.Resolution
		for _, d := range differ {
			settled = append(settled, domain.Resolution{Serial: d.Serial, Ballot: *d.First, Reason: "Đọc lại"})
		}
		tally, err := v.CountPapers(one, two, settled, watching, n+5, everybody)
		if err != nil {
			t.Fatal(err)
		}
		var want domain.Tally
		for _, line := range one.Lines {
			want = want.Count(line.Ballot)
		}
		if tally.Yes != want.Yes || tally.No != want.No || tally.Returned != n || tally.Voters() != n || tally.Unreturned() != 5 {
			t.Fatalf("%+v, want %+v", tally, want)
		}
	})
}

// Điều 19.1.b: papers after a meeting too small; the households that came have their voice again, the roll and the law stay.
func TestFallingBackToPapers(t *testing.T) {
	t.Parallel()
	with := on(t, meetDay)
	v, r := opened(t, draft(1, domain.Decide), 61)
	enough, _, err := v.Close([]domain.Attendance{{Village: hamlet, Present: 41}}, with)
	if err != nil {
		t.Fatal(err)
	}
	opens, closes := day("2026-03-24").Start(), day("2026-03-26").End()
	_, _, err = enough.FallBack(team(), domain.SecretBallot, opens, closes, "Không đủ người", with)
	if refusal := refused(t, err, domain.FallbackNotAllowed); refusal.Params["needed"] != "41" || refusal.Basis != "Điều 19 khoản 1 điểm b Luật 10/2022/QH15" {
		t.Errorf("%+v", refusal)
	}
	small, _, err := v.Close([]domain.Attendance{{Village: hamlet, Present: 40}}, with)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = small.FallBack(domain.Team{}, domain.SecretBallot, opens, closes, "Không đủ người", with)
	refused(t, err, domain.TeamSize)
	_, _, err = small.FallBack(team(), domain.ShowOfHands, opens, closes, "Không đủ người", with)
	refused(t, err, domain.MethodNotAllowed)
	_, _, err = small.FallBack(team(), domain.SecretBallot, day("2026-03-21").Start(), closes, "Không đủ người", with)
	refused(t, err, domain.NoticeTooShort)
	back, facts, err := small.FallBack(team(), domain.SecretBallot, opens, closes, "Không đủ người", with)
	if err != nil || back.State != domain.Announced || back.Current().Form != domain.PaperForm || back.Current().Number != 2 || len(back.Rounds) != 2 {
		t.Fatalf("%v %+v", err, back.Current())
	}
	if f := facts[0].(domain.VoteFellBack); f.Attended != 40 || f.Needed != 41 || back.Pack.Hash != v.Pack.Hash {
		t.Errorf("%+v", f)
	}
	told := domain.Notice{On: day("2026-03-21"), PostedOn: day("2026-03-22"), Channels: []domain.Channel{domain.ByVisit}}
	if back, err = back.Tell(told, on(t, "2026-03-22")); err != nil {
		t.Fatal(err)
	}
	_, _, err = back.Open([]domain.Roll{r}, head, on(t, "2026-03-24"))
	refused(t, err, domain.StepMissing) // NĐ 59 Điều 4.2: the plan was not sent
	late, err := back.SendPlan(domain.BallotPlan{Document: "KH 1", IssuedOn: day("2026-03-17"), SentOn: day("2026-03-20")}, on(t, "2026-03-22"))
	if due := late.Current().Plan.Due; err != nil || due.Date != day("2026-03-19") || due.Late(workday.Default(), day("2026-03-20")) != 1 || due.DaysLeft(workday.Default(), day("2026-03-17")) != 2 {
		t.Errorf("NĐ 59 Điều 4.2: within two days: %v %+v", err, due)
	}
	_, err = back.SendPlan(domain.BallotPlan{Document: "KH 1", IssuedOn: day("2026-03-20"), SentOn: day("2026-03-19")}, on(t, "2026-03-22"))
	refused(t, err, domain.DateTooEarly)
	back = planned(t, back, "2026-03-20")
	if back, _, err = back.Open([]domain.Roll{r}, head, on(t, "2026-03-24")); err != nil {
		t.Fatal(err)
	}
	came := []domain.Participation{{Household: "h001", Round: 1, Channel: domain.AtMeeting}}
	if _, err = back.Admit(entry(1), hamlet, "p001", domain.OnPaper, came, on(t, "2026-03-24")); err != nil {
		t.Errorf("the meeting decided nothing: %v", err)
	}
	if back, _, err = back.Close(nil, on(t, "2026-03-27")); err != nil {
		t.Fatal(err)
	}
	if back, _, err = back.Count([]domain.VillageTally{{Village: hamlet, Tally: domain.Tally{Yes: 41, No: 4, Issued: 61, Returned: 45}}}, on(t, "2026-03-27")); err != nil {
		t.Fatal(err)
	}
	if back, _, err = back.Decide(on(t, "2026-03-27")); err != nil || back.State != domain.Passed || back.EffectiveDate != day("2026-03-26") {
		t.Errorf("%v %s %s", err, back.State, back.EffectiveDate)
	}
}
