package law

import (
	"fmt"
	"slices"
)

// check reports what makes a catalogue unusable: items or forms without name,
// basis or period, forms that are not defined, rules that do not exist or are
// counted another way.
func (c Catalogue) check(book *Book) []error {
	var faults []error
	say := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s: catalogue %s: %w", c.Place, c.ID, fmt.Errorf(format, args...)))
	}
	if c.ID == "" || c.Title == "" || c.TitleEn == "" || c.Basis.Document == "" || len(c.Items) == 0 {
		say("id, title, title_en, basis and items are needed")
	}
	for i, form := range c.Forms {
		if form.Code == "" || form.Letter == "" || form.Title == "" || form.TitleEn == "" || form.Basis.Document == "" || form.From.IsZero() {
			say("form %q needs code, letter, title, title_en, basis and effective_from", form.Code)
		}
		if slices.ContainsFunc(c.Forms[:i], func(f Form) bool { return f.Code == form.Code || f.Letter == form.Letter }) {
			say("form %q (%s) is given twice", form.Code, form.Letter)
		}
	}
	for i, item := range c.Items {
		if slices.ContainsFunc(c.Items[:i], func(other Item) bool { return other.ID == item.ID }) {
			say("item %q is given twice", item.ID)
		}
		for _, err := range item.check(c, book) {
			say("item %q: %w", item.ID, err)
		}
	}
	return faults
}

func (i Item) check(c Catalogue, book *Book) []error {
	var faults []error
	say := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if !idShape.MatchString(i.ID) || i.Number == "" || i.Title == "" || i.TitleEn == "" || i.Basis.Document == "" || i.From.IsZero() {
		say("id, number, title, title_en, basis and effective_from are needed")
	}
	if parent, known := c.Item(i.Parent); i.Parent != "" && (!known || !parent.Heading) {
		say("its parent %q is no heading of this catalogue", i.Parent)
	}
	if i.Heading {
		if i.Frequency != "" || i.DueRule != "" || len(i.Forms) > 0 {
			say("a heading owes nothing: it has no frequency, deadline or forms")
		}
		return faults
	}
	if !slices.Contains([]Frequency{OnDecision, Monthly, Quarterly, HalfYearly, Yearly, Permanent}, i.Frequency) {
		say("unknown frequency %q", i.Frequency)
	}
	if i.CountsFrom != FromDecision && i.CountsFrom != FromPeriodEnd {
		say("counts_from is decision or period_end, not %q", i.CountsFrom)
	}
	if err := book.counts(i.DueRule, Within); err != nil {
		say("due_rule: %w", err)
	}
	if len(i.Forms) == 0 {
		say("it needs at least one form")
	}
	for _, form := range i.Forms {
		if err := form.check(c, book); err != nil {
			say("form %q: %w", form.Form, err)
		}
	}
	return faults
}

func (r Required) check(c Catalogue, book *Book) error {
	if _, known := c.Form(r.Form); !known {
		return fmt.Errorf("the catalogue does not define it")
	}
	if !slices.Contains([]Need{Always, IfPortal, IfRadio, IfInternal, IfNoInternal, ByRegulation}, r.Need) {
		return fmt.Errorf("unknown need %q", r.Need)
	}
	if r.Basis.Document == "" || r.From.IsZero() {
		return fmt.Errorf("basis and effective_from are needed")
	}
	if r.Permanent && r.DurationRule != "" {
		return fmt.Errorf("what stays permanently has no minimum duration")
	}
	if r.DurationRule == "" {
		return nil
	}
	return book.counts(r.DurationRule, AtLeast, Consecutive)
}

// counts reports whether a rule exists and each of its versions is counted in one of the ways given.
func (b *Book) counts(id string, ways ...Counting) error {
	versions := b.Versions(id)
	if len(versions) == 0 {
		return fmt.Errorf("%w: %q", ErrUnknown, id)
	}
	for _, version := range versions {
		if !slices.Contains(ways, version.Counting) {
			return fmt.Errorf("rule %s is counted %q, not %q", id, version.Counting, ways)
		}
	}
	return nil
}
