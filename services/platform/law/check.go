package law

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
)

var idShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

// newLayer checks each rule alone, then that no two versions of one rule are in
// force on the same day.
func newLayer(rules []Rule) (map[string][]Rule, error) {
	layer := map[string][]Rule{}
	var faults []error
	for _, rule := range rules {
		if err := rule.check(); err != nil {
			faults = append(faults, fault(rule, "%w", err))
			continue
		}
		layer[rule.ID] = append(layer[rule.ID], rule)
	}
	for _, versions := range layer {
		slices.SortFunc(versions, func(a, b Rule) int { return a.From.Compare(b.From) })
		for i := 1; i < len(versions); i++ {
			was, now := versions[i-1], versions[i]
			if was.To.IsZero() || !was.To.Before(now.From) {
				faults = append(faults, fault(now, "in force from %s while the version of %s (%s) still is", now.From, was.From, was.Place))
			}
		}
	}
	if len(faults) > 0 {
		slices.SortFunc(faults, func(a, b error) int { return compareText(a.Error(), b.Error()) })
		return nil, errors.Join(faults...)
	}
	return layer, nil
}

func compareText(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

func (r Rule) check() error {
	switch {
	case !idShape.MatchString(r.ID):
		return errors.New("the id must be words of a-z, 0-9 and _ joined by dots")
	case r.Title == "" || r.TitleEn == "":
		return errors.New("title and title_en are missing")
	case r.Basis.Document == "":
		return errors.New("the basis is missing: name the document and, where there is one, the article")
	case r.From.IsZero():
		return errors.New("effective_from is missing")
	case !r.To.IsZero() && r.To.Before(r.From):
		return fmt.Errorf("effective_to %s is before effective_from %s", r.To, r.From)
	case !slices.Contains([]Mark{Verified, Secondary, Known, Unsettled}, r.Mark):
		return fmt.Errorf("unknown mark %q; use V, V2, K or U", r.Mark)
	case !slices.Contains([]Overlay{Fixed, Free, Longer, Shorter}, r.Overlay):
		return fmt.Errorf("unknown overlay %q; use fixed, free, longer or shorter", r.Overlay)
	}
	return r.checkValue()
}

const highest = 100_000

func (r Rule) checkValue() error {
	_, timed := r.Unit.Time()
	switch {
	case timed:
		if !slices.Contains([]Counting{Within, Before, AtLeast, Consecutive}, r.Counting) {
			return fmt.Errorf("a rule of time needs counting: within, before, at_least or consecutive, not %q", r.Counting)
		}
	case r.Unit == ShareOf:
		if !r.Share.Valid() {
			return fmt.Errorf("%d/%d is no share that can be reached", r.Share.Num, r.Share.Den)
		}
		if !slices.Contains([]Whole{Households, Villages, Attending, Staff, StaffAttending, Delegates}, r.Of) {
			return fmt.Errorf("a share needs of: households, villages, attending, staff, staff_attending or delegates, not %q", r.Of)
		}
	case r.Unit == Flag && r.Value > 1:
		return fmt.Errorf("a flag is 0 or 1, not %d", r.Value)
	case r.Unit != Count && r.Unit != Flag:
		return fmt.Errorf("unknown unit %q", r.Unit)
	}
	if !timed && r.Counting != "" {
		return fmt.Errorf("a rule in %s is not counted %q", r.Unit, r.Counting)
	}
	if r.Unit != ShareOf && (r.Share != (Share{}) || r.Of != "") {
		return fmt.Errorf("a rule in %s has no share", r.Unit)
	}
	if r.Value < 0 || r.Value > highest {
		return fmt.Errorf("value %d is out of range 0 to %d", r.Value, highest)
	}
	return nil
}

func checkGrounds(grounds []Ground) []error {
	var faults []error
	seen := map[string]bool{}
	for _, ground := range grounds {
		switch {
		case seen[ground.ID]:
			faults = append(faults, fmt.Errorf("%s: ground %q is given twice", ground.Place, ground.ID))
		case ground.ID == "" || ground.Title == "" || ground.TitleEn == "" || ground.Basis.Document == "" || ground.From.IsZero():
			faults = append(faults, fmt.Errorf("%s: ground %q needs id, title, title_en, basis and effective_from", ground.Place, ground.ID))
		case ground.Kind != GroundWithhold && ground.Kind != GroundRefuse:
			faults = append(faults, fmt.Errorf("%s: ground %q: unknown kind %q", ground.Place, ground.ID, ground.Kind))
		}
		seen[ground.ID] = true
	}
	return faults
}
