package voting_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/metadata"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// One household gets one credential, however many devices and replicas ask at once; the same message gets the same answer.
func TestRacingDrawsGetOneCredential(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	voter := h.voter(t, v)
	doors := []votingv1.OnlineServiceClient{
		h.OnlineServiceClient, votingv1.NewOnlineServiceClient(h.serve(t, h.door(t), rpc.DialOptions{})),
	}
	who := h.as(t, h.represents(9))
	const ways = 64
	drawings := make([]*ballot.Drawing, ways)
	answers, failures := make([][]byte, ways), make([]error, ways)
	var all sync.WaitGroup
	for i := range ways {
		d, err := voter.Draw()
		must(t, err)
		drawings[i] = d
		all.Go(func() {
			got, err := doors[i%2].DrawCredential(who, &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: d.Blinded})
			answers[i], failures[i] = got.GetBlindSignature(), err
		})
	}
	all.Wait()
	won := -1
	for i := range ways {
		if failures[i] == nil {
			if won >= 0 {
				t.Fatal("a household got two credentials")
			}
			won = i
			continue
		}
		refused(t, failures[i], fault.Exists, "CREDENTIAL_DRAWN")
	}
	if won < 0 {
		t.Fatal("nobody got the credential")
	}
	again, err := doors[1].DrawCredential(who, &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: drawings[won].Blinded})
	must(t, err)
	if !bytes.Equal(again.GetBlindSignature(), answers[won]) {
		t.Error("the same message has another answer")
	}
	_, err = drawings[won].Finish(again.GetBlindSignature())
	must(t, err)
	if got := h.get(t, t.Context(), v.GetName()); got.GetParticipants() != 1 {
		t.Errorf("%d took part", got.GetParticipants())
	}
}

// Before, between and after: the window is kept to the moment by the server's clock, whatever another replica remembers.
func TestTheWindowOfABallot(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	voter := h.voter(t, v)
	one, two, late := h.credential(t, voter, v, 1), h.credential(t, voter, v, 2), h.credential(t, voter, v, 3)
	slow := votingv1.NewOnlineServiceClient(h.serve(t, h.door(t), rpc.DialOptions{}))

	h.set(ballotOpens.Add(-time.Second)) // a clock that was set back
	_, err := h.CastBallot(t.Context(), one)
	refused(t, err, fault.Refused, "NOT_OPEN_YET")
	d, err := voter.Draw()
	must(t, err)
	_, err = h.DrawCredential(h.as(t, h.represents(4)), &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: d.Blinded})
	refused(t, err, fault.Refused, "NOT_OPEN_YET")
	h.set(ballotOpens)
	first, err := slow.CastBallot(t.Context(), one)
	must(t, err)
	h.set(ballotCloses.Add(-time.Microsecond))
	_, err = h.CastBallot(t.Context(), two)
	must(t, err)
	h.set(ballotCloses)
	_, err = slow.CastBallot(t.Context(), late)
	refused(t, err, fault.Refused, "CLOSED_ALREADY")

	// What came out of order: the close, then a ballot of somebody whose clock is behind, then the repeat of the first.
	v, err = h.CloseVote(h.as(t, head), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: h.get(t, h.as(t, head), v.GetName()).GetEtag()})
	must(t, err)
	h.set(ballotOpens.Add(time.Hour))
	_, err = slow.CastBallot(t.Context(), late)
	refused(t, err, fault.Refused, "CLOSED_ALREADY")
	_, err = slow.DrawCredential(h.as(t, h.represents(5)), &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: d.Blinded})
	refused(t, err, fault.Refused, "CLOSED_ALREADY")
	again, err := slow.CastBallot(t.Context(), one)
	must(t, err)
	if again.GetCommitment() != first.GetCommitment() {
		t.Error("after the close the same ballot has another receipt")
	}
	h.set(ballotCloses)
	v, err = h.SettleVote(h.as(t, head), &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if r := v.GetResult(); r.GetPassed() || r.GetParticipants() != 3 || r.GetNotReturned() != 1 {
		t.Errorf("the result: %v", r)
	}
	h.recounted(t, v, first)
	h.nothingLeft(t, uuidOf(v))
}

