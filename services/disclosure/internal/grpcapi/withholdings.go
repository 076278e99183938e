package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// grounds are the law book's ids beside the words of the contract.
var grounds = map[disclosurev1.WithholdingGround]string{
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_STATE_SECRET:     "state_secret",
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC:   "not_yet_public",
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_WORK_SECRET:      "work_secret",
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_PERSONAL_PRIVACY: "personal_data",
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_BUSINESS_SECRET:  "business_secret",
	disclosurev1.WithholdingGround_WITHHOLDING_GROUND_OTHER:            "other",
}

func key[K comparable](all map[K]string, word string) (found K) {
	for k, v := range all {
		if v == word {
			return k
		}
	}
	return found
}

func (s *Surface) withholding(w domain.Withholding) *disclosurev1.Withholding {
	return &disclosurev1.Withholding{
		Name: "withholdings/" + w.ID, Etag: etag(w.Revision), Unit: "units/" + w.Body.Unit, Agency: named("agencies", w.Body.Agency),
		Item: "catalogueItems/" + w.Item, Obligation: named("obligations", w.Obligation), Ground: key(grounds, w.Ground), Basis: events.Basis(w.Basis),
		State:         upper[disclosurev1.WithholdingState](disclosurev1.WithholdingState_value, "WITHHOLDING_STATE", string(w.State)),
		SubjectMatter: w.SubjectMatter, Justification: w.Justification, ReviewDate: w.ReviewDate.String(),
		ReviewOverdue: w.State == domain.WithholdingInForce && workday.Today(s.actions.Clock()).After(w.ReviewDate),
		ApprovedTime:  stamp(w.ApprovedAt), ClosedTime: stamp(w.ClosedAt), DecisionReason: w.DecisionReason,
		Author: official(w.Author), Approver: official(w.Approver),
	}
}

func (s *Surface) withheld(w domain.Withholding, err error) (*disclosurev1.Withholding, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.withholding(w), nil
}

func (s withholdings) ProposeWithholding(ctx context.Context, req *disclosurev1.ProposeWithholdingRequest) (*disclosurev1.Withholding, error) {
	obligation, err := optionalID(req.GetObligation())
	if err != nil {
		return nil, translate(err)
	}
	w := domain.Withholding{
		Body: domain.Body{Agency: after(req.GetAgency())}, Item: after(req.GetItem()), Obligation: obligation, Ground: grounds[req.GetGround()],
		SubjectMatter: block(req.GetSubjectMatter()), Justification: block(req.GetJustification()),
	}
	if document := line(req.GetBasisDocument()); document != "" {
		w.Basis = law.Basis{Document: document, Article: line(req.GetBasisArticle())}
	}
	if w.ReviewDate, err = day("review_date", req.GetReviewDate()); err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.ProposeWithholding(ctx, change.ForRequest(ctx, req), after(req.GetUnit()), w))
}

func (s withholdings) ApproveWithholding(ctx context.Context, req *disclosurev1.ApproveWithholdingRequest) (*disclosurev1.Withholding, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.ApproveWithholding(ctx, change.ForRequest(ctx, req), id, req.GetEtag()))
}

func (s withholdings) DeclineWithholding(ctx context.Context, req *disclosurev1.DeclineWithholdingRequest) (*disclosurev1.Withholding, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.DeclineWithholding(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason())))
}

func (s withholdings) ReviewWithholding(ctx context.Context, req *disclosurev1.ReviewWithholdingRequest) (*disclosurev1.Withholding, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	date, err := day("review_date", req.GetReviewDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.ReviewWithholding(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), date, block(req.GetReason())))
}

func (s withholdings) LiftWithholding(ctx context.Context, req *disclosurev1.LiftWithholdingRequest) (*disclosurev1.Withholding, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.LiftWithholding(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason())))
}

func (s withholdings) GetWithholding(ctx context.Context, req *disclosurev1.GetWithholdingRequest) (*disclosurev1.Withholding, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	return s.withheld(s.actions.GetWithholding(ctx, id))
}

func (s withholdings) ListWithholdings(ctx context.Context, req *disclosurev1.ListWithholdingsRequest) (*disclosurev1.ListWithholdingsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	before, err := timePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	found, inForce, err := s.actions.ListWithholdings(ctx, after(req.GetUnit()), req.GetIncludeSubtree(), app.WithholdingQuery{
		States: lowers[disclosurev1.WithholdingState, domain.WithholdingState]("WITHHOLDING_STATE", req.GetStates()), Before: before, Most: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	found, next := page(found, cursor.Size, cursor.Next, func(w domain.Withholding) []string { return timeKeys(w.CreatedAt, w.ID) })
	response := &disclosurev1.ListWithholdingsResponse{InForce: int32(inForce), NextPageToken: next}
	for _, w := range found {
		response.Withholdings = append(response.Withholdings, s.withholding(w))
	}
	return response, nil
}
