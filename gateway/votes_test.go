package gateway_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// citizenStage has somebody signed in who represents a household, and no role.
func citizenStage(t *testing.T) (*stage, string) {
	t.Helper()
	i := newIssuer(t)
	s := withIssuer(t, i)
	s.fixed.clerk.answers = map[string]proto.Message{}
	s.as()
	return s, s.signIn(i)
}

// openBallot is a vote whose choice is recorded with the household.
func openBallot() *votingv1.Vote {
	one := aVote(votingv1.VoteState_VOTE_STATE_OPEN)
	one.Method = votingv1.Method_METHOD_OPEN_BALLOT
	return one
}

const booth = "/votes/" + voteID + "/cast"

func TestVotingOpenlyTakesThreeSteps(t *testing.T) {
	s, cookie := citizenStage(t)
	s.vote(openBallot())
	p := s.page(s.get(booth, "Cookie", cookie), 200)
	p.says(".note", "Lựa chọn được ghi cùng với hộ của bạn") // before anything can be chosen
	p.says("b", "Hộ số 012")
	p.labelled(booth)
	p.lacks("script[type=module]")

	form := url.Values{"once": {"a"}, "choice": {"AGREE"}, "opinion": {`Ý "khác" <b>`}, "step": {"confirm"}}
	p = s.page(s.post(booth, form, "Cookie", cookie), 422)
	p.says("#refusal", "bạn hiểu lựa chọn được ghi cùng với hộ")
	p.has(`input[value=AGREE][checked]`)
	p.keeps("opinion", `Ý "khác" <b>`)

	form.Set("understood_open", "yes")
	p = s.page(s.post(booth, form, "Cookie", cookie), 200)
	p.says("b.figure", "Đồng ý")
	p.keeps("opinion", `Ý "khác" <b>`)
	if s.fixed.clerk.asked["CastOpenVote"] != nil {
		t.Fatal("the vote was cast before it was confirmed")
	}
	form.Set("step", "cast")
	w := s.post(booth, form, "Cookie", cookie)
	cast := s.fixed.clerk.asked["CastOpenVote"].(*votingv1.CastOpenVoteRequest)
	if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "/receipts/"+commitment) || cast.Choice != "AGREE" || !cast.UnderstoodOpen || cast.RequestId == "" {
		t.Errorf("%d %q %v", w.Code, w.Header().Get("Location"), cast)
	}
	s.post(booth, form, "Cookie", cookie)
	if again := s.fixed.clerk.asked["CastOpenVote"].(*votingv1.CastOpenVoteRequest); again.RequestId != cast.RequestId {
		t.Error("pressed twice, it is two votes")
	}
	form.Set("choice", "NOBODY")
	s.page(s.post(booth, form, "Cookie", cookie), 422).says("#refusal", "Hãy chọn một mục")
	s.page(s.post(booth, form), 401)
}

func TestASecretBallotNeverComesThroughAForm(t *testing.T) {
	s, cookie := citizenStage(t)
	p := s.page(s.get(booth, "Cookie", cookie), 200)
	p.has(`script[type=module][src*="ballot"]`)
	p.has(`section[data-ballot][data-cast="/v1/votes/` + voteID + `/ballots:cast"][data-log="/log/votes/` + voteID + `"]`)
	p.has(`[data-step=unsupported]:not([hidden])`) // what is seen without a script
	p.lacks(`[data-step]:not([data-step=unsupported]):not([hidden])`)
	p.lacks(`section[data-ballot] form[action], section[data-ballot] form[method]`)
	p.labelled(booth)
	for _, step := range []string{"start", "drawing", "choosing", "confirming", "casting", "done", "forgotten"} {
		p.has("[data-step=" + step + "]")
	}
	s.page(s.post(booth, url.Values{"choice": {"AGREE"}, "understood_open": {"yes"}, "step": {"cast"}}, "Cookie", cookie), 400)
	if s.fixed.clerk.asked["CastOpenVote"] != nil {
		t.Error("a secret choice was sent with an identity")
	}
}

func TestWhoMayNotVoteIsToldWhatToDo(t *testing.T) {
	s, cookie := citizenStage(t)
	s.fixed.clerk.refuseRead("GetMyRollEntry", fault.New(fault.NotFound, "HOUSEHOLD_NOT_ON_ROLL"))
	p := s.page(s.get(booth, "Cookie", cookie), 200)
	p.says(".note h2", "Chưa xác định được hộ của bạn")
	p.lacks("[data-ballot], input[name=choice]")
	s.fixed.clerk.refuses = nil

	took := proto.Clone(anEntry).(*votingv1.RollEntry)
	took.TookPart, took.ByForm = true, "PAPER"
	s.fixed.clerk.answers["GetMyRollEntry"] = took
	s.page(s.get(booth, "Cookie", cookie), 200).says(".note", "đã tham gia bằng phiếu giấy")

	s.vote(aVote(votingv1.VoteState_VOTE_STATE_IN_EFFECT))
	s.page(s.get(booth, "Cookie", cookie), 200).says(".note", "Đã hết giờ")
	s.page(s.get(booth), 401).says("h1", "Xin đăng nhập")
}