// What a box refuses, each by its reason.
func TestWhatABoxRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	other := h.openOnlineAgain(t)
	voter := h.voter(t, v)
	good := h.credential(t, voter, v, 1)
	cast := func(change func(*votingv1.CastBallotRequest)) error {
		req := &votingv1.CastBallotRequest{Vote: good.GetVote(), Token: good.GetToken(), Signature: good.GetSignature(), Choice: "AGREE", Salt: good.GetSalt()}
		change(req)
		_, err := h.CastBallot(t.Context(), req)
		return err
	}
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Choice = "MAYBE" }), fault.Invalid, "CHOICE_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Choice = "AGREE,OTHER" }), fault.Invalid, "CHOICE_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Signature = make([]byte, 256) }), fault.Invalid, "BALLOT_TOKEN_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Token = make([]byte, 64) }), fault.Invalid, "BALLOT_TOKEN_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Salt = r.Salt[1:] }), fault.Invalid, "REQUEST_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Vote = other.GetName() }), fault.Invalid, "BALLOT_TOKEN_INVALID")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Vote = "votes/0198c0de-0000-7000-8000-00000000ffff" }), fault.NotFound, "")
	_, err := h.CastBallot(h.as(t, citizen), good)
	refused(t, err, fault.Invalid, "IDENTITY_NOT_WANTED")
	_, err = h.CastBallot(metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer forged"), good)
	refused(t, err, fault.Unauthenticated, "")

	must(t, cast(func(*votingv1.CastBallotRequest) {}))
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Choice = "DISAGREE" }), fault.Exists, "TOKEN_USED")
	refused(t, cast(func(r *votingv1.CastBallotRequest) { r.Salt = make([]byte, 32) }), fault.Exists, "TOKEN_USED")
	_, err = h.GetReceipt(t.Context(), &votingv1.GetReceiptRequest{Vote: v.GetName(), Commitment: fmt.Sprintf("%064d", 0)})
	refused(t, err, fault.NotFound, "")
	_, err = h.GetReceipt(t.Context(), &votingv1.GetReceiptRequest{Vote: v.GetName(), Commitment: "x"})
	refused(t, err, fault.Invalid, "FIELD_INVALID")
	_, err = h.ReadLog(t.Context(), &votingv1.ReadLogRequest{Vote: v.GetName(), Path: "../secret"})
	refused(t, err, fault.NotFound, "")
}

// openOnlineAgain opens another vote of the same village on the same day.
func (h *house) openOnlineAgain(t testing.TB) *votingv1.Vote {
	t.Helper()
	h.set(start)
	return h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
}

// Who may draw: the representative of a household on the roll, and the team for whom it helps.
func TestWhoMayDraw(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	voter := h.voter(t, v)
	d, err := voter.Draw()
	must(t, err)
	req := &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: d.Blinded}
	_, err = h.DrawCredential(t.Context(), req)
	refused(t, err, fault.Unauthenticated, "")
	for _, who := range []string{stranger, head, officer, operator} {
		_, err = h.DrawCredential(h.as(t, who), req)
		refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	}
	h.directory.mine[sibling] = household(otherVillage, 0)
	_, err = h.DrawCredential(h.as(t, sibling), req)
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.DrawCredential(h.as(t, citizen), &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: bytes.Repeat([]byte{255}, 256)})
	refused(t, err, fault.Invalid, "FIELD_INVALID")

	help := &votingv1.DrawAssistedCredentialRequest{Vote: v.GetName(), Household: household(village, 30).GetName(), BlindedMessage: d.Blinded, Reason: "Hộ không có điện thoại"}
	for _, who := range []string{stranger, officer, otherHead, otherFront, sibling, citizen} {
		_, err = h.DrawAssistedCredential(h.as(t, who), help)
		refused(t, err, fault.Forbidden, "OFFICE_NOT_COMPETENT")
	}
	got, err := h.DrawAssistedCredential(h.as(t, helper), help)
	must(t, err)
	_, err = d.Finish(got.GetBlindSignature())
	must(t, err)
	help.Household = household(otherVillage, 3).GetName()
	_, err = h.DrawAssistedCredential(h.as(t, helper), help)
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")

	// The representative who comes later is told, and sees that the household was helped.
	who := h.as(t, h.represents(30))
	_, err = h.DrawCredential(who, &votingv1.DrawCredentialRequest{Vote: v.GetName(), BlindedMessage: must2(voter.Draw()).Blinded})
	refused(t, err, fault.Exists, "CREDENTIAL_DRAWN")
	line, err := h.GetMyRollEntry(who, &votingv1.GetMyRollEntryRequest{Vote: v.GetName()})
	must(t, err)
	if !line.GetAssisted() || !line.GetCredentialDrawn() || line.GetByForm() != "ONLINE" {
		t.Errorf("the household sees %v", line)
	}
}

