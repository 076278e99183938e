package voting_test

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// helper is a member of the online team who holds no office.
const helper = issuer + "thanh-vien-to"

var (
	ballotOpens  = time.Date(2026, 3, 21, 1, 0, 0, 0, time.UTC) // Saturday 21/3/2026, eight in the morning
	ballotCloses = ballotOpens.Add(10 * time.Hour)
)

// playground asks the village online about a matter of its own.
func playground(method votingv1.Method) *votingv1.CreateVoteRequest {
	return &votingv1.CreateVoteRequest{
		Unit: "units/" + village, Matter: votingv1.Matter_MATTER_SELF_GOVERNING, Act: votingv1.Act_ACT_DECIDE, Scope: votingv1.Scope_SCOPE_VILLAGE,
		Form: votingv1.Form_FORM_ONLINE, Method: method, Title: "Giờ mở cửa sân chơi của thôn",
		Question: "Sân chơi mở cửa đến 21 giờ?", Explanation: "Để các cháu có chỗ chơi buổi tối.",
		OpensTime: timestamppb.New(ballotOpens), ClosesTime: timestamppb.New(ballotCloses),
	}
}

// announceOnline brings a vote online to its announcement.
func (h *house) announceOnline(t testing.TB, method votingv1.Method) *votingv1.Vote {
	t.Helper()
	v := h.agree(t, villageMTTQ, h.create(t, head, playground(method)))
	v, err := h.AppointTeam(h.as(t, head), &votingv1.AppointTeamRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Kind: votingv1.TeamKind_TEAM_KIND_ONLINE,
		Members: []*votingv1.TeamMember{
			{Subject: villageMTTQ, FullName: "Trần Thị Mai", Role: "lead", Front: true},
			{Subject: head, FullName: "Hà Văn Sơn", Role: "member"},
			{Subject: helper, FullName: "Đinh Thị Lan", Role: "member"},
		},
	})
	must(t, err)
	return h.announce(t, head, v)
}

// poll has 61 of 120 households agree to vote online.
func (h *house) poll(t testing.TB, v *votingv1.Vote) {
	t.Helper()
	req := &votingv1.RecordOptInRequest{Vote: v.GetName(), ReportNumber: "05/BC", ReportDate: "2026-03-09", Close: true}
	for i := range 61 {
		req.Answers = append(req.Answers, &votingv1.OptInAnswer{Household: household(village, i).GetName(), Agree: true})
	}
	got, err := h.RecordOptIn(h.as(t, head), req)
	must(t, err)
	if !got.GetReached() || got.GetAgreed() != 61 || got.GetThreshold().GetNeeded() != 61 {
		t.Fatalf("the poll: %v", got)
	}
}

// openOnline brings a vote online to its opening, on its day.
func (h *house) openOnline(t testing.TB, method votingv1.Method) *votingv1.Vote {
	t.Helper()
	v := h.announceOnline(t, method)
	h.poll(t, v)
	h.set(ballotOpens)
	opened := h.open(t, head, h.get(t, h.as(t, head), v.GetName()))
	if read := h.get(t, h.as(t, head), v.GetName()); opened.GetLog().GetOrigin() == "" || !proto.Equal(opened.GetLog(), read.GetLog()) {
		t.Errorf("the answer to opening says of the log %v, reading says %v", opened.GetLog(), read.GetLog())
	}
	return opened
}

// represents makes a subject the representative of a household of the village.
func (h *house) represents(i int) string {
	who := fmt.Sprintf("%sho-%03d", issuer, i)
	h.directory.mu.Lock()
	defer h.directory.mu.Unlock()
	h.directory.mine[who] = household(village, i)
	return who
}

// voter is the voter's side of a vote.
func (h *house) voter(t testing.TB, v *votingv1.Vote) *ballot.Voter {
	t.Helper()
	key := firstLeaf(t, h, v)
	spki, err := key.SPKI()
	must(t, err)
	voter, err := ballot.NewVoter(spki)
	must(t, err)
	return voter
}

// credential draws for a household and unblinds.
func (h *house) credential(t testing.TB, voter *ballot.Voter, v *votingv1.Vote, i int) *votingv1.CastBallotRequest {
	t.Helper()
	d, err := voter.Draw()
	must(t, err)
	got, err := h.DrawCredential(h.as(t, h.represents(i)), &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: d.Blinded})
	must(t, err)
	signature, err := d.Finish(got.GetBlindSignature())
	must(t, err)
	return filled(v, d.Token, signature, "AGREE")
}

