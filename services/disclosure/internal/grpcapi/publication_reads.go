package grpcapi

import (
	"context"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/difference"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func (s publications) GetPublication(ctx context.Context, req *disclosurev1.GetPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	view, err := s.actions.GetPublication(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	return s.publication(ctx, view), nil
}

func (s *Surface) views(ctx context.Context, views []app.View) []*disclosurev1.Publication {
	all := make([]*disclosurev1.Publication, len(views))
	for i, view := range views {
		all[i] = s.publication(ctx, view)
	}
	return all
}

func (s publications) ListPublications(ctx context.Context, req *disclosurev1.ListPublicationsRequest) (*disclosurev1.ListPublicationsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	before, err := timePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.ListPublications(ctx, after(req.GetUnit()), app.DeskQuery{
		Agency: after(req.GetAgency()), Item: after(req.GetItem()), States: lowers[disclosurev1.PublicationState, domain.State]("PUBLICATION_STATE", req.GetStates()),
		Before: before, Most: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, func(v app.View) []string { return timeKeys(v.UpdatedAt, v.ID) })
	return &disclosurev1.ListPublicationsResponse{Publications: s.views(ctx, views), NextPageToken: next}, nil
}

func (s publications) SearchPublications(ctx context.Context, req *disclosurev1.SearchPublicationsRequest) (*disclosurev1.SearchPublicationsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	search := app.Search{
		Query: req.GetQuery(), Unit: after(req.GetUnit()), Subtree: req.GetIncludeSubtree(), ExcludePredecessors: req.GetExcludePredecessors(),
		Agency: after(req.GetAgency()), Item: after(req.GetItem()), Form: events.FormCode(req.GetForm()),
		States: lowers[disclosurev1.PublicationState, domain.State]("PUBLICATION_STATE", req.GetStates()), Most: cursor.Size + 1,
	}
	if search.Before, err = timePlace(cursor.After); err != nil {
		return nil, translate(err)
	}
	if search.From, err = day("from", req.GetFrom()); err != nil {
		return nil, translate(err)
	}
	if search.To, err = day("to", req.GetTo()); err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.SearchPublications(ctx, search)
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, func(v app.View) []string { return timeKeys(v.PublishedAt, v.ID) })
	return &disclosurev1.SearchPublicationsResponse{Publications: s.views(ctx, views), NextPageToken: next}, nil
}

func (s publications) ListPublicationVersions(ctx context.Context, req *disclosurev1.ListPublicationVersionsRequest) (*disclosurev1.ListPublicationVersionsResponse, error) {
	id, err := idOf(req.GetPublication())
	if err != nil {
		return nil, translate(err)
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	before := 1 << 30
	if len(cursor.After) > 0 {
		if before, err = strconv.Atoi(cursor.After[0]); err != nil {
			return nil, translate(domain.Refuse(domain.PageTokenInvalid, "page_token"))
		}
	}
	versions, hidden, err := s.actions.ListVersions(ctx, id, before, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	versions, next := page(versions, cursor.Size, cursor.Next, func(v domain.Version) []string { return []string{strconv.Itoa(v.Number)} })
	response := &disclosurev1.ListPublicationVersionsResponse{NextPageToken: next}
	for _, v := range versions {
		response.Versions = append(response.Versions, version(v, hidden))
	}
	return response, nil
}

func (s publications) GetPublicationDifference(ctx context.Context, req *disclosurev1.GetPublicationDifferenceRequest) (*disclosurev1.GetPublicationDifferenceResponse, error) {
	id, err := idOf(req.GetPublication())
	if err != nil {
		return nil, translate(err)
	}
	older, newer, err := s.actions.CompareVersions(ctx, id, int(req.GetFromVersion()), int(req.GetToVersion()))
	if err != nil {
		return nil, translate(err)
	}
	response := &disclosurev1.GetPublicationDifferenceResponse{
		FromVersion: int32(older.Number), ToVersion: int32(newer.Number), CorrectionNote: newer.CorrectionNote,
	}
	for _, field := range difference.Between(older.Content, newer.Content) {
		f := &disclosurev1.FieldDifference{Field: field.Name}
		for _, l := range field.Lines {
			f.Lines = append(f.Lines, &disclosurev1.DifferenceLine{Kind: disclosurev1.DifferenceKind(l.Kind), Text: l.Text})
		}
		response.Fields = append(response.Fields, f)
	}
	return response, nil
}