func must2(d *ballot.Drawing, err error) *ballot.Drawing {
	if err != nil {
		panic(err)
	}
	return d
}

// The poll: more than half of all households, after the report, by the village's own people.
func TestThePollBeforeVotingOnline(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announceOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	_, err := h.OpenVote(h.as(t, head), &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "OPT_IN_MISSING")
	for _, who := range []string{otherHead, otherFront, officer, chair, sibling, inspector, citizen} {
		_, err := h.RecordOptIn(h.as(t, who), &votingv1.RecordOptInRequest{Vote: v.GetName(), Close: true})
		refused(t, err, fault.Forbidden, "")
	}
	got, err := h.AnswerOptIn(h.as(t, citizen), &votingv1.AnswerOptInRequest{Vote: v.GetName(), Agree: false})
	must(t, err)
	if got.GetDeclined() != 1 {
		t.Errorf("after a no: %v", got)
	}
	got, err = h.AnswerOptIn(h.as(t, citizen), &votingv1.AnswerOptInRequest{Vote: v.GetName(), Agree: true})
	must(t, err)
	if got.GetAgreed() != 1 || got.GetDeclined() != 0 {
		t.Errorf("after another mind: %v", got)
	}
	_, err = h.AnswerOptIn(h.as(t, stranger), &votingv1.AnswerOptInRequest{Vote: v.GetName(), Agree: true})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.RecordOptIn(h.as(t, head), &votingv1.RecordOptInRequest{Vote: v.GetName(), Close: true})
	refused(t, err, fault.Refused, "REPORT_MISSING")
	_, err = h.RecordOptIn(h.as(t, head), &votingv1.RecordOptInRequest{Vote: v.GetName(), ReportNumber: "05/BC", ReportDate: "2026-03-09"})
	must(t, err)
	_, err = h.RecordOptIn(h.as(t, head), &votingv1.RecordOptInRequest{Vote: v.GetName(), Close: true})
	refused(t, err, fault.Refused, "OPT_IN_NOT_REACHED")
	_, err = h.RecordOptIn(h.as(t, head), &votingv1.RecordOptInRequest{Vote: v.GetName(), Answers: []*votingv1.OptInAnswer{
		{Household: household(otherVillage, 1).GetName(), Agree: true},
	}})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	h.poll(t, v)
	_, err = h.AnswerOptIn(h.as(t, citizen), &votingv1.AnswerOptInRequest{Vote: v.GetName(), Agree: false})
	refused(t, err, fault.Refused, "STATE_NOT_ALLOWED")
}

// A vote called off keeps no ballot and no key; its log ends.
func TestAVoteCalledOffWhileOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	voter := h.voter(t, v)
	cast, late := h.credential(t, voter, v, 1), h.credential(t, voter, v, 2)
	_, err := h.CastBallot(t.Context(), cast)
	must(t, err)
	_, err = h.CancelVote(h.as(t, head), &votingv1.CancelVoteRequest{Name: v.GetName(), Etag: h.get(t, h.as(t, head), v.GetName()).GetEtag(), Reason: "Nhầm câu hỏi"})
	must(t, err)
	_, err = h.CastBallot(t.Context(), late)
	refused(t, err, fault.Refused, "CLOSED_ALREADY")
	var ballots, keys int
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ballot), (SELECT count(*) FROM vote_log WHERE sealed_key IS NOT NULL)`).Scan(&ballots, &keys))
	if ballots != 0 || keys != 0 {
		t.Errorf("%d ballots and %d keys are left", ballots, keys)
	}
}

// The log of the service says nothing of a ballot nor of the credential drawn for it, at any level.
func TestCastingIsNotLogged(t *testing.T) {
	t.Parallel()
	var lines lockedBuffer
	h := open(t)
	h.log = slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.connect(h.serve(t, h.service, rpc.DialOptions{}))
	v := h.openOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	b := h.credential(t, h.voter(t, v), v, 1)
	_, err := h.CastBallot(t.Context(), b)
	must(t, err)
	got := lines.bytes()
	if !bytes.Contains(got, []byte("OpenVote")) {
		t.Fatal("the log tells nothing at all")
	}
	for _, secret := range []string{"DrawCredential", "CastBallot"} {
		if bytes.Contains(got, []byte(secret)) {
			t.Errorf("the log tells of %s: %s", secret, got)
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

var _ io.Writer = (*lockedBuffer)(nil)

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.b.Bytes())
}
