package gateway_test

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

const communeFront = directoryv1.Role_ROLE_COMMUNE_FRONT

// at shows a vote on the desk from now on.
func (s *stage) vote(one *votingv1.Vote) {
	s.fixed.clerk.mu.Lock()
	defer s.fixed.clerk.mu.Unlock()
	s.fixed.clerk.answers["GetVote"] = one
}

var (
	drafted   = onDesk(votingv1.VoteState_VOTE_STATE_DRAFTED, "UpdateVote", "AgreeVote", "AppointTeam", "!AnnounceVote", "CancelVote")
	agreed    = onDesk(votingv1.VoteState_VOTE_STATE_AGREED, "UpdateVote", "AppointTeam", "AnnounceVote", "CancelVote")
	announced = onDesk(votingv1.VoteState_VOTE_STATE_ANNOUNCED, "RecordNotice", "PostponeVote", "!OpenVote", "CancelVote")
	openable  = onDesk(votingv1.VoteState_VOTE_STATE_ANNOUNCED, "OpenVote")
	meeting   = held(onDesk(votingv1.VoteState_VOTE_STATE_OPEN, "CloseVote", "CancelVote"), votingv1.Form_FORM_MEETING)
	papers    = held(onDesk(votingv1.VoteState_VOTE_STATE_OPEN, "CloseVote"), votingv1.Form_FORM_PAPER)
	planned   = held(onDesk(votingv1.VoteState_VOTE_STATE_ANNOUNCED, "OpenVote"), votingv1.Form_FORM_PAPER)
	closed    = onDesk(votingv1.VoteState_VOTE_STATE_CLOSED, "SettleVote")
	passed    = onDesk(votingv1.VoteState_VOTE_STATE_PASSED, "DrawUpDecision", "SignDecision", "SendDecision")
	sent      = onDesk(votingv1.VoteState_VOTE_STATE_SENT, "RecogniseDecision", "RefuseRecognition", "SetEffectiveDate", "RequestAmendment", "AnnulDecision")
	failed    = onDesk(votingv1.VoteState_VOTE_STATE_FAILED, "FallBackToPaper")
	inEffect  = onDesk(votingv1.VoteState_VOTE_STATE_IN_EFFECT)
	electing  = elects(onDesk(votingv1.VoteState_VOTE_STATE_DRAFTED, "AgreeVote"))
	nominates = elects(held(onDesk(votingv1.VoteState_VOTE_STATE_OPEN, "CloseVote"), votingv1.Form_FORM_MEETING))
)

// votePages are the pages of votes on the desk.
var votePages = []struct {
	role                    directoryv1.Role
	address, selector, text string
	vote                    *votingv1.Vote
}{
	{chair, "/console", "#votes + .sheet th a", "làm đường bê tông", inEffect},
	{chair, "/console/votes", ".tasks a.do", "Mở biểu quyết", inEffect},
	{communeFront, "/console/votes?state=waiting", ".tasks a.do", "Công nhận", inEffect},
	{chair, "/console/votes/new", "label", "Nội dung", inEffect},
	{chair, "/console/votes/new?for=08584.001%402025-07-01&matter=CONTRIBUTION", "input[disabled] + label", "Pháp luật không cho dùng", inEffect},
	{chair, "/console/votes/" + voteID, "#next", "Thống nhất đưa ra biểu quyết", drafted},
	{chair, "/console/votes/" + voteID, "#act-announce .note", "Còn phản ánh", drafted},
	{chair, "/console/votes/" + voteID, "#next", "Công bố", agreed},
	{chair, "/console/votes/" + voteID, ".step .small", "Điều 18 khoản 2", openable},
	{chair, "/console/votes/" + voteID, ".step .note", "Còn phản ánh", announced},
	{chair, "/console/votes/" + voteID, "li[aria-current=step]", "Kiểm phiếu", closed},
	{chair, "/console/votes/" + voteID, "#next", "Gửi Ủy ban nhân dân", passed},
	{chair, "/console/votes/" + voteID, "#next", "Công nhận", sent},
	{chair, "/console/votes/" + voteID, "#next", "Phát phiếu", failed},
	{chair, "/console/votes/" + voteID, "#documents + .plainlist a", "Mở để in", inEffect},
	{chair, "/console/votes/" + voteID + "/edit", ".note", "phải thống nhất lại", drafted},
	{chair, "/console/votes/" + voteID + "/roll", "#objections + .plainlist p", "Hộ tôi bị thiếu.", announced},
	{chair, "/console/votes/" + voteID + "/meeting", ".figures b", "38/61", meeting},
	{chair, "/console/votes/" + voteID + "/meeting?q=mai", "li button", "Có mặt", meeting},
	{chair, "/console/votes/" + voteID + "/meeting", "#act-nominate summary", "được giới thiệu", nominates},
	{chair, "/console/votes/" + voteID + "/door", ".figures b", "482913", meeting},
	{chair, "/console/votes/" + voteID + "/paper", "#tellers + p + .plainlist", "chờ người thứ hai", papers},
}

