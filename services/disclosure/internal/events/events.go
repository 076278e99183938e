// Package events turns what became true here into the messages other services hear.
//
// The messages are an API: their goldens in testdata fail on any difference. They carry ids, dates and digests, never text,
// names or contacts.
package events

import (
	"fmt"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/outbox"
)

const prefix = "danchu.disclosure.v1."

// Messages writes facts as messages, in their order.
func Messages(facts []domain.Fact) ([]outbox.Message, error) {
	messages := make([]outbox.Message, 0, len(facts))
	for _, fact := range facts {
		message, err := messageOf(fact)
		if err != nil {
			return nil, err
		}
		messages = append(messages, message)
	}
	return messages, nil
}

func message(kind, subject, unit string, data proto.Message) outbox.Message {
	return outbox.Message{Type: prefix + kind, Subject: subject, Unit: unit, Data: data}
}

func messageOf(fact domain.Fact) (outbox.Message, error) {
	switch f := fact.(type) {
	case domain.PublicationPublished, domain.PublicationCorrected, domain.PublicationWithdrawn, domain.PublicationExpired,
		domain.PublicationArchived, domain.FormRecorded, domain.FormEnded:
		return ofPublication(f), nil
	case domain.ObligationOpened, domain.ObligationMet, domain.ObligationOverdue, domain.ObligationNotArisen,
		domain.ObligationDueProposed, domain.ObligationDueMoved:
		return ofObligation(f), nil
	case domain.PlanAdopted:
		return message("plan_adopted", "plans/"+f.Plan, f.Body.Unit, &disclosurev1.PlanAdopted{
			PlanId: f.Plan, Unit: f.Body.Unit, Agency: f.Body.Agency, Year: int32(f.Year), Lines: int32(f.Lines),
		}), nil
	case domain.WithholdingApproved:
		return message("withholding_approved", "withholdings/"+f.Withholding, f.Body.Unit, &disclosurev1.WithholdingApproved{
			WithholdingId: f.Withholding, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, ObligationId: f.Obligation,
			Ground: f.Ground, ReviewDate: f.ReviewDate.String(),
		}), nil
	case domain.WithholdingLifted:
		return message("withholding_lifted", "withholdings/"+f.Withholding, f.Body.Unit, &disclosurev1.WithholdingLifted{
			WithholdingId: f.Withholding, Unit: f.Body.Unit, ObligationId: f.Obligation,
		}), nil
	case domain.RequestReceived, domain.RequestExtended, domain.RequestAnswered, domain.RequestRefused, domain.RequestTransferred,
		domain.RequestDueProposed, domain.RequestDueMoved:
		return ofRequest(f), nil
	}
	return outbox.Message{}, fmt.Errorf("events: no message for the fact %T", fact)
}

func ofPublication(fact domain.Fact) outbox.Message {
	switch f := fact.(type) {
	case domain.PublicationPublished:
		return message("publication_published", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.PublicationPublished{
			PublicationId: f.Publication, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, ObligationId: f.Obligation,
			Version: int32(f.Version), Digest: f.Digest, RegisterNumber: f.RegisterNumber, PublishedTime: timestamppb.New(f.At),
			DueDate: f.Due.String(), LateDays: int32(f.LateDays), SinglePerson: f.SinglePerson,
		})
	case domain.PublicationCorrected:
		return message("publication_corrected", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.PublicationCorrected{
			PublicationId: f.Publication, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Version: int32(f.Version),
			Digest: f.Digest, PreviousDigest: f.PreviousDigest, CorrectedTime: timestamppb.New(f.At), SinglePerson: f.SinglePerson,
		})
	case domain.PublicationWithdrawn:
		return message("publication_withdrawn", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.PublicationWithdrawn{
			PublicationId: f.Publication, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Version: int32(f.Version),
			Digest: f.Digest, WithdrawnTime: timestamppb.New(f.At),
		})
	case domain.PublicationExpired:
		return message("publication_expired", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.PublicationExpired{
			PublicationId: f.Publication, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, ExpiryDate: f.ExpiryDate.String(),
		})
	case domain.PublicationArchived:
		return message("publication_archived", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.PublicationArchived{
			PublicationId: f.Publication, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item,
		})
	case domain.FormRecorded:
		return message("form_recorded", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.FormRecorded{
			PublicationId: f.Publication, Unit: f.Body.Unit, Item: f.Item, Number: int32(f.Number), Form: Form(f.Form), From: f.From.String(),
		})
	case domain.FormEnded:
		return message("form_ended", "publications/"+f.Publication, f.Body.Unit, &disclosurev1.FormEnded{
			PublicationId: f.Publication, Unit: f.Body.Unit, Item: f.Item, Number: int32(f.Number), Form: Form(f.Form), To: f.To.String(), Early: f.Early,
		})
	}
	return outbox.Message{}
}

