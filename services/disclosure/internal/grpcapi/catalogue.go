package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

var kinds = map[string]disclosurev1.ItemKind{
	law.Communes:         disclosurev1.ItemKind_ITEM_KIND_COMMUNE,
	law.Agencies:         disclosurev1.ItemKind_ITEM_KIND_AGENCY,
	law.StateEnterprises: disclosurev1.ItemKind_ITEM_KIND_STATE_ENTERPRISE,
}

// catalogueID is the law book's name for a kind; the communes' for none.
func catalogueID(kind disclosurev1.ItemKind) string {
	for id, known := range kinds {
		if known == kind {
			return id
		}
	}
	return law.Communes
}

func (s catalogue) ListCatalogueItems(ctx context.Context, req *disclosurev1.ListCatalogueItemsRequest) (*disclosurev1.ListCatalogueItemsResponse, error) {
	asOf, err := day("as_of", req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	items, asOf, err := s.actions.ListItems(ctx, catalogueID(req.GetKind()), asOf)
	if err != nil {
		return nil, translate(err)
	}
	return &disclosurev1.ListCatalogueItemsResponse{Items: s.items(items, req.GetKind(), asOf), AsOf: asOf.String()}, nil
}

func (s catalogue) GetCatalogueItem(ctx context.Context, req *disclosurev1.GetCatalogueItemRequest) (*disclosurev1.CatalogueItem, error) {
	asOf, err := day("as_of", req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	item, kind, asOf, err := s.actions.GetItem(ctx, after(req.GetName()), asOf)
	if err != nil {
		return nil, translate(err)
	}
	return s.item(item, kinds[kind], asOf), nil
}

func (s *Surface) items(items []law.Item, kind disclosurev1.ItemKind, on workday.Date) []*disclosurev1.CatalogueItem {
	kind = kinds[catalogueID(kind)]
	all := make([]*disclosurev1.CatalogueItem, len(items))
	for i, item := range items {
		all[i] = s.item(item, kind, on)
	}
	return all
}

func (s *Surface) item(i law.Item, kind disclosurev1.ItemKind, on workday.Date) *disclosurev1.CatalogueItem {
	out := &disclosurev1.CatalogueItem{
		Name: "catalogueItems/" + i.ID, Kind: kind, Number: i.Number, Title: i.Title, TitleEn: i.TitleEn, Description: i.Text,
		Basis: events.Basis(i.Basis), DueRuleId: i.DueRule, PersonalList: i.PersonalList, EffectiveFrom: i.From.String(), EffectiveTo: i.To.String(),
		Heading: i.Heading, Parent: named("catalogueItems", i.Parent), CountsFromPeriodEnd: i.CountsFrom == law.FromPeriodEnd,
		Frequency: upper[disclosurev1.Frequency](disclosurev1.Frequency_value, "FREQUENCY", string(i.Frequency)),
	}
	if rule, err := s.actions.Book.Deadline(i, on); err == nil {
		out.DueRuleId, out.DueAmount, out.DueUnit, out.DueBasis = rule.ID, int32(rule.Value), string(rule.Unit), events.Basis(rule.Basis)
	}
	for _, need := range i.Forms {
		rule, err := s.actions.Book.AsOf(need.DurationRule, on)
		if err != nil {
			rule = law.Rule{}
		}
		out.Forms = append(out.Forms, s.required(i.ID, need, rule))
	}
	return out
}
