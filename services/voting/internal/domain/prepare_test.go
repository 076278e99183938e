package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Điều 16, Nghị định 59/2023/NĐ-CP Điều 9: who puts a matter forward, and who must agree before it is announced.
func TestWhoProposesAndAgrees(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		matter          domain.Matter
		wrong           domain.Office // may not propose
		agrees          domain.Office
		agreesNot       domain.Office
		convenes, never domain.Office
	}{
		"Điều 16.2: a village matter":         {village(1, domain.Decide), domain.CommuneChair, domain.FrontHead, domain.CommuneChair, domain.VillageHead, domain.ElectionTeam},
		"Điều 16.1: a commune matter":         {commune(1), domain.VillageHead, domain.CommuneFrontChair, domain.FrontHead, domain.VillageHead, domain.ElectionTeam},
		"NĐ 59 Điều 6, 3.1.b: an election":    {village(4, domain.Elect), domain.VillageHead, domain.FrontHead, domain.CommuneFrontChair, domain.ElectionTeam, domain.VillageHead},
		"NĐ 59 Điều 9, 3.1.c: a release":      {village(4, domain.Release), domain.Citizen, domain.CommuneChair, domain.VillageHead, domain.FrontHead, domain.VillageHead},
		"Điều 36.2: a release from a board":   {village(5, domain.Release), domain.VillageHead, domain.FrontHead, domain.CommuneChair, domain.VillageHead, domain.ElectionTeam},
		"Điều 16.2: a convention":             {village(3, domain.Adopt), domain.CommuneChair, domain.FrontMember, domain.CommuneChair, domain.VillageHead, domain.CommuneChair},
		"Điều 50.1: an agency's conference":   {agency(3, domain.Decide), domain.VillageHead, "", "", domain.LeadOrganisation, domain.VillageHead},
		"Điều 18.1: while there is no head":   {village(6, domain.Decide), domain.ElectionTeam, domain.FrontHead, domain.VillageHead, domain.NamedConvener, domain.CommuneChair},
		"NĐ 59 Điều 3.1.c: head is the Front": {village(4, domain.Release), domain.Citizen, domain.CommuneChair, domain.FrontHead, domain.CommuneChair, domain.NamedConvener},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := pack(t, tc.matter)
			has := func(all []domain.Office, one domain.Office) bool {
				for _, o := range all {
					if o == one {
						return true
					}
				}
				return false
			}
			if has(p.Proposers(tc.matter), tc.wrong) {
				t.Errorf("%s may not propose", tc.wrong)
			}
			agreeing := p.Agreeing(tc.matter)
			if tc.agrees == "" && len(agreeing) > 0 || tc.agrees != "" && !has(agreeing, tc.agrees) || has(agreeing, tc.agreesNot) {
				t.Errorf("agreeing: %v, want %s and not %s", agreeing, tc.agrees, tc.agreesNot)
			}
			if convening := p.Conveners(tc.matter); !has(convening, tc.convenes) || has(convening, tc.never) {
				t.Errorf("convening: %v, want %s and not %s", convening, tc.convenes, tc.never)
			}
		})
	}
}

// A village head cannot open a vote alone where the Front must agree, nor agree with themselves in another office (Điều
// 16.2).
func TestNobodyAgreesAlone(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-03-01")
	v, _, err := domain.NewVote("v1", draft(1, domain.Decide), with)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Announce([]domain.VillageRoll{roll(t, "v1", hamlet, 61).Totals()}, head, on(t, "2026-03-02"))
	if r := refused(t, err, domain.AgreementMissing); r.Basis != "Điều 16 khoản 2 Luật 10/2022/QH15" {
		t.Errorf("rests on %q", r.Basis)
	}
	_, _, err = v.Agree(domain.Actor{Subject: head.Subject, Office: domain.FrontHead}, "", with)
	refused(t, err, domain.SamePerson)
	_, _, err = v.Agree(chair, "", with)
	refused(t, err, domain.OfficeNotCompetent)
	v, facts, err := v.Agree(frontHead, "BB 1", with)
	if err != nil || v.State != domain.Agreed || len(facts) != 1 {
		t.Fatalf("%v %s %v", err, v.State, facts)
	}
	d := draft(1, domain.Decide)
	d.Question = "Đồng ý mỗi hộ đóng góp 5.000.000 đồng?"
	if v, err = v.Edit(d, with); err != nil || v.State != domain.Drafted || len(v.Agreements) != 0 {
		t.Errorf("an agreement given to another text stood: %v %s", err, v.State)
	}
}

