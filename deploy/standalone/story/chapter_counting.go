package story

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// counting: how much of what is due is public, from the item of a commune up to the province.
func counting() []Step {
	return []Step{
		{"the obligations of the commune, item by item", matrix},
		{"completeness up to the province", completeness},
	}
}

func year() string { return today(0)[:4] }

func matrix(ctx context.Context, s *Stage) (string, error) {
	var m disclosurev1.GetObligationMatrixResponse
	err := s.anybody().get(ctx, "/v1/obligations:matrix", url.Values{"unit": {"units/" + commune}, "kind": {"ITEM_KIND_COMMUNE"}, "year": {year()}}, &m)
	if err != nil {
		return "", err
	}
	if len(m.GetRows()) == 0 || len(m.GetItems()) < 14 {
		return "", fmt.Errorf("%d rows and %d items", len(m.GetRows()), len(m.GetItems()))
	}
	var fees *disclosurev1.Counts
	for _, cell := range m.GetRows()[0].GetCells() {
		if cell.GetItem() == feesItem {
			fees = cell.GetCounts()
		}
	}
	if fees.GetTotal() == 0 || fees.GetLate() == 0 {
		return "", fmt.Errorf("the cell of %s counts %v", feesItem, fees)
	}
	return fmt.Sprintf("%d items; %s: %d due, %d late", len(m.GetItems()), feesItem, fees.GetTotal(), fees.GetLate()), nil
}

func completeness(ctx context.Context, s *Stage) (string, error) {
	var below, above disclosurev1.GetCompletenessResponse
	if err := s.anybody().get(ctx, "/v1/obligations:completeness", url.Values{"unit": {"units/" + commune}, "year": {year()}}, &below); err != nil {
		return "", err
	}
	if err := s.anybody().get(ctx, "/v1/obligations:completeness", url.Values{"unit": {"units/" + province}, "year": {year()}}, &above); err != nil {
		return "", err
	}
	for _, one := range above.GetUnits() {
		if strings.HasPrefix(one.GetUnit(), "units/"+commune) {
			if one.GetCounts().GetTotal() != below.GetTotal().GetCounts().GetTotal() {
				return "", fmt.Errorf("the province counts %d for the commune, the commune %d", one.GetCounts().GetTotal(), below.GetTotal().GetCounts().GetTotal())
			}
			c, p := one.GetCounts(), above.GetTotal().GetCounts()
			return fmt.Sprintf("xã Võ Miếu %d of %d (%.1f %%), tỉnh %d of %d (%.1f %%), %d units", c.GetMet(), c.GetTotal(),
				float64(c.GetCompletenessBasisPoints())/100, p.GetMet(), p.GetTotal(), float64(p.GetCompletenessBasisPoints())/100, len(above.GetUnits())), nil
		}
	}
	return "", errors.New("the province does not count the commune")
}
