// Package events turns what became true here into the messages other services hear.
//
// The messages are an API: their goldens in testdata fail on any difference. They carry ids, dates, numbers and digests,
// never names, choices of a household or who took part. A vote that is not announced is nobody else's business: that it was
// drafted or agreed to is not told.
package events

import (
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

const prefix = "danchu.voting.v1."

// Messages writes facts as messages, in their order.
func Messages(facts []domain.Fact) ([]outbox.Message, error) {
	messages := make([]outbox.Message, 0, len(facts))
	for _, fact := range facts {
		switch f := fact.(type) {
		case domain.VoteDrafted, domain.VoteAgreed:
			continue
		case domain.VoteCancelled:
			if f.State == domain.Drafted || f.State == domain.Agreed {
				continue
			}
		}
		message, ok := ofVote(fact)
		if !ok {
			message, ok = ofDecision(fact)
		}
		if !ok {
			message, ok = ofRoom(fact)
		}
		if !ok {
			return nil, fmt.Errorf("events: no message for the fact %T", fact)
		}
		messages = append(messages, message)
	}
	return messages, nil
}

func message(kind, subject, unit string, data proto.Message) (outbox.Message, bool) {
	return outbox.Message{Type: prefix + kind, Subject: subject, Unit: unit, Data: data}, true
}

func about(kind string, a domain.About, data proto.Message) (outbox.Message, bool) {
	return message(kind, "votes/"+a.Vote, a.Body.Unit, data)
}

func ofVote(fact domain.Fact) (outbox.Message, bool) {
	switch f := fact.(type) {
	case domain.VoteAnnounced:
		announced := &votingv1.VoteAnnounced{
			VoteId: f.Vote, Unit: f.Body.Unit, Agency: f.Body.Agency, Matter: Matter(f.Matter), Act: Act(f.Matter.Kind), Scope: Scope(f.Matter.Scope),
			Form: Form(f.Form), Households: int32(f.Households), Villages: int32(f.Villages), RulesSha256: f.PackHash, RollDigests: f.RollDigest,
			Date: f.Day.String(), OpensTime: timestamppb.New(f.OpensAt),
		}
		if !f.ClosesAt.IsZero() {
			announced.ClosesTime = timestamppb.New(f.ClosesAt)
		}
		return about("vote_announced", f.About, announced)
	case domain.VotePostponed:
		return about("vote_postponed", f.About, &votingv1.VotePostponed{
			VoteId: f.Vote, Unit: f.Body.Unit, FromDate: f.From.String(), ToDate: f.To.String(),
		})
	case domain.VoteOptedIn:
		return about("vote_opted_in", f.About, &votingv1.VoteOptedIn{
			VoteId: f.Vote, Unit: f.Body.Unit, Agreed: int32(f.Agreed), Households: int32(f.Households),
		})
	case domain.VoteOpened:
		return about("vote_opened", f.About, &votingv1.VoteOpened{
			VoteId: f.Vote, Unit: f.Body.Unit, Round: int32(f.Round), Form: Form(f.Form), Time: timestamppb.New(f.At),
		})
	case domain.VoteClosed:
		return about("vote_closed", f.About, &votingv1.VoteClosed{
			VoteId: f.Vote, Unit: f.Body.Unit, Round: int32(f.Round), Attended: int32(f.Attended), Time: timestamppb.New(f.At),
		})
	case domain.VoteFellBack:
		return about("vote_fell_back", f.About, &votingv1.VoteFellBack{
			VoteId: f.Vote, Unit: f.Body.Unit, Round: int32(f.Round), Attended: int32(f.Attended), Needed: int32(f.Needed),
		})
	case domain.VoteCounted:
		return about("vote_counted", f.About, &votingv1.VoteCounted{
			VoteId: f.Vote, Unit: f.Body.Unit, Round: int32(f.Round), Circles: int32(len(f.Tallies)),
		})
	case domain.VotePassed:
		return settled(f.About, f.Result, f.EffectiveDate.String())
	case domain.VoteFailed:
		return settled(f.About, f.Result, "")
	case domain.VoteCancelled:
		return about("vote_cancelled", f.About, &votingv1.VoteCancelled{VoteId: f.Vote, Unit: f.Body.Unit, State: State(f.State)})
	}
	return outbox.Message{}, false
}

func settled(a domain.About, r domain.Result, effective string) (outbox.Message, bool) {
	return about("vote_settled", a, &votingv1.VoteSettled{
		VoteId: a.Vote, Unit: a.Body.Unit, Passed: r.Passed, Agree: int32(r.Yes), Needed: int32(r.Needed), Total: int32(r.Total),
		Cause: string(r.Cause), EffectiveDate: effective,
	})
}

func ofDecision(fact domain.Fact) (outbox.Message, bool) {
	switch f := fact.(type) {
	case domain.DecisionSent:
		return about("decision_sent", f.About, &votingv1.DecisionSent{
			VoteId: f.Vote, Unit: f.Body.Unit, Digest: f.Digest, SentDate: f.On.String(), LateDays: int32(f.LateDays),
		})
	case domain.DecisionRecognised:
		return about("decision_recognised", f.About, &votingv1.DecisionRecognised{
			VoteId: f.Vote, Unit: f.Body.Unit, Body: Body(f.By), Date: f.On.String(), LateDays: int32(f.LateDays), EffectiveDate: f.EffectiveDate.String(),
		})
	case domain.DecisionRefused:
		return about("recognition_refused", f.About, &votingv1.RecognitionRefused{
			VoteId: f.Vote, Unit: f.Body.Unit, Body: Body(f.By), Date: f.On.String(), LateDays: int32(f.LateDays),
		})
	case domain.DecisionTookEffect:
		return about("decision_took_effect", f.About, &votingv1.DecisionTookEffect{VoteId: f.Vote, Unit: f.Body.Unit, EffectiveDate: f.On.String()})
	case domain.AmendmentRequested:
		return about("amendment_requested", f.About, &votingv1.AmendmentRequested{VoteId: f.Vote, Unit: f.Body.Unit, Date: f.On.String()})
	case domain.DecisionAnnulled:
		return about("decision_annulled", f.About, &votingv1.DecisionAnnulled{
			VoteId: f.Vote, Unit: f.Body.Unit, Ground: string(f.Ground), Date: f.On.String(),
		})
	case domain.DecisionAmended:
		return about("decision_amended", f.About, &votingv1.DecisionAmended{
			VoteId: f.Vote, Unit: f.Body.Unit, ByVoteId: f.By, Date: f.On.String(),
		})
	}
	return outbox.Message{}, false
}

func ofRoom(fact domain.Fact) (outbox.Message, bool) {
	switch f := fact.(type) {
	case domain.RollCorrected:
		return message("roll_corrected", "votes/"+f.Vote, f.Village, &votingv1.RollCorrected{
			VoteId: f.Vote, Village: f.Village, Households: int32(f.Households), Digest: f.Digest, Version: int32(f.Version),
		})
	case domain.ObjectionFiled:
		return message("roll_objection_filed", "votes/"+f.Vote, f.Village, &votingv1.RollObjectionFiled{
			VoteId: f.Vote, Village: f.Village, ObjectionId: f.Objection,
		})
	case domain.ObjectionAnswered:
		return message("roll_objection_answered", "votes/"+f.Vote, f.Village, &votingv1.RollObjectionAnswered{
			VoteId: f.Vote, Village: f.Village, ObjectionId: f.Objection, Upheld: f.Upheld,
		})
	case domain.InitiativeReached:
		return message("initiative_qualified", "initiatives/"+f.Initiative, f.Body.Unit, &votingv1.InitiativeQualified{
			InitiativeId: f.Initiative, Village: f.Body.Unit, Consents: int32(f.Consents), Needed: int32(f.Needed), Endorsed: f.Endorsed,
		})
	case domain.ProgressReported:
		return message("progress_posted", "votes/"+f.Vote, "", &votingv1.ProgressPosted{
			VoteId: f.Vote, CollectedVnd: f.Collected, SpentVnd: f.Spent, Percent: int32(f.Percent),
		})
	case domain.FollowUpFinished:
		return message("follow_up_finished", "votes/"+f.Vote, "", &votingv1.FollowUpFinished{
			VoteId: f.Vote, CollectedVnd: f.Collected, SpentVnd: f.Spent,
		})
	}
	return outbox.Message{}, false
}