func filled(v *votingv1.Vote, token ballot.Token, signature []byte, choice string) *votingv1.CastBallotRequest {
	salt := make([]byte, ballot.SaltSize)
	_, _ = rand.Read(salt) // never fails
	return &votingv1.CastBallotRequest{Vote: v.GetName(), Token: token[:], Signature: signature, Choice: choice, Salt: salt}
}

func uuidOf(v *votingv1.Vote) string { return strings.TrimPrefix(v.GetName(), "votes/") }

// A secret vote from the poll to the result: drawn by households, cast by nobody, opened at the close, counted again by a
// stranger.
func TestASecretVoteOnline(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	stop := h.run(t, h.service)
	defer stop()
	voter := h.voter(t, v)

	const drawn, cast = 70, 68
	choices := map[int]string{0: "DISAGREE", 1: "OTHER"}
	var receipts []*votingv1.Receipt
	for i := range drawn {
		b := h.credential(t, voter, v, i)
		if choice := choices[i]; choice != "" {
			b.Choice = choice
		}
		if i >= cast {
			continue
		}
		r, err := h.CastBallot(t.Context(), b)
		must(t, err)
		again, err := h.CastBallot(t.Context(), b)
		must(t, err)
		if again.GetCommitment() != r.GetCommitment() || again.GetPromise() != r.GetPromise() {
			t.Fatal("the same ballot has another receipt")
		}
		receipts = append(receipts, r)
	}
	proven, err := h.GetReceipt(t.Context(), &votingv1.GetReceiptRequest{Vote: v.GetName(), Commitment: receipts[3].GetCommitment()})
	must(t, err)
	if proven.GetIndex() < 1 || proven.GetProof() == "" || proven.GetPromise() != receipts[3].GetPromise() {
		t.Errorf("the receipt proves nothing: %v", proven)
	}
	_, err = h.ListParticipants(t.Context(), &votingv1.ListParticipantsRequest{Vote: v.GetName()})
	refused(t, err, fault.Refused, "VOTING_STILL_OPEN")

	h.set(ballotCloses)
	v = h.settle(t, head, h.get(t, h.as(t, head), v.GetName()))
	if r := v.GetResult(); !r.GetPassed() || r.GetParticipants() != drawn || r.GetNotReturned() != drawn-cast || r.GetCounts()[0].GetVotes() != 66 {
		t.Errorf("the result: %v", r)
	}
	v = h.drawUp(t, head, v)
	v = h.sign(t, villageMTTQ, v)
	_, err = h.SendDecision(h.as(t, head), &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	h.recounted(t, v, receipts...)
	h.nothingLeft(t, uuidOf(v))
}

// An open vote says that it is one; the household is recorded, the log still hides who.
func TestAnOpenVoteOnline(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_OPEN_BALLOT)
	stop := h.run(t, h.service)
	defer stop()
	for i := range 62 {
		who := h.as(t, h.represents(i))
		req := &votingv1.CastOpenVoteRequest{Vote: v.GetName(), Choice: "AGREE", RequestId: fmt.Sprintf("0198c0de-0000-4000-8000-%012d", i)}
		_, err := h.CastOpenVote(who, req)
		refused(t, err, fault.Invalid, "FIELD_REQUIRED")
		req.UnderstoodOpen = true
		first, err := h.CastOpenVote(who, req)
		must(t, err)
		again, err := h.CastOpenVote(who, req)
		must(t, err)
		if again.GetCommitment() != first.GetCommitment() {
			t.Fatal("the same request has another receipt")
		}
	}
	who := h.as(t, h.represents(0))
	_, err := h.CastOpenVote(who, &votingv1.CastOpenVoteRequest{Vote: v.GetName(), Choice: "DISAGREE", UnderstoodOpen: true})
	refused(t, err, fault.Exists, "VOTED_ALREADY")
	_, err = h.CastOpenVote(h.as(t, stranger), &votingv1.CastOpenVoteRequest{Vote: v.GetName(), Choice: "AGREE", UnderstoodOpen: true})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.CastOpenVote(h.as(t, h.represents(70)), &votingv1.CastOpenVoteRequest{Vote: v.GetName(), Choice: "AGREE", Opinion: "vì", UnderstoodOpen: true})
	refused(t, err, fault.Invalid, "CHOICE_INVALID")
	_, err = h.CastBallot(t.Context(), filled(v, ballot.Token{}, make([]byte, 256), "AGREE"))
	refused(t, err, fault.Refused, "CHANNEL_NOT_OPEN")
	h.set(ballotCloses)
	v = h.settle(t, head, h.get(t, h.as(t, head), v.GetName()))
	if r := v.GetResult(); !r.GetPassed() || r.GetParticipants() != 62 {
		t.Errorf("the result: %v", r)
	}
	h.recounted(t, v)
}
