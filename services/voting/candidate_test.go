package voting_test

import (
	"testing"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// supervisors is an election of two members of a board at a meeting.
func supervisors() *votingv1.CreateVoteRequest {
	draft := road()
	draft.Matter, draft.Act, draft.Board, draft.Seats = votingv1.Matter_MATTER_BOARD, votingv1.Act_ACT_ELECT, "people_inspection", 2
	draft.Title, draft.Question = "Bầu thành viên Ban Thanh tra nhân dân", "Bầu hai thành viên?"
	return draft
}

// The Front proposes before the meeting, the meeting itself nominates; officers of the village stay off the board, a counter
// does not stand, and after the count nobody joins or leaves.
func TestWhoStands(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.create(t, villageMTTQ, supervisors())
	propose := &votingv1.ProposeCandidateRequest{Name: v.GetName(), Etag: v.GetEtag(), FullName: "Đỗ Thị Năm", BirthYear: 1980, Presentation: "Giáo viên nghỉ hưu"}
	for _, who := range []string{otherFront, otherHead, sibling, citizen} { // a draft is nobody else's business
		_, err := h.ProposeCandidate(h.as(t, who), propose)
		refused(t, err, fault.NotFound, "")
	}
	_, err := h.ProposeCandidate(h.as(t, head), propose)
	refused(t, err, fault.Forbidden, "")
	v, err = h.ProposeCandidate(h.as(t, villageMTTQ), propose)
	must(t, err)
	if c := v.GetCandidates()[0]; c.GetProposedBy() != "FRONT" || c.GetBirthYear() != 1980 {
		t.Errorf("proposed %v", c)
	}
	propose.Etag = v.GetEtag()
	_, err = h.ProposeCandidate(h.as(t, villageMTTQ), propose)
	refused(t, err, fault.Exists, "CANDIDATE_TWICE")
	_, err = h.ProposeCandidate(h.as(t, villageMTTQ), &votingv1.ProposeCandidateRequest{
		Name: v.GetName(), Etag: v.GetEtag(), FullName: "Trưởng thôn", Posts: []string{"village_head"},
	})
	refused(t, err, fault.Refused, "CANDIDATE_NOT_ELIGIBLE")

	v = h.announce(t, head, h.agree(t, head, v))
	h.set(meetingDay)
	v = h.open(t, head, v)
	h.come(t, villageMTTQ, v, "", names(village, 0, 100))
	h.procedure(t, villageMTTQ, v, "", votingv1.Method_METHOD_SECRET_BALLOT, 90)
	nominate := &votingv1.NominateCandidateRequest{Name: v.GetName(), Etag: v.GetEtag(), FullName: "Trần Văn Một", Self: true}
	_, err = h.NominateCandidate(h.as(t, villageMTTQ), nominate)
	refused(t, err, fault.Refused, "CANDIDATE_COUNTS")
	for _, who := range []string{otherFront, otherHead, sibling, citizen} {
		_, err = h.NominateCandidate(h.as(t, who), nominate)
		refused(t, err, fault.Forbidden, "")
	}
	for _, name := range []string{"Vũ Thị Sáu", "Hà Văn Bảy"} {
		nominate.FullName, nominate.Self = name, false
		v, err = h.NominateCandidate(h.as(t, villageMTTQ), nominate)
		must(t, err)
		nominate.Etag = v.GetEtag()
	}
	v, err = h.WithdrawCandidate(h.as(t, villageMTTQ), &votingv1.WithdrawCandidateRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Candidate: v.GetCandidates()[2].GetId(), Reason: "Sức khỏe",
	})
	must(t, err)
	c := v.GetCandidates()
	if c[1].GetProposedBy() != "MEETING" || !c[2].GetWithdrawn() {
		t.Errorf("standing: %v", c)
	}
	count := &votingv1.RecordMeetingCountRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Witnesses: names(village, 0, 2), Invalid: 2, Ballots: 98,
		Counts: []*votingv1.OptionCount{{Option: c[0].GetId(), Votes: 70}, {Option: c[2].GetId(), Votes: 65}},
	}
	_, err = h.RecordMeetingCount(h.as(t, villageMTTQ), count)
	refused(t, err, fault.Invalid, "CHOICE_INVALID") // who withdrew has no line
	count.Counts[1].Option = c[1].GetId()
	_, err = h.RecordMeetingCount(h.as(t, villageMTTQ), count)
	must(t, err)
	v = h.get(t, h.as(t, villageMTTQ), v.GetName())
	nominate.Etag, nominate.FullName = v.GetEtag(), "Lý Thị Tám"
	_, err = h.NominateCandidate(h.as(t, villageMTTQ), nominate)
	refused(t, err, fault.Refused, "CLOSED_ALREADY")
	v = h.settle(t, villageMTTQ, v)
	if elected := v.GetResult().GetElected(); len(elected) != 2 || elected[0] != c[0].GetId() {
		t.Errorf("elected: %v", v.GetResult())
	}
}
