package directory_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// The directory and every copy of it answer alike about the day before a transfer.
func TestAncestorsOfADayBeforeATransfer(t *testing.T) {
	t.Parallel()
	h := province(t)
	_, err := h.TransferUnit(h.as(t, admin), &directoryv1.TransferUnitRequest{
		Name: cuBanh, Parent: "units/08600@2025-07-01", EffectiveDate: "2026-10-01", LegalBasis: "NQ 12/NQ-HĐND",
	})
	must(t, err)
	key := units.Key("08584.001@2026-07-01")
	eventually(t, "the copy knows", func() bool {
		u, _ := h.units.Unit(key)
		return len(u.Parents) == 2
	})
	for asOf, want := range map[string]string{"2026-09-30": "08584@2025-07-01", "2026-10-01": "08600@2025-07-01"} {
		answer, err := h.ListUnitAncestors(h.ctx, &directoryv1.ListUnitAncestorsRequest{Name: cuBanh, AsOf: asOf})
		must(t, err)
		if got := answer.GetAncestors()[0].GetName(); got != "units/"+want {
			t.Errorf("the directory on %s: %s", asOf, got)
		}
		if got := h.units.Ancestors(key, workday.MustParse(asOf))[0].Key; string(got) != want {
			t.Errorf("the copy on %s: %s", asOf, got)
		}
	}
}
