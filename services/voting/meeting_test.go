package voting_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// A meeting from the door to the result: who came, what was agreed on procedure, hands counted, closed and settled.
func TestAMeetingIsCountedAndSettled(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announce(t, head, h.agree(t, villageMTTQ, h.create(t, head, road())))
	_, err := h.RecordAttendance(h.as(t, head), attend(v, "", true, names(village, 0, 1)...))
	refused(t, err, fault.Refused, "NOT_OPEN_YET")
	h.set(meetingDay)
	h.come(t, head, v, "", names(village, 0, 60)) // they come before it begins
	v = h.open(t, head, v)
	m := h.come(t, villageMTTQ, v, "", names(village, 60, 100))
	if m.GetPresent() != 100 || m.GetNeeded() != 80 || !m.GetCanPass() || m.GetHouseholds() != 120 {
		t.Errorf("at the meeting: %v", m)
	}
	_, err = h.RecordMeetingCount(h.as(t, head), &votingv1.RecordMeetingCountRequest{Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(85, 10, 5)})
	refused(t, err, fault.Refused, "SECRETARY_MISSING")
	_, err = h.RecordMotion(h.as(t, head), &votingv1.RecordMotionRequest{Vote: v.GetName(), Subject: "secretary", Text: "Cử thư ký", People: []string{"Lê Thị Thư"}, For: 101})
	refused(t, err, fault.Refused, "COUNT_ABOVE_PRESENT")
	h.procedure(t, head, v, "", votingv1.Method_METHOD_SHOW_OF_HANDS, 90)
	_, err = h.RecordMeetingCount(h.as(t, head), &votingv1.RecordMeetingCountRequest{Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(85, 10, 6)})
	refused(t, err, fault.Refused, "COUNT_ABOVE_PRESENT")
	count := &votingv1.RecordMeetingCountRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(85, 10, 5), RequestId: "0198c0de-0000-4000-8000-0000000000c1",
	}
	first, err := h.RecordMeetingCount(h.as(t, head), count)
	must(t, err)
	if s := first.GetSessions()[0]; !s.GetCounted() || s.GetCounts()[0].GetVotes() != 85 {
		t.Errorf("counted as %v", s)
	}
	again, err := h.RecordMeetingCount(h.as(t, head), count)
	must(t, err)
	if !proto.Equal(first, again) {
		t.Errorf("first %v, again %v", first, again)
	}
	// Whoever comes after the count is not among those counted.
	_, err = h.RecordAttendance(h.as(t, head), attend(v, "", true, names(village, 100, 101)...))
	refused(t, err, fault.Refused, "CLOSED_ALREADY")

	v = h.settle(t, head, h.get(t, h.as(t, head), v.GetName()))
	if !v.GetResult().GetPassed() || v.GetResult().GetParticipants() != 100 || v.GetState() != votingv1.VoteState_VOTE_STATE_PASSED {
		t.Errorf("settled as %v, %v", v.GetState(), v.GetResult())
	}
	public, err := h.GetMeeting(t.Context(), &votingv1.GetMeetingRequest{Vote: v.GetName()})
	must(t, err)
	if public.GetSecretary() != "" || public.GetMotions()[0].GetText() != "" || len(public.GetMotions()[0].GetPeople()) != 0 || public.GetPresent() != 100 {
		t.Errorf("the public sees %v", public)
	}
	staff, err := h.GetMeeting(h.as(t, head), &votingv1.GetMeetingRequest{Vote: v.GetName()})
	must(t, err)
	if staff.GetSecretary() != "Lê Thị Thư" {
		t.Errorf("the head sees %v", staff)
	}
}

// A secret ballot at the meeting wants a committee, two witnesses of households that are present, and no more ballots than
// people.
func TestASecretBallotAtTheMeetingIsWatched(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.assembled(t)
	h.come(t, head, v, "", names(village, 0, 90))
	h.procedure(t, head, v, "", votingv1.Method_METHOD_SECRET_BALLOT, 80)
	for _, one := range []struct {
		name, reason string
		kind         fault.Kind
		witnesses    []string
		agree        int32
		invalid      int32
	}{
		{"nobody watches", "WITNESSES_MISSING", fault.Refused, nil, 80, 2},
		{"one watches", "WITNESSES_MISSING", fault.Refused, names(village, 0, 1), 80, 2},
		{"one twice", "SAME_PERSON", fault.Refused, []string{household(village, 0).GetName(), household(village, 0).GetName()}, 80, 2},
		{"one who is not here", "NOT_REPRESENTATIVE", fault.Forbidden, []string{household(village, 0).GetName(), household(village, 110).GetName()}, 80, 2},
		{"one of another village", "NOT_REPRESENTATIVE", fault.Forbidden, []string{household(village, 0).GetName(), household(otherVillage, 1).GetName()}, 80, 2},
		{"more ballots than people", "COUNT_ABOVE_PRESENT", fault.Refused, names(village, 0, 2), 85, 6},
	} {
		_, err := h.RecordMeetingCount(h.as(t, head), &votingv1.RecordMeetingCountRequest{
			Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(one.agree, 0, 0), Invalid: one.invalid, Witnesses: one.witnesses,
		})
		t.Log(one.name)
		refused(t, err, one.kind, one.reason)
	}
	_, err := h.RecordMeetingCount(h.as(t, head), &votingv1.RecordMeetingCountRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(79, 5, 0), Invalid: 2, Ballots: 88, Witnesses: names(village, 0, 2),
	})
	must(t, err)
	v = h.settle(t, head, h.get(t, h.as(t, head), v.GetName()))
	if v.GetResult().GetPassed() || v.GetResult().GetInvalid() != 2 || v.GetMethod() != votingv1.Method_METHOD_SECRET_BALLOT {
		t.Errorf("settled as %v by %v", v.GetResult(), v.GetMethod())
	}
}

