package voting_test

import (
	"testing"

	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// halls are the services of what happens in the hall and on paper.
type halls struct {
	votingv1.MeetingServiceClient
	votingv1.PaperServiceClient
	votingv1.CandidateServiceClient
	votingv1.InitiativeServiceClient
	votingv1.DocumentServiceClient
}

func newHalls(conn grpc.ClientConnInterface) halls {
	return halls{
		votingv1.NewMeetingServiceClient(conn), votingv1.NewPaperServiceClient(conn), votingv1.NewCandidateServiceClient(conn),
		votingv1.NewInitiativeServiceClient(conn), votingv1.NewDocumentServiceClient(conn),
	}
}

// names are the households of a village from one number up to, not including, another.
func names(v string, from, to int) []string {
	var all []string
	for i := from; i < to; i++ {
		all = append(all, household(v, i).GetName())
	}
	return all
}

// come marks households as present.
func (h *house) come(t testing.TB, who string, v *votingv1.Vote, session string, households []string) *votingv1.Meeting {
	t.Helper()
	m, err := h.RecordAttendance(h.as(t, who), attend(v, session, true, households...))
	must(t, err)
	return m
}

func attend(v *votingv1.Vote, session string, present bool, households ...string) *votingv1.RecordAttendanceRequest {
	req := &votingv1.RecordAttendanceRequest{Vote: v.GetName(), Session: session}
	for _, name := range households {
		req.Attendances = append(req.Attendances, &votingv1.Attendance{Household: name, Present: present})
	}
	return req
}

// procedure chooses a secretary, a way of voting and, for a secret ballot, who counts.
func (h *house) procedure(t testing.TB, who string, v *votingv1.Vote, session string, method votingv1.Method, hands int32) {
	t.Helper()
	motions := []*votingv1.RecordMotionRequest{
		{Subject: "secretary", Text: "Cử thư ký", People: []string{"Lê Thị Thư"}},
		{Subject: "method", Text: "Chọn cách biểu quyết", Method: method},
	}
	if method == votingv1.Method_METHOD_SECRET_BALLOT {
		motions = append(motions, &votingv1.RecordMotionRequest{Subject: "counters", Text: "Bầu ban kiểm phiếu", People: []string{"Trần Văn Một", "Trần Văn Hai", "Trần Văn Ba"}})
	}
	for _, motion := range motions {
		motion.Vote, motion.Session, motion.For = v.GetName(), session, hands
		m, err := h.RecordMotion(h.as(t, who), motion)
		must(t, err)
		if last := m.GetMotions()[len(m.GetMotions())-1]; !last.GetCarried() {
			t.Fatalf("not carried: %v", last)
		}
	}
}

func lines(agree, disagree, other int32) []*votingv1.OptionCount {
	return []*votingv1.OptionCount{{Option: "AGREE", Votes: agree}, {Option: "DISAGREE", Votes: disagree}, {Option: "OTHER", Votes: other}}
}

// assembled is a vote of the village whose meeting is open.
func (h *house) assembled(t testing.TB) *votingv1.Vote {
	t.Helper()
	v := h.announce(t, head, h.agree(t, villageMTTQ, h.create(t, head, road())))
	h.set(meetingDay)
	return h.open(t, head, v)
}