func TestEveryVotePageOnTheDesk(t *testing.T) {
	s, cookie := deskStage(t)
	for _, c := range votePages {
		s.as(c.role)
		s.vote(c.vote)
		w := s.get(c.address, "Cookie", cookie)
		keep(t, c.role.String()+c.address+c.vote.GetState().String(), w.Body.String())
		if size := w.Body.Len(); size > 60_000 {
			t.Errorf("%s weighs %d bytes", c.address, size)
		}
		p := s.page(w, 200)
		p.says(c.selector, c.text)
		p.has(`.desk > nav a[aria-current="true"]`)
		p.lacks("[style], [onclick], script:not([src])")
		p.labelled(c.address)
		s.page(s.get(c.address, "Cookie", cookie+"danchu-lang=en"), 200).has("html[lang=en]")
		s.page(s.get(c.address), 401).says("h1", "Xin đăng nhập")
		s.as()
		s.page(s.get(c.address, "Cookie", cookie), 403).says("p", "tài khoản này chưa có vai trò nào")
	}
}

// voteForms are the forms of votes: who fills them in, on which vote, and what the service is asked.
var voteForms = []struct {
	role                         directoryv1.Role
	address, asks, fields, keeps string
	vote                         *votingv1.Vote
}{
	{chair, "new", "CreateVote", "for=08584.001@2025-07-01 matter=CONTRIBUTION act=DECIDE form=MEETING method=SHOW_OF_HANDS title=* question=* opens_date=30/11/2026 opens_hour=19:30", "title", drafted},
	{chair, voteID + "/edit", "UpdateVote", "title=* question=* opens_date=30/11/2026 opens_hour=19h30", "question", drafted},
	{chair, voteID + "/agree", "AgreeVote", "", "", drafted},
	{chair, voteID + "/team", "AppointTeam", "team-lead=* team-front=yes team-member2=An team-member3=Ba", "team-lead", agreed},
	{chair, voteID + "/announce", "AnnounceVote", "announce-told=19/11/2026 announce-channels=NOTICE_CHANNEL_INVITATION", "announce-told", agreed},
	{chair, voteID + "/notice", "RecordNotice", "notice-told=19/11/2026 notice-channels=NOTICE_CHANNEL_LOUDSPEAKER", "notice-told", announced},
	{chair, voteID + "/step", "RecordStep", "step-kind=voting.posting step-date=19/11/2026 step-document=*", "step-document", announced},
	{chair, voteID + "/propose", "ProposeCandidate", "propose-full_name=* propose-birth_year=1970", "propose-full_name", electing},
	{chair, voteID + "/withdraw-candidate", "WithdrawCandidate", "withdraw-candidate-candidate=c1 withdraw-candidate-reason=*", "withdraw-candidate-reason", electing},
	{chair, voteID + "/discard", "DiscardVote", "", "", drafted},
	{chair, voteID + "/opt-in", "RecordOptIn", "opt-in-agreeing=12", "opt-in-agreeing", announced},
	{chair, voteID + "/postpone", "PostponeVote", "postpone-opens_date=30/11/2026 postpone-opens_hour=19:30 postpone-closes_date=02/12/2026 postpone-closes_hour=19:30 postpone-reason=*", "postpone-reason", announced},
	{chair, voteID + "/open", "OpenVote", "", "", openable},
	{chair, voteID + "/cancel", "CancelVote", "cancel-reason=*", "cancel-reason", meeting},
	{chair, voteID + "/close", "CloseVote", "", "", meeting},
	{chair, voteID + "/settle", "SettleVote", "", "", closed},
	{chair, voteID + "/fall-back", "FallBackToPaper", "fall-back-method=OPEN_BALLOT fall-back-opens_date=30/11/2026 fall-back-opens_hour=8:00 fall-back-closes_date=02/12/2026 fall-back-closes_hour=17:00 fall-back-reason=* fall-back-lead=An", "fall-back-reason", failed},
	{chair, voteID + "/draw-up", "DrawUpDecision", "draw-up-kind=nghi_quyet draw-up-number=* draw-up-discussed=* draw-up-text=* draw-up-signers=12", "draw-up-text", passed},
	{chair, voteID + "/sign", "SignDecision", "sign-signer=012", "sign-signer", passed},
	{chair, voteID + "/send", "SendDecision", "", "", passed},
	{chair, voteID + "/receive", "ReceiveDecision", "receive-date=20/11/2026 receive-note=*", "receive-note", sent},
	{communeFront, voteID + "/recognise", "RecogniseDecision", "recognise-number=* recognise-date=20/11/2026", "recognise-number", sent},
	{chair, voteID + "/refuse", "RefuseRecognition", "refuse-reason=* refuse-number=3/UBND refuse-date=20/11/2026", "refuse-reason", sent},
	{chair, voteID + "/effect", "SetEffectiveDate", "effect-date=01/12/2026 effect-number=*", "effect-number", sent},
	{chair, voteID + "/amendment", "RequestAmendment", "amendment-number=4/UBND amendment-reason=*", "amendment-reason", sent},
	{chair, voteID + "/annul", "AnnulDecision", "annul-ground=procedure annul-reason=* annul-number=5/QĐ", "annul-reason", sent},
	{chair, voteID + "/progress", "PostProgress", "progress-kind=COLLECTED progress-date=20/11/2026 progress-text=* progress-amount_vnd=22.000.000", "progress-text", inEffect},
	{chair, voteID + "/roll-add", "CorrectRoll", "roll-add-household=" + someID + " roll-add-reason=*", "roll-add-reason", announced},
	{chair, voteID + "/roll-remove", "CorrectRoll", "roll-remove-code=12 roll-remove-reason=*", "roll-remove-reason", announced},
	{chair, voteID + "/objection", "DecideRollObjection", "objection-objection=" + someID + " objection-upheld=yes objection-answer=*", "objection-answer", announced},
	{chair, voteID + "/arrive", "RecordAttendance", "arrive-codes=12,012 arrive-delegate=*", "arrive-delegate", meeting},
	{chair, voteID + "/leave", "RecordAttendance", "leave-codes=12", "leave-codes", meeting},
	{chair, voteID + "/motion", "RecordMotion", "motion-subject=secretary motion-text=* motion-people=Hà+Thị+Thu motion-for=36", "motion-text", meeting},
	{chair, voteID + "/nominate", "NominateCandidate", "nominate-full_name=*", "nominate-full_name", nominates},
	{chair, voteID + "/count", "RecordMeetingCount", "count-count_AGREE=30 count-count_DISAGREE=4 count-count_OTHER=0 count-witnesses=12 count-opinions=*", "count-opinions", meeting},
	{chair, voteID + "/plan", "RecordPlan", "plan-document=* plan-issued=18/11/2026 plan-sent=19/11/2026", "plan-document", planned},
	{chair, voteID + "/issue", "IssueBallots", "", "", papers},
	{chair, voteID + "/return", "RecordReturn", "return-codes=12", "return-codes", papers},
	{chair, voteID + "/tally", "EnterTally", "tally-count_AGREE=18 tally-count_DISAGREE=2 tally-count_OTHER=0 tally-witnesses=12", "tally-count_AGREE", papers},
	{chair, voteID + "/resolve", "ResolveTally", "resolve-count_AGREE=18 resolve-count_DISAGREE=2 resolve-count_OTHER=0 resolve-witnesses=12 resolve-reason=*", "resolve-reason", papers},
}

