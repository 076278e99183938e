package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func counts(c domain.Counts) *disclosurev1.Counts {
	return &disclosurev1.Counts{
		Total: int32(c.Total), Met: int32(c.Met), InForms: int32(c.InForms), Open: int32(c.Open), Expected: int32(c.Expected),
		NotArisen: int32(c.NotArisen), Withheld: int32(c.Withheld), Late: int32(c.Late), Missing: int32(c.Missing),
		CompletenessBasisPoints: int32(c.Completeness()),
	}
}

func (s obligations) GetObligationMatrix(ctx context.Context, req *disclosurev1.GetObligationMatrixRequest) (*disclosurev1.GetObligationMatrixResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place := ""
	if len(cursor.After) > 0 {
		place = cursor.After[0]
	}
	items, rows, err := s.actions.Matrix(ctx, after(req.GetUnit()), catalogueID(req.GetKind()), int(req.GetYear()), place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	rows, next := page(rows, cursor.Size, cursor.Next, func(r app.MatrixRow) []string { return []string{string(r.Unit.Key)} })
	response := &disclosurev1.GetObligationMatrixResponse{Items: s.items(items, req.GetKind(), workday.Today(s.actions.Clock())), NextPageToken: next}
	for _, row := range rows {
		out := &disclosurev1.MatrixRow{Unit: "units/" + string(row.Unit.Key), UnitName: row.Unit.FullName}
		for _, cell := range row.Cells {
			out.Cells = append(out.Cells, &disclosurev1.MatrixCell{Item: "catalogueItems/" + cell.Item, Counts: counts(cell.Counts), Standing: standing(cell.Standing)})
		}
		response.Rows = append(response.Rows, out)
	}
	return response, nil
}

func (s obligations) GetCompleteness(ctx context.Context, req *disclosurev1.GetCompletenessRequest) (*disclosurev1.GetCompletenessResponse, error) {
	c, err := s.actions.Completeness(ctx, after(req.GetUnit()), int(req.GetYear()), int(req.GetQuarter()))
	if err != nil {
		return nil, translate(err)
	}
	response := &disclosurev1.GetCompletenessResponse{Total: unitCounts(c.Total)}
	for _, unit := range c.Units {
		response.Units = append(response.Units, unitCounts(unit))
	}
	for _, one := range c.Items {
		item, _ := s.actions.Item(one.Item)
		response.Items = append(response.Items, &disclosurev1.ItemCounts{Item: "catalogueItems/" + one.Item, ItemTitle: item.Title, Counts: counts(one.Counts)})
	}
	for _, o := range c.Missing {
		response.Missing = append(response.Missing, s.obligation(ctx, o))
	}
	return response, nil
}

func unitCounts(u app.UnitCounts) *disclosurev1.UnitCounts {
	return &disclosurev1.UnitCounts{Unit: "units/" + string(u.Unit.Key), UnitName: u.Unit.FullName, Counts: counts(u.Counts)}
}