// What the law refuses is refused at the draft, with the article.
func TestDraftsAreChecked(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-03-01")
	for name, tc := range map[string]struct {
		edit   func(*domain.Draft)
		item   int
		kind   domain.Kind
		reason domain.Reason
	}{
		"Điều 17.2: contributions online":         {func(d *domain.Draft) { d.Form, d.Method = domain.OnlineForm, domain.SecretBallot }, 1, domain.Decide, domain.FormNotAllowed},
		"Điều 17.2: an election on paper":         {func(d *domain.Draft) { d.Form, d.Method = domain.PaperForm, domain.SecretBallot }, 4, domain.Elect, domain.FormNotAllowed},
		"Điều 17.2: a convention online":          {func(d *domain.Draft) { d.Form, d.Method = domain.OnlineForm, domain.SecretBallot }, 3, domain.Adopt, domain.FormNotAllowed},
		"Điều 16.2: proposed by nobody who may":   {func(d *domain.Draft) { d.Proposal.By = chair }, 1, domain.Decide, domain.OfficeNotCompetent},
		"Điều 16.3: a citizen without initiative": {func(d *domain.Draft) { d.Proposal.By = domain.Actor{Subject: "x", Office: domain.Citizen} }, 1, domain.Decide, domain.FieldRequired},
		"NĐ 59 Điều 9.1.b: a petition of 30 of 61": {func(d *domain.Draft) {
			d.Proposal = domain.Proposal{By: domain.Actor{Subject: "p", Office: domain.Household}, Supporters: 30, Of: 61}
		}, 4, domain.Release, domain.PetitionTooSmall},
		"NĐ 59 Điều 9.1.b: no reason":    {func(d *domain.Draft) { d.Proposal.Ground = "" }, 4, domain.Release, domain.GroundMissing},
		"Điều 36.2: five months left":    {func(d *domain.Draft) { d.TermEnds = day("2026-09-19") }, 5, domain.ByElection, domain.TermNearlyOver},
		"two seats for one village head": {func(d *domain.Draft) { d.Seats = 2 }, 4, domain.Elect, domain.FieldInvalid},
		"no seat":                        {func(d *domain.Draft) { d.Seats = 0 }, 5, domain.Elect, domain.FieldRequired},
		"yesterday":                      {func(d *domain.Draft) { d.Day = day("2026-02-28") }, 1, domain.Decide, domain.DateTooEarly},
		"no day":                         {func(d *domain.Draft) { d.Day = workday.Date{} }, 1, domain.Decide, domain.FieldRequired},
		"no question":                    {func(d *domain.Draft) { d.Question = " " }, 1, domain.Decide, domain.FieldRequired},
		"a ballot that closes before it opens": {func(d *domain.Draft) {
			*d = ballotDraft(domain.PaperForm)
			d.ClosesAt = d.OpensAt
		}, 6, domain.Decide, domain.DateTooEarly},
		"a show of hands on paper": {func(d *domain.Draft) {
			*d = ballotDraft(domain.PaperForm)
			d.Method = domain.ShowOfHands
		}, 6, domain.Decide, domain.MethodNotAllowed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := draft(tc.item, tc.kind)
			tc.edit(&d)
			_, _, err := domain.NewVote("v1", d, with)
			refused(t, err, tc.reason)
		})
	}
	petition := draft(4, domain.Release)
	petition.Proposal = domain.Proposal{By: domain.Actor{Subject: "p", Office: domain.Household}, Supporters: 31, Of: 61}
	if _, _, err := domain.NewVote("v1", petition, with); err != nil {
		t.Errorf("NĐ 59 Điều 9.1.b: 31 of 61 is at least half: %v", err)
	}
}

// Nghị định 59/2023/NĐ-CP Điều 3.3, 3.4, 6; 61/2023 Điều 9.1: every step is counted back from the day, told with its rule,
// and too late is refused with the last day named.
func TestTheCalendarBeforeTheVote(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		draft domain.Draft
		want  map[string]string
	}{
		"NĐ 59 Điều 6: an election on 20/3/2026": {draft(4, domain.Elect), map[string]string{
			"voting.election.decision": "2026-02-28", "voting.election.candidates": "2026-03-05", "voting.election.team": "2026-03-10",
			"voting.election.posting": "2026-03-13", "voting.meeting.notice": "2026-03-18",
		}},
		"NĐ 59 Điều 3.3, 3.4: contributions": {draft(1, domain.Decide), map[string]string{"voting.meeting.notice": "2026-03-18", "voting.meeting.papers": "2026-03-18"}},
		"NĐ 61 Điều 9.1: a convention": {draft(3, domain.Adopt), map[string]string{
			"voting.convention.posting": "2026-02-17", "voting.meeting.notice": "2026-03-18", "voting.meeting.papers": "2026-03-18",
		}},
		"Điều 19.2: papers":                         {ballotDraft(domain.PaperForm), map[string]string{"voting.paper.notice": "2026-03-18"}},
		"NĐ 59 Điều 5.3: online, no number of days": {ballotDraft(domain.OnlineForm), map[string]string{"voting.online.notice": "2026-03-20"}},
		"item 6 at a meeting asks for no papers":    {draft(6, domain.Decide), map[string]string{"voting.meeting.notice": "2026-03-18"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			steps, err := agreed(t, tc.draft).Calendar(on(t, "2026-03-01"))
			if err != nil {
				t.Fatal(err)
			}
			if len(steps) != len(tc.want) {
				t.Errorf("%d steps, want %d", len(steps), len(tc.want))
			}
			for _, step := range steps {
				if step.Due.Date != day(tc.want[step.Rule.ID]) || len(step.Due.Steps) == 0 || step.Due.Start != day(meetDay) {
					t.Errorf("%s by %s, want %s", step.Rule.ID, step.Due.Date, tc.want[step.Rule.ID])
				}
			}
		})
	}
}