func TestEveryVoteFormLosesNothing(t *testing.T) {
	s, cookie := deskStage(t)
	for _, c := range voteForms {
		t.Run(c.asks, func(t *testing.T) {
			s := &stage{t: t, fixed: s.fixed, gateway: s.gateway, config: s.config, publication: s.publication}
			s.as(c.role)
			s.vote(c.vote)
			address, form := "/console/votes/"+c.address, formOf(c.fields)

			s.fixed.clerk.refuse = refused(fault.New(fault.Conflict, "STALE_ETAG"))
			p := s.page(s.post(address, form, "Cookie", cookie), 409)
			p.has("#refusal[role=alert]")
			p.lacks("img[onerror], [onclick]")
			p.labelled(address)
			if c.keeps != "" {
				p.keeps(c.keeps, shown(form.Get(c.keeps)))
			}
			s.fixed.clerk.refuse = refused(fault.New(fault.Refused, "SOME_RULE", fault.Basis("Điều 19 khoản 3")))
			s.page(s.post(address, form, "Cookie", cookie), 422).says("#refusal", "Điều 19 khoản 3")

			s.fixed.clerk.refuse = refused(fault.New(fault.Forbidden, ""))
			s.page(s.post(address, form, "Cookie", cookie), 403).says("h1", "Bạn không có quyền làm việc này")
			s.as()
			s.page(s.post(address, form, "Cookie", cookie), 403).says("p", "chưa có vai trò nào")
			s.page(s.post(address, form), 401).says("h1", "Xin đăng nhập")
			s.as(c.role)

			s.fixed.clerk.refuse = nil
			first := s.accepted(address, form, cookie, c.asks)
			if second := s.accepted(address, form, cookie, c.asks); first != second {
				t.Errorf("pressed twice, %s was asked as %s and %s", c.asks, first, second)
			}
			form.Set("etag", "2")
			if other := s.accepted(address, form, cookie, c.asks); first == other {
				t.Errorf("another form of %s is taken for a repeat", c.asks)
			}
		})
	}
}

