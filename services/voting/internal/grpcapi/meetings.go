package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// met encodes the meeting as an action left it.
func (s meetings) met(ctx context.Context, view app.MeetingView, err error) (*votingv1.Meeting, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.meeting(ctx, view), nil
}

func (s meetings) GetMeeting(ctx context.Context, req *votingv1.GetMeetingRequest) (*votingv1.Meeting, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	view, err := s.actions.GetMeeting(ctx, id)
	return s.met(ctx, view, err)
}

func (s meetings) RecordAttendance(ctx context.Context, req *votingv1.RecordAttendanceRequest) (*votingv1.Meeting, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	list := make([]app.Presence, len(req.GetAttendances()))
	for i, one := range req.GetAttendances() {
		list[i] = app.Presence{Household: after(one.GetHousehold()), Delegate: line(one.GetDelegate()), Present: one.GetPresent()}
	}
	view, err := s.actions.RecordAttendance(ctx, change.ForRequest(ctx, req), id, req.GetSession(), list)
	return s.met(ctx, view, err)
}

func (s meetings) CheckIn(ctx context.Context, req *votingv1.CheckInRequest) (*votingv1.Meeting, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	view, err := s.actions.CheckIn(ctx, change.ForRequest(ctx, req), id, req.GetCode())
	return s.met(ctx, view, err)
}

func (s meetings) GetDoorCode(ctx context.Context, req *votingv1.GetDoorCodeRequest) (*votingv1.DoorCode, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	code, until, err := s.actions.GetDoorCode(ctx, id, req.GetSession())
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.DoorCode{Code: code, ExpireTime: stamp(until)}, nil
}

// motionKinds are the words of the contract for what a motion is about.
var motionKinds = map[string]domain.MotionKind{
	"secretary": domain.MotionSecretary, "method": domain.MotionMethod, "counters": domain.MotionCommittee, "agenda": domain.MotionAgenda,
}

func (s meetings) RecordMotion(ctx context.Context, req *votingv1.RecordMotionRequest) (*votingv1.Meeting, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	motion := domain.Motion{
		Kind: motionKinds[req.GetSubject()], Text: block(req.GetText()), Method: domain.Method(lower("METHOD", req.GetMethod())),
		Yes: int(req.GetFor()), No: int(req.GetAgainst()),
	}
	switch {
	case motion.Kind == "":
		return nil, translate(domain.Refuse(domain.FieldInvalid, "subject", "value", req.GetSubject()))
	case motion.Kind == domain.MotionSecretary && len(req.GetPeople()) == 1:
		motion.Secretary = person(req.GetPeople()[0])
	case motion.Kind == domain.MotionSecretary:
		return nil, translate(domain.Refuse(domain.FieldRequired, "people"))
	case motion.Kind == domain.MotionCommittee:
		for _, name := range req.GetPeople() {
			motion.Committee = append(motion.Committee, person(name))
		}
	}
	view, err := s.actions.RecordMotion(ctx, change.ForRequest(ctx, req), id, req.GetSession(), motion)
	return s.met(ctx, view, err)
}

// person is somebody of the hall, known by name as members of a team without an account are.
func person(name string) domain.Actor {
	name = line(name)
	return domain.Actor{Subject: "name:" + vntext.NameKey(name), Name: name, Office: domain.Citizen}
}

func (s meetings) RecordMeetingCount(ctx context.Context, req *votingv1.RecordMeetingCountRequest) (*votingv1.Meeting, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	c := counted(req)
	c.Ballots = int(req.GetBallots())
	for _, opinion := range req.GetOtherOpinions() {
		c.Other = append(c.Other, block(opinion))
	}
	view, err := s.actions.RecordMeetingCount(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), req.GetSession(), c)
	return s.met(ctx, view, err)
}

// counting is a request that brings a count.
type counting interface {
	GetCounts() []*votingv1.OptionCount
	GetInvalid() int32
	GetWitnesses() []string
}

func counted(req counting) app.Counted {
	c := app.Counted{Invalid: int(req.GetInvalid())}
	for _, one := range req.GetCounts() {
		c.Lines = append(c.Lines, app.Line{Option: one.GetOption(), Votes: int(one.GetVotes())})
	}
	for _, witness := range req.GetWitnesses() {
		c.Witnesses = append(c.Witnesses, after(witness))
	}
	return c
}