// A household checks in with the code on the wall, which changes; a stranger and an old code do not get in.
func TestCheckingInAtTheDoor(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.assembled(t)
	door, err := h.GetDoorCode(h.as(t, head), &votingv1.GetDoorCodeRequest{Vote: v.GetName()})
	must(t, err)
	if len(door.GetCode()) != 9 || !door.GetExpireTime().AsTime().After(h.clock()) {
		t.Errorf("the door shows %v", door)
	}
	in := &votingv1.CheckInRequest{Vote: v.GetName(), Code: door.GetCode(), RequestId: "0198c0de-0000-4000-8000-0000000000c2"}
	_, err = h.CheckIn(h.as(t, citizen), &votingv1.CheckInRequest{Vote: v.GetName(), Code: "0000-0000"})
	refused(t, err, fault.Invalid, "DOOR_CODE_INVALID")
	_, err = h.CheckIn(h.as(t, stranger), in)
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.CheckIn(t.Context(), in)
	refused(t, err, fault.Unauthenticated, "")
	first, err := h.CheckIn(h.as(t, citizen), in)
	must(t, err)
	if first.GetPresent() != 1 {
		t.Errorf("present: %d", first.GetPresent())
	}
	h.set(meetingDay.Add(5 * time.Minute))
	again, err := h.CheckIn(h.as(t, citizen), in)
	must(t, err)
	if !proto.Equal(first, again) {
		t.Errorf("first %v, again %v", first, again)
	}
	_, err = h.CheckIn(h.as(t, citizen), &votingv1.CheckInRequest{Vote: v.GetName(), Code: door.GetCode()})
	refused(t, err, fault.Invalid, "DOOR_CODE_INVALID")
	for _, who := range []string{otherHead, otherFront, sibling, officer, citizen} {
		_, err = h.GetDoorCode(h.as(t, who), &votingv1.GetDoorCodeRequest{Vote: v.GetName()})
		refused(t, err, fault.Forbidden, "")
	}
}

// Who goes before the count is not counted as present; a household of another village is nobody here, and the people of the
// village beside record nothing.
func TestComingAndGoing(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.assembled(t)
	h.come(t, head, v, "", names(village, 0, 3))
	h.come(t, head, v, "", names(village, 0, 3)) // the same list once more
	m, err := h.RecordAttendance(h.as(t, head), attend(v, "", false, names(village, 0, 1)...))
	must(t, err)
	if m.GetPresent() != 2 {
		t.Errorf("present: %d", m.GetPresent())
	}
	if took := h.get(t, t.Context(), v.GetName()).GetParticipants(); took != 2 {
		t.Errorf("took part: %d", took)
	}
	_, err = h.RecordAttendance(h.as(t, head), attend(v, "", true, names(otherVillage, 0, 1)...))
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.RecordAttendance(h.as(t, head), attend(v, "cluster-1", true, names(village, 5, 6)...))
	refused(t, err, fault.Invalid, "FIELD_INVALID")
	for _, who := range []string{otherHead, otherFront, sibling, citizen, officer} {
		_, err = h.RecordAttendance(h.as(t, who), attend(v, "", true, names(village, 5, 6)...))
		refused(t, err, fault.Forbidden, "")
		_, err = h.RecordMotion(h.as(t, who), &votingv1.RecordMotionRequest{Vote: v.GetName(), Subject: "agenda", Text: "Chương trình"})
		refused(t, err, fault.Forbidden, "")
		_, err = h.RecordMeetingCount(h.as(t, who), &votingv1.RecordMeetingCountRequest{Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(1, 0, 0)})
		refused(t, err, fault.Forbidden, "")
	}
}