func ofObligation(fact domain.Fact) outbox.Message {
	switch f := fact.(type) {
	case domain.ObligationOpened:
		return message("obligation_opened", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationOpened{
			ObligationId: f.Obligation, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Period: f.Period, Due: Due(f.Due),
		})
	case domain.ObligationMet:
		return message("obligation_met", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationMet{
			ObligationId: f.Obligation, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Period: f.Period,
			PublicationId: f.Publication, LateDays: int32(f.LateDays),
		})
	case domain.ObligationOverdue:
		return message("obligation_overdue", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationOverdue{
			ObligationId: f.Obligation, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Period: f.Period, DueDate: f.Due.String(),
		})
	case domain.ObligationNotArisen:
		return message("obligation_not_arisen", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationNotArisen{
			ObligationId: f.Obligation, Unit: f.Body.Unit, Agency: f.Body.Agency, Item: f.Item, Period: f.Period,
		})
	case domain.ObligationDueProposed:
		return message("obligation_due_proposed", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationDueProposed{
			ObligationId: f.Obligation, Unit: f.Body.Unit, DueDate: f.Due.String(), ProposedDate: f.Proposed.String(),
		})
	case domain.ObligationDueMoved:
		return message("obligation_due_moved", "obligations/"+f.Obligation, f.Body.Unit, &disclosurev1.ObligationDueMoved{
			ObligationId: f.Obligation, Unit: f.Body.Unit, PreviousDate: f.Previous.String(), DueDate: f.Due.String(),
		})
	}
	return outbox.Message{}
}

func ofRequest(fact domain.Fact) outbox.Message {
	switch f := fact.(type) {
	case domain.RequestReceived:
		return message("information_request_received", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestReceived{
			InformationRequestId: f.Request, Unit: f.Unit, DueDate: f.Due.String(),
		})
	case domain.RequestExtended:
		return message("information_request_extended", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestExtended{
			InformationRequestId: f.Request, Unit: f.Unit, DueDate: f.Due.String(),
		})
	case domain.RequestDueProposed:
		return message("information_request_due_proposed", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestDueProposed{
			InformationRequestId: f.Request, Unit: f.Unit, DueDate: f.Due.String(), ProposedDate: f.Proposed.String(),
		})
	case domain.RequestDueMoved:
		return message("information_request_due_moved", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestDueMoved{
			InformationRequestId: f.Request, Unit: f.Unit, PreviousDate: f.Previous.String(), DueDate: f.Due.String(),
		})
	case domain.RequestAnswered:
		return message("information_request_answered", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestAnswered{
			InformationRequestId: f.Request, Unit: f.Unit, LateDays: int32(f.LateDays),
		})
	case domain.RequestRefused:
		return message("information_request_refused", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestRefused{
			InformationRequestId: f.Request, Unit: f.Unit, Ground: f.Ground, LateDays: int32(f.LateDays),
		})
	case domain.RequestTransferred:
		return message("information_request_transferred", "informationRequests/"+f.Request, f.Unit, &disclosurev1.InformationRequestTransferred{
			InformationRequestId: f.Request, Unit: f.Unit, ToUnit: f.ToUnit, ToInformationRequestId: f.ToRequest,
		})
	}
	return outbox.Message{}
}