// A receipt must not be joined to a person: it is looked up without the sign-in.
func TestAReceiptIsLookedUpNamelessly(t *testing.T) {
	s, cookie := citizenStage(t)
	check := "/votes/" + voteID + "/check"
	for _, text := range []string{commitment, `{"vote":"votes/` + voteID + `","commitment":"` + commitment + `"}`} {
		s.page(s.post(check, url.Values{"text": {text}}, "Cookie", cookie), 200).says(".note.done", "ở dòng 7")
	}
	s.fixed.clerk.refuseRead("GetReceipt", fault.New(fault.NotFound, "NOT_FOUND"))
	p := s.page(s.post(check, url.Values{"text": {"khác"}}, "Cookie", cookie), 422)
	p.says("#refusal", "không có lá phiếu nào")
	p.keeps("text", "khác")
	if s.fixed.clerk.named["GetReceipt"] {
		t.Error("the receipt was asked for under a name")
	}
	s.fixed.clerk.refuses = nil
	w := s.get("/votes/" + voteID + "/receipts/" + commitment + ".json")
	if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Disposition"), "bien-nhan") || !strings.Contains(w.Body.String(), commitment) {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestTheLogIsKeptAsLongAsItNeverChanges(t *testing.T) {
	s, cookie := citizenStage(t)
	w := s.get("/log/votes/"+voteID+"/tile/0/000", "Cookie", cookie)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("a full tile: %d %v", w.Code, w.Header())
	}
	if ask := s.fixed.clerk.asked["ReadLog"].(*votingv1.ReadLogRequest); ask.Path != "tile/0/000" || s.fixed.clerk.named["ReadLog"] {
		t.Errorf("asked for %v, by name: %v", ask, s.fixed.clerk.named["ReadLog"])
	}
	s.fixed.clerk.answers["ReadLog"] = &votingv1.LogResource{Data: []byte("danchu"), ContentType: "text/plain; charset=utf-8"}
	if w := s.get("/log/votes/" + voteID + "/checkpoint"); w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("the checkpoint: %v", w.Header())
	}
	if w := s.get("/votes/" + voteID + "/rules.txt"); w.Body.String() != aVote(0).Rules.Canonical || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("the rules: %v %q", w.Header(), w.Body)
	}
}

// householdForms are what a household may send about a vote or an initiative.
var householdForms = []struct{ address, asks, field, value string }{
	{"/votes/" + voteID + "/opt-in", "AnswerOptIn", "agree", "yes"},
	{"/votes/" + voteID + "/objection", "ObjectToRoll", "text", typed},
	{"/votes/" + voteID + "/check-in", "CheckIn", "code", "482913"},
	{"/initiatives/new", "StartInitiative", "text", typed},
	{"/initiatives/" + someID + "/consent", "ConsentToInitiative", "", ""},
	{"/initiatives/" + someID + "/withdraw", "WithdrawConsent", "", ""},
	{"/initiatives/" + someID + "/close", "CloseInitiative", "reason", typed},
}

func TestEveryHouseholdFormLosesNothing(t *testing.T) {
	s, cookie := citizenStage(t)
	for _, c := range householdForms {
		form := url.Values{"once": {"5e5b7f4e-7d9c-4f0e-9a51-0f3c6f3d2a11"}, "title": {"Đèn đường"}}
		if c.field != "" {
			form.Set(c.field, c.value)
		}
		s.fixed.clerk.refuse = refused(fault.New(fault.Refused, "SOME_RULE", fault.Basis("Điều 16 khoản 3")))
		p := s.page(s.post(c.address, form, "Cookie", cookie), 422)
		p.says("#refusal", "Điều 16 khoản 3")
		p.labelled(c.address)
		p.lacks("img[onerror]")
		if c.field != "" && c.field != "agree" {
			p.keeps(c.field, c.value)
		}
		s.fixed.clerk.refuse = nil
		s.page(s.post(c.address, form), 401)
		ids := map[string]bool{}
		for range 2 {
			if w := s.post(c.address, form, "Cookie", cookie); w.Code != http.StatusSeeOther {
				t.Fatalf("%s answered %d %.300s", c.address, w.Code, w.Body)
			}
			fields := s.fixed.clerk.asked[c.asks].ProtoReflect()
			ids[fields.Get(fields.Descriptor().Fields().ByName("request_id")).String()] = true
		}
		if len(ids) != 1 || ids[""] {
			t.Errorf("%s pressed twice is %d requests", c.asks, len(ids))
		}
	}
	s.page(s.get("/votes/mine", "Cookie", cookie), 200).says("a.button", "Biểu quyết")
}