// shown is a value as a page writes it back: dates as people write them.
func shown(value string) string { return strings.TrimSpace(value) }

// A number nobody has on the roll must not become another household.
func TestAMistypedHouseholdNumberIsRefused(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(chair)
	s.vote(meeting)
	p := s.page(s.post("/console/votes/"+voteID+"/arrive", formOf("arrive-codes=12,99"), "Cookie", cookie), 422)
	p.says("#refusal", "Không có hộ số “99”")
	p.keeps("arrive-codes", "12,99")
	s.page(s.post("/console/votes/"+voteID+"/arrive", formOf("arrive-codes=8"), "Cookie", cookie), 422).says("#refusal", "“8”") // SN-08 or CB-08
	if s.fixed.clerk.asked["RecordAttendance"] != nil {
		t.Error("attendance was recorded all the same")
	}
	s.accepted("/console/votes/"+voteID+"/arrive", formOf("arrive-codes=7,sn-08"), cookie, "RecordAttendance")
	if came := s.fixed.clerk.asked["RecordAttendance"].(*votingv1.RecordAttendanceRequest).Attendances; len(came) != 2 || came[0].Household != "households/2" || came[1].Household != "households/3" {
		t.Errorf("came: %v", came)
	}
}

// What the law refuses the page does not offer.
func TestAClosedFormCannotBeChosen(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(chair)
	p := s.page(s.get("/console/votes/new?for=08584.001%402025-07-01&matter=VILLAGE_HEAD&act=ELECT", "Cookie", cookie), 200)
	p.has("#form-MEETING:not([disabled])")
	p.has("#form-PAPER[disabled]")
	p.has("#form-ONLINE[disabled]")
	p.says("#law + ul li", "> 1/2 tổng số hộ")
}

// A printed form is a document of its own: no script runs in it.
func TestPrintedFormsRunNothing(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(chair)
	w := s.get("/console/votes/"+voteID+"/documents/nd59-01", "Cookie", cookie)
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}
