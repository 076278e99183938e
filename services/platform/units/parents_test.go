package units_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// A village went over to another commune: asked about a day before, the copy
// answers with the parent of that day, upwards and downwards.
func TestTheParentOfADayInThePast(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	const village, old, other = "08584.001@2026-07-01", "08584@2025-07-01", "08590@2025-07-01"
	if err := tell(t, db, c, &directoryv1.UnitCorrected{Unit: &directoryv1.UnitState{
		Key: village, Code: "08584.001", Name: "Cự Bành", FullName: "Thôn Cự Bành", Type: "thon", Level: "village",
		Parent: other, ValidFrom: "2026-07-01", Revision: 9,
		Parents: []*directoryv1.UnitState_Parentage{{Parent: old, ValidFrom: "2026-07-01"}, {Parent: other, ValidFrom: "2026-10-01"}},
	}}); err != nil {
		t.Fatal(err)
	}
	for asOf, parent := range map[string]units.Key{"2026-07-01": old, "2026-09-30": old, "2026-10-01": other, "2026-11-21": other} {
		above := c.Ancestors(village, day(t, asOf))
		if len(above) != 2 || above[0].Key != parent {
			t.Errorf("on %s above it: %s", asOf, keys(above))
		}
		for _, commune := range []units.Key{old, other} {
			below := keys(c.Children(commune, day(t, asOf)))
			if want := map[bool]string{true: village}[commune == parent]; below != want {
				t.Errorf("on %s below %s: %q, want %q", asOf, commune, below, want)
			}
		}
	}
	if err := tell(t, db, c, &directoryv1.UnitCorrected{Unit: &directoryv1.UnitState{
		Key: village, Code: "08584.001", Level: "village", ValidFrom: "2026-07-01", Revision: 10,
		Parents: []*directoryv1.UnitState_Parentage{{Parent: old, ValidFrom: "hôm nào đó"}},
	}}); err == nil {
		t.Error("a parentage without a day was taken")
	}
}