func TestNoticeInTime(t *testing.T) {
	t.Parallel()
	r := roll(t, "v1", hamlet, 61)
	announced, _, err := agreed(t, draft(1, domain.Decide)).Announce([]domain.VillageRoll{r.Totals()}, head, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	open := func(n domain.Notice) error {
		v, err := announced.Tell(n, on(t, "2026-03-19"))
		if err != nil {
			return err
		}
		_, _, err = v.Open([]domain.Roll{r}, head, on(t, meetDay))
		return err
	}
	late := toldInTime
	late.On = day("2026-03-19")
	if r := refused(t, open(late), domain.NoticeTooShort); r.Params["latest"] != "18/03/2026" || r.Basis != "Điều 3 khoản 3 Nghị định 59/2023/NĐ-CP" {
		t.Errorf("%+v", r)
	}
	late = toldInTime
	late.PapersOn = day("2026-03-19")
	if r := refused(t, open(late), domain.NoticeTooShort); r.Basis != "Điều 3 khoản 4 Nghị định 59/2023/NĐ-CP" {
		t.Errorf("%+v", r)
	}
	unposted := toldInTime
	unposted.PostedOn = workday.Date{}
	refused(t, open(unposted), domain.NoticeTooShort)
	unheard := toldInTime
	unheard.Channels = nil
	refused(t, open(unheard), domain.FieldRequired)
	if err := open(toldInTime); err != nil {
		t.Error(err)
	}
	_, _, err = announced.Open([]domain.Roll{r}, head, on(t, "2026-03-19"))
	refused(t, err, domain.NotOpenYet)
	postponed, facts, err := announced.Postpone(day("2026-03-27"), announced.Current().OpensAt, announced.Current().ClosesAt, "Mưa lũ", on(t, "2026-03-19"))
	if err != nil || facts[0].(domain.VotePostponed).To != day("2026-03-27") || !postponed.Current().Notice.On.IsZero() {
		t.Errorf("%v %+v", err, facts)
	}
	_, _, err = announced.Postpone(day("2026-03-21"), announced.Current().OpensAt, announced.Current().ClosesAt, "Mưa", on(t, "2026-03-20"))
	refused(t, err, domain.NoticeTooShort)
}

// An election whose decision would come nineteen days before the meeting cannot be announced at all (NĐ 59 Điều 6.1.a).
func TestAnElectionAnnouncedTooLate(t *testing.T) {
	t.Parallel()
	v := agreed(t, draft(4, domain.Elect))
	rolls := []domain.VillageRoll{roll(t, "v1", hamlet, 61).Totals()}
	_, _, err := v.Announce(rolls, electors, on(t, "2026-03-02"))
	refused(t, err, domain.StepTooLate)
	v = record(t, v, "voting.election.decision", "2026-03-01", "2026-03-01")
	_, _, err = v.Announce(rolls, electors, on(t, "2026-03-02"))
	if r := refused(t, err, domain.StepTooLate); r.Params["step"] != "voting.election.decision" || r.Params["latest"] != "28/02/2026" {
		t.Errorf("%+v", r)
	}
}

// NĐ 61 Điều 9.1: a draft convention posted for 29 days is not posted long enough.
func TestAConventionPostedTooShort(t *testing.T) {
	t.Parallel()
	v := record(t, agreed(t, draft(3, domain.Adopt)), "voting.convention.posting", "2026-02-18", "2026-03-01")
	_, _, err := v.Announce([]domain.VillageRoll{roll(t, "v1", hamlet, 61).Totals()}, head, on(t, "2026-03-02"))
	refused(t, err, domain.PostingTooShort)
}
