package law

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ErrUnknown means that the book has no rule of that id.
var ErrUnknown = errors.New("law: no such rule")

// ErrNotInForce means that the rule exists, but not on that day.
var ErrNotInForce = errors.New("law: rule not in force")

// Book is a set of rules and catalogues. It never changes once made.
type Book struct {
	layers     []map[string][]Rule // national first, overlays after it
	catalogues map[string]Catalogue
	grounds    []Ground
}

// Contents is what a book is made of.
type Contents struct {
	Rules      []Rule
	Catalogues []Catalogue
	Grounds    []Ground
}

// NewBook checks the national rules, catalogues and grounds and keeps them. All
// faults are reported at once, each with the place it was read from.
func NewBook(contents Contents) (*Book, error) {
	layer, err := newLayer(contents.Rules)
	if err != nil {
		return nil, err
	}
	book := &Book{layers: []map[string][]Rule{layer}, catalogues: map[string]Catalogue{}, grounds: contents.Grounds}
	faults := checkGrounds(contents.Grounds)
	for _, catalogue := range contents.Catalogues {
		if _, twice := book.catalogues[catalogue.ID]; twice {
			faults = append(faults, fmt.Errorf("%s: catalogue %s is given twice", catalogue.Place, catalogue.ID))
		}
		book.catalogues[catalogue.ID] = catalogue
		faults = append(faults, catalogue.check(book)...)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return book, nil
}

// Grounds lists the grounds of a kind in force on the day given, in the order of the law.
func (b *Book) Grounds(kind string, on workday.Date) []Ground {
	var all []Ground
	for _, ground := range b.grounds {
		if ground.Kind == kind && within(ground.From, ground.To, on) {
			all = append(all, ground)
		}
	}
	return all
}

// Conventions returns how time is counted as of the day given: C3, C5, C6 and
// C11 as the rules counting.* settle them. A book without those rules counts by
// the defaults of package workday.
func (b *Book) Conventions(on workday.Date) workday.Conventions {
	flag := func(id string, otherwise bool) bool {
		if rule, err := b.AsOf(id, on); err == nil {
			return rule.Value != 0
		}
		return otherwise
	}
	return workday.Conventions{
		NoRollForward:       !flag("counting.roll_forward", true),
		FullDaysBetween:     flag("counting.full_days_between", false),
		InclusiveMinimum:    flag("counting.inclusive_minimum", false),
		SuspensionDayCounts: flag("counting.suspension_day_counts", false),
	}
}

// AsOf returns the version of a rule in force on the day given, the overlay's
// before the national one. Errors: ErrUnknown, ErrNotInForce.
func (b *Book) AsOf(id string, on workday.Date) (Rule, error) {
	known := false
	for _, layer := range slices.Backward(b.layers) {
		for _, rule := range layer[id] {
			known = true
			if rule.InForce(on) {
				return rule, nil
			}
		}
	}
	if !known {
		return Rule{}, fmt.Errorf("%w: %q", ErrUnknown, id)
	}
	return Rule{}, fmt.Errorf("%w: %q on %s", ErrNotInForce, id, on)
}

// Versions returns all versions of a rule, national ones first, each layer in
// order of time.
func (b *Book) Versions(id string) []Rule {
	var all []Rule
	for _, layer := range b.layers {
		all = append(all, layer[id]...)
	}
	return all
}

// IDs lists the ids of all rules in order.
func (b *Book) IDs() []string {
	all := map[string]bool{}
	for _, layer := range b.layers {
		for id := range layer {
			all[id] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// Applying lists the rules in force on the day given that apply to a subject,
// in order of id.
func (b *Book) Applying(to string, on workday.Date) []Rule {
	var all []Rule
	for _, id := range b.IDs() {
		if rule, err := b.AsOf(id, on); err == nil && slices.Contains(rule.AppliesTo, to) {
			all = append(all, rule)
		}
	}
	return all
}

// Overlay returns a book in which the versions given go before those of this
// book in the days they cover. Refused, besides what NewBook refuses: an id
// this book does not know, unless it is an item's "sector." deadline or starts
// with "province." (a typing error must not become a rule nobody asks for), and
// a value the rule's Overlay does not allow.
func (b *Book) Overlay(name string, rules []Rule) (*Book, error) {
	named := slices.Clone(rules)
	for i := range named {
		named[i].Layer = name
	}
	layer, err := newLayer(named)
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, rule := range named {
		if err := b.allows(rule); err != nil {
			faults = append(faults, fault(rule, "%w", err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return &Book{layers: append(slices.Clone(b.layers), layer), catalogues: b.catalogues, grounds: b.grounds}, nil
}

func (b *Book) allows(rule Rule) error {
	base := b.Versions(rule.ID)
	if len(base) == 0 {
		return b.allowsNew(rule)
	}
	for _, was := range base {
		if err := was.allows(rule); err != nil {
			return err
		}
	}
	return nil
}

// allowsNew lets in a rule nobody had before: a sector law's deadline for an
// item of a catalogue ("sector." and the item's id), or a province's own.
func (b *Book) allowsNew(rule Rule) error {
	switch {
	case strings.HasPrefix(rule.ID, "province."):
		return nil
	case !strings.HasPrefix(rule.ID, "sector."):
		return errors.New("there is no such rule to lay over; a new rule's id starts with \"sector.\" or \"province.\"")
	case rule.Counting != Within:
		return fmt.Errorf("a sector law's deadline is counted within, not %q", rule.Counting)
	}
	for _, catalogue := range b.catalogues {
		for _, item := range catalogue.Items {
			if item.SectorRule == rule.ID {
				return nil
			}
		}
	}
	return errors.New("no item of a catalogue asks for it")
}

func (r Rule) allows(over Rule) error {
	switch {
	case r.Overlay == Free:
		return nil
	case r.Overlay == Fixed:
		return fmt.Errorf("%s leaves no room for another value", r.Basis)
	case r.Unit != over.Unit || r.Counting != over.Counting:
		return fmt.Errorf("%s is counted in %s, not in %s", r.ID, r.Unit, over.Unit)
	case r.Overlay == Longer && over.Value < r.Value:
		return fmt.Errorf("%s asks for at least %d, not %d", r.Basis, r.Value, over.Value)
	case r.Overlay == Shorter && over.Value > r.Value:
		return fmt.Errorf("%s allows at most %d, not %d", r.Basis, r.Value, over.Value)
	}
	return nil
}

func fault(rule Rule, format string, args ...any) error {
	place := rule.Place
	if place == "" {
		place = "law"
	}
	return fmt.Errorf("%s: rule %q: %w", place, rule.ID, fmt.Errorf(format, args...))
}
