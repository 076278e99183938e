package grpcapi

import (
	"context"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func etag(revision int64) string { return strconv.FormatInt(revision, 10) }

func stamp(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func named(collection, id string) string {
	if id == "" {
		return ""
	}
	return collection + "/" + id
}

func (s *Surface) unitName(key string) string {
	unit, _ := s.actions.Units.Unit(units.Key(key))
	return unit.FullName
}

// circleName names a village, or the agency that is its own circle.
func circleName(v domain.Vote, circle string) string {
	if v.Matter.Scope == domain.Agency {
		return named("agencies", circle)
	}
	return named("units", circle)
}

func official(a domain.Actor) *votingv1.Official {
	if a.Subject == "" && a.Name == "" {
		return nil
	}
	return &votingv1.Official{Subject: a.Subject, DisplayName: a.Name}
}

func attachments(files []domain.Attachment) []*typev1.Attachment {
	all := make([]*typev1.Attachment, len(files))
	for i, f := range files {
		all[i] = &typev1.Attachment{FileName: f.FileName, ContentType: f.ContentType, SizeBytes: f.Size, Sha256: f.SHA256, Description: f.Description}
	}
	return all
}

// basis writes a place in the law; citation one that is a sentence already.
func basis(b law.Basis) *typev1.LegalBasis {
	if b.IsZero() {
		return nil
	}
	return &typev1.LegalBasis{Document: b.Document, Article: b.Article, Clause: b.Clause, Point: b.Point, Text: b.String()}
}

func citation(text string) *typev1.LegalBasis {
	if text == "" {
		return nil
	}
	return &typev1.LegalBasis{Text: text}
}

// due writes a due date with its counting in the words of the reader.
func (s *Surface) due(ctx context.Context, d domain.Due) *typev1.DueDate {
	if d.IsZero() {
		return nil
	}
	due := &typev1.DueDate{
		Date: d.Date.String(), NominalEnd: dated(d.NominalEnd), StartDate: dated(d.Start), RuleId: d.RuleID, Amount: int32(d.Amount),
		Unit: string(d.Unit), Basis: basis(d.Basis), Provisional: d.Provisional,
	}
	for _, step := range d.Steps {
		due.Steps = append(due.Steps, s.words.Text(i18n.Lang(ctx), "step."+string(step.Kind), map[string]string{
			"from": step.From.Format(), "to": step.To.Format(), "days": strconv.Itoa(step.Days), "sum": strconv.Itoa(step.Sum), "name": step.Name,
		}))
	}
	return due
}

// share writes a share as people read it: "≥ 2/3", "> 1/2".
func share(s law.Share) string {
	sign := "≥ "
	if s.Strict {
		sign = "> "
	}
	return sign + strconv.Itoa(s.Num) + "/" + strconv.Itoa(s.Den)
}

// bodyOf is the contract's word for an office as a body.
func bodyOf(office domain.Office) votingv1.Body {
	switch office {
	case domain.CommuneChair:
		return votingv1.Body_BODY_PEOPLES_COMMITTEE
	case domain.CommuneFrontChair:
		return votingv1.Body_BODY_FATHERLAND_FRONT
	case domain.VillageHead:
		return votingv1.Body_BODY_VILLAGE_HEAD
	case domain.FrontHead, domain.FrontMember:
		return votingv1.Body_BODY_VILLAGE_FRONT
	case domain.AgencyHead:
		return votingv1.Body_BODY_AGENCY_HEAD
	case domain.LeadOrganisation:
		return votingv1.Body_BODY_LEAD_ORGANISATION
	}
	return votingv1.Body_BODY_UNSPECIFIED
}
