package app

import (
	"context"
	"errors"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Next is something the reader may lawfully do now, with its last day and, where something is missing first, what the rules
// say to it.
type Next struct {
	Action  string // RPC
	Due     domain.Due
	Blocked *domain.Refusal
}

// step is a possible next step: the RPC, the act of the rules it needs, and a trial of the rules that changes nothing.
type step struct {
	action string
	act    domain.Act
	due    domain.Due
	try    func(by domain.Actor) error
}

// next tries the rules for each step that the state and the policy allow. A step of another office is left out: it is
// somebody else's.
func (a *Actions) next(ctx context.Context, v Vote, with domain.Setting) []Next {
	resource := voteResource(v)
	by, err := a.convener(ctx, v, with)
	if err != nil {
		return nil
	}
	var all []Next
	for _, s := range a.steps(ctx, v, with) {
		if !v.Allows(s.act) || !a.Policy.Can(ctx, s.action, resource) {
			continue
		}
		one := Next{Action: s.action, Due: s.due}
		if s.try != nil {
			errors.As(s.try(by), &one.Blocked)
		}
		if one.Blocked != nil && (one.Blocked.Reason == domain.OfficeNotCompetent || one.Blocked.Reason == domain.RecogniserWrong ||
			one.Blocked.Reason == domain.RecognitionNotNeeded) {
			continue
		}
		all = append(all, one)
	}
	return all
}

// probe stands for a roll when nobody has read one yet: large enough for whatever depends on its size.
const probe = 1 << 20

func (a *Actions) steps(ctx context.Context, v Vote, with domain.Setting) []step {
	pack, err := v.Law(with)
	if err != nil {
		return nil
	}
	due := v.NextDue(with)
	return append([]step{
		{"UpdateVote", domain.ActEdit, domain.Due{}, nil},
		{"AgreeVote", domain.ActAgree, domain.Due{}, func(domain.Actor) error {
			_, _, err := v.Agree(a.actor(ctx, v.Body, pack.Agreeing(v.Matter)...), "", with)
			return err
		}},
		{"AppointTeam", domain.ActPrepare, domain.Due{}, nil},
		{"AnnounceVote", domain.ActAnnounce, due, func(by domain.Actor) error {
			_, _, err := v.Announce([]domain.VillageRoll{{Village: v.Body.Unit, Households: probe}}, by, with)
			return err
		}},
		{"RecordNotice", domain.ActPrepare, due, nil},
		{"PostponeVote", domain.ActPostpone, domain.Due{}, nil},
		{"OpenVote", domain.ActOpen, domain.Due{}, func(by domain.Actor) error { return ready(v.Vote, by, with) }},
		{"CloseVote", domain.ActClose, domain.Due{}, func(domain.Actor) error {
			attended := make([]domain.Attendance, 0, len(v.Rolls))
			for _, circle := range v.Circles() {
				attended = append(attended, domain.Attendance{Village: circle})
			}
			_, _, err := v.Close(attended, with)
			return err
		}},
		{"SettleVote", domain.ActCount, due, nil},
		{"FallBackToPaper", domain.ActFallBack, domain.Due{}, func(domain.Actor) error { return tooLarge(v) }},
		{"CancelVote", domain.ActCancel, domain.Due{}, nil},
	}, a.decisionSteps(ctx, v, with)...)
}

// ready tries the opening with the rolls the vote knows, whose entries do not matter here.
func ready(v domain.Vote, by domain.Actor, with domain.Setting) error {
	v.Rolls = nil
	_, _, err := v.Open(nil, by, with)
	return err
}

// tooLarge is why no papers may follow the meeting: in every circle those attending could have reached the share.
func tooLarge(v Vote) (err error) {
	round := v.Current()
	if round.Form != domain.MeetingForm {
		return domain.Refuse(domain.MeetingNotHeld, "form", "form", string(round.Form))
	}
	for _, came := range round.Attended {
		if v.Matter.Scope == domain.Agency {
			err = v.Conference.CheckBallot(v.Pack, came.Present)
		} else {
			err = v.Pack.CheckFallback(v.Matter, came.Present, v.Households(came.Village))
		}
		if err == nil {
			return nil
		}
	}
	return err
}

// decisionSteps are those after the people have decided.
func (a *Actions) decisionSteps(ctx context.Context, v Vote, with domain.Setting) []step {
	recogniser := recogniserOf(a.recogniser(ctx, v))
	answer := v.Recognition.Due
	return []step{
		{"DrawUpDecision", domain.ActWrite, v.SendDue, func(by domain.Actor) error { return v.headed(by) }},
		{"SignDecision", domain.ActWrite, v.SendDue, func(domain.Actor) error {
			_, err := v.Sign(domain.Signature{By: a.signer(ctx, v)}, false, with)
			return err
		}},
		{"SendDecision", domain.ActSend, v.SendDue, func(by domain.Actor) error {
			if err := v.headed(by); err != nil {
				return err
			}
			_, _, err := v.Send(with)
			return err
		}},
		{"RecogniseDecision", domain.ActRecognise, answer, func(domain.Actor) error {
			_, _, err := v.Recognise(recogniser, domain.Actor{}, with.Today(), "-", with)
			return err
		}},
		{"RefuseRecognition", domain.ActRefuse, answer, func(domain.Actor) error {
			_, _, err := v.RefuseRecognition(recogniser, domain.Actor{}, with.Today(), "-", "-", with)
			return err
		}},
		{"SetEffectiveDate", domain.ActSetEffect, domain.Due{}, func(domain.Actor) error {
			_, _, err := v.SetEffect(with.Today(), "-", a.actor(ctx, v.Body, domain.CommuneChair), with)
			return err
		}},
		{"RequestAmendment", domain.ActRequest, domain.Due{}, nil},
		{"AnnulDecision", domain.ActAnnul, domain.Due{}, nil},
	}
}
