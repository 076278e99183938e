package voting_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (h *house) count(t testing.TB, sql string, args ...any) (n int) {
	t.Helper()
	must(t, h.db.Pool().QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

func (h *house) announced(t testing.TB) *votingv1.Vote {
	t.Helper()
	return h.announce(t, head, h.agree(t, villageMTTQ, h.create(t, head, road())))
}

// The roll is what directory showed the announcer, page by page; its lines are for the village and its commune only.
func TestTheRollIsDirectorysAndForItsOwn(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announced(t)
	if reads := h.directory.reads[head]; len(reads) != 2 || reads[0] != village {
		t.Errorf("directory was read %v on behalf of the head", reads)
	}
	seen := map[string]bool{}
	ask := &votingv1.ListRollEntriesRequest{Vote: v.GetName(), PageSize: 50}
	for {
		page, err := h.ListRollEntries(h.as(t, head), ask)
		must(t, err)
		for _, entry := range page.GetEntries() {
			seen[entry.GetHousehold()] = true
		}
		if ask.PageToken = page.GetNextPageToken(); ask.GetPageToken() == "" {
			break
		}
	}
	if len(seen) != 120 {
		t.Errorf("the roll shows %d households", len(seen))
	}
	for _, who := range []string{otherHead, otherFront, sibling, inspector, operator, citizen} {
		_, err := h.ListRollEntries(h.as(t, who), &votingv1.ListRollEntriesRequest{Vote: v.GetName()})
		refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	}
	var outbox string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT coalesce(string_agg(encode(data, 'escape'), ''), '') FROM platform_outbox`).Scan(&outbox))
	if strings.Contains(outbox, "Người Đại Diện") || strings.Contains(outbox, "households/") {
		t.Error("an event names a household")
	}
}

// A household on the roll finds its line and its votes; others find none.
func TestAHouseholdFindsItself(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announced(t)
	line, err := h.GetMyRollEntry(h.as(t, citizen), &votingv1.GetMyRollEntryRequest{Vote: v.GetName()})
	must(t, err)
	if line.GetCode() != "007" || line.GetTookPart() {
		t.Errorf("own line %v", line)
	}
	_, err = h.GetMyRollEntry(h.as(t, stranger), &votingv1.GetMyRollEntryRequest{Vote: v.GetName()})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.GetMyRollEntry(t.Context(), &votingv1.GetMyRollEntryRequest{Vote: v.GetName()})
	refused(t, err, fault.Unauthenticated, "SIGN_IN_REQUIRED")
	mine, err := h.ListMyVotes(h.as(t, citizen), &votingv1.ListMyVotesRequest{})
	must(t, err)
	if len(mine.GetVotes()) != 1 || mine.GetVotes()[0].GetVote().GetName() != v.GetName() {
		t.Errorf("own votes %v", mine)
	}
}

// An objection keeps the vote shut until it is answered by somebody else; a correction changes the whole, with its reason.
func TestAnObjectionIsAnsweredBeforeTheOpening(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announced(t)
	filed, err := h.ObjectToRoll(h.as(t, citizen), &votingv1.ObjectToRollRequest{Vote: v.GetName(), Text: "Hộ số 3 đã chuyển đi"})
	must(t, err)
	_, err = h.ObjectToRoll(h.as(t, stranger), &votingv1.ObjectToRollRequest{Vote: v.GetName(), Text: "x"})
	refused(t, err, fault.Forbidden, "NOT_REPRESENTATIVE")
	h.set(meetingDay)
	_, err = h.OpenVote(h.as(t, head), &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "OBJECTION_OPEN")

	h.set(start)
	gone := household(village, 2).GetName()
	line, err := h.CorrectRoll(h.as(t, head), &votingv1.CorrectRollRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Household: gone, Remove: true, Reason: "Đã chuyển đi từ tháng 02/2026",
	})
	must(t, err)
	if !line.GetRemoved() || line.GetCorrection() == "" {
		t.Errorf("corrected to %v", line)
	}
	decide := &votingv1.DecideRollObjectionRequest{Name: filed.GetName(), Upheld: true, Answer: "Đã đưa ra khỏi danh sách"}
	_, err = h.DecideRollObjection(h.as(t, otherHead), decide)
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	_, err = h.DecideRollObjection(h.as(t, head), decide)
	must(t, err)
	v = h.get(t, h.as(t, head), v.GetName())
	if v.GetHouseholds() != 119 {
		t.Errorf("%d households after the correction", v.GetHouseholds())
	}
	h.set(meetingDay)
	v = h.open(t, head, v)
	_, err = h.CorrectRoll(h.as(t, head), &votingv1.CorrectRollRequest{Vote: v.GetName(), Etag: v.GetEtag(), Household: gone, Reason: "Nhầm"})
	refused(t, err, fault.Refused, "ROLL_CLOSED")
}

// To whoever may not know of a draft it is answered to the letter like a vote that was never there.
func TestADraftIsAnsweredLikeNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := h.create(t, head, road())
	const nothing = "votes/0198c0de-0000-7000-8000-000000000000"
	for name, who := range map[string]string{"a sibling": otherHead, "another commune": sibling, "the province": inspector, "the operator": operator, "a citizen": citizen} {
		for _, ask := range []func(string) error{
			func(v string) error {
				_, err := h.GetVote(h.as(t, who), &votingv1.GetVoteRequest{Name: v})
				return err
			},
			func(v string) error {
				_, err := h.AnnounceVote(h.as(t, who), &votingv1.AnnounceVoteRequest{Name: v, Etag: "1"})
				return err
			},
			func(v string) error {
				_, err := h.ListRollEntries(h.as(t, who), &votingv1.ListRollEntriesRequest{Vote: v})
				return err
			},
		} {
			hidden, none := status.Convert(ask(draft.GetName())).Proto(), status.Convert(ask(nothing)).Proto()
			if !proto.Equal(hidden, none) {
				t.Errorf("asked by %s: %v, but of nothing %v", name, hidden, none)
			}
		}
	}
	found, err := h.SearchVotes(t.Context(), &votingv1.SearchVotesRequest{})
	must(t, err)
	if len(found.GetVotes()) != 0 {
		t.Error("a draft is found")
	}
}
