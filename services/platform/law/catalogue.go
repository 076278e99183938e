package law

import "github.com/danchu-platform/danchu/services/platform/workday"

// Catalogues of what must be public, by who must make it public.
const (
	Communes         = "communes"          // Điều 11 Luật 10/2022/QH15
	Agencies         = "agencies"          // Điều 46
	StateEnterprises = "state_enterprises" // Điều 64
)

// Catalogue is the list of what one kind of body must make public.
type Catalogue struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	TitleEn string `json:"title_en"`
	Basis   Basis  `json:"basis"`
	Forms   []Form `json:"forms"` // the forms the law names, in its order
	Items   []Item `json:"items"`

	Place string `json:"-"` // file it was read from, for errors
}

// Ground is a lawful reason to withhold information or to refuse a request.
type Ground struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"` // GroundWithhold or GroundRefuse
	Title   string `json:"title"`
	TitleEn string `json:"title_en"`
	Basis   Basis  `json:"basis"`
	Mark    Mark   `json:"mark"`
	Notes   string `json:"notes,omitempty"`

	From workday.Date `json:"from"`
	To   workday.Date `json:"to,omitzero"`

	Place string `json:"-"` // file and line it was read from, for errors
}

// Kinds of grounds.
const (
	GroundWithhold = "withhold" // not made public though an item asks for it
	GroundRefuse   = "refuse"   // a request for information is turned down (Điều 28 Luật 104/2016/QH13)
)

// Form is one way of making something public, with its letter in the law.
type Form struct {
	Code    string `json:"code"`   // posting, portal, radio, …
	Letter  string `json:"letter"` // a, b, c, d, đ, e, g, h, i, k
	Title   string `json:"title"`
	TitleEn string `json:"title_en"`
	Basis   Basis  `json:"basis"`
	Mark    Mark   `json:"mark"`

	From workday.Date `json:"from"`
	To   workday.Date `json:"to,omitzero"`
}

// Frequency says when an item falls due.
type Frequency string

// Frequencies. Everything but OnDecision and Permanent is owed once a period.
const (
	OnDecision Frequency = "on_decision" // after each decision or document
	Monthly    Frequency = "monthly"
	Quarterly  Frequency = "quarterly"
	HalfYearly Frequency = "half_yearly"
	Yearly     Frequency = "yearly"
	Permanent  Frequency = "permanent" // always in place, renewed when it changes
)

// CountsFrom says with which event an item's deadline starts.
type CountsFrom string

// Starts of a deadline.
const (
	FromDecision  CountsFrom = "decision"   // the date of the decision or document (Điều 12.3)
	FromPeriodEnd CountsFrom = "period_end" // the last day of the quarter, half-year or year reported on
)

// Item is one thing that must be public. Items of a clause that names several
// documents are parts of it: Parent is the clause's item, which then is a
// heading and owes nothing by itself.
type Item struct {
	ID      string `json:"id"`     // "communes.02.quarterly"
	Number  string `json:"number"` // clause or point in the law: "2", "a"
	Parent  string `json:"parent,omitempty"`
	Title   string `json:"title"`
	TitleEn string `json:"title_en"`
	Text    string `json:"text,omitempty"` // what the law lists, for the page
	Basis   Basis  `json:"basis"`
	Mark    Mark   `json:"mark"`
	Notes   string `json:"notes,omitempty"`

	Heading      bool       `json:"heading,omitempty"`
	DueRule      string     `json:"due_rule,omitempty"`    // rule of the deadline when no sector law sets one
	SectorRule   string     `json:"sector_rule,omitempty"` // id an overlay uses for a sector law's deadline
	Frequency    Frequency  `json:"frequency,omitempty"`
	CountsFrom   CountsFrom `json:"counts_from,omitempty"` // what the deadline starts with
	Forms        []Required `json:"forms,omitempty"`
	PersonalList bool       `json:"personal_list,omitempty"` // names persons: fewest fields, expires after the posting

	From workday.Date `json:"from"`
	To   workday.Date `json:"to,omitzero"`
}

// Need says when a form is owed.
type Need string

// Needs. A unit's own facts (has it a portal, a radio?) settle the conditions.
const (
	Always       Need = "always"
	IfPortal     Need = "if_portal"      // where a portal or site exists
	IfRadio      Need = "if_radio"       // where the commune has a radio
	IfInternal   Need = "if_internal"    // where there is an internal site
	IfNoInternal Need = "if_no_internal" // only where there is no internal site
	ByRegulation Need = "by_regulation"  // where another law or the local quy chế says so
)

// Required is a form an item must be made public in.
type Required struct {
	Form         string   `json:"form"` // Form.Code
	Need         Need     `json:"need"`
	DurationRule string   `json:"duration_rule,omitempty"` // how long or on how many days at least
	Permanent    bool     `json:"permanent,omitempty"`     // stays, and is renewed when the content changes
	Places       []string `json:"places,omitempty"`        // codes of the places of a posting
	Basis        Basis    `json:"basis"`

	From workday.Date `json:"from"`
	To   workday.Date `json:"to,omitzero"`
}

// Facts are what must be known of a unit to tell which forms it owes.
type Facts struct {
	Portal       bool // has a portal or a site
	Radio        bool // has a working radio
	InternalSite bool // has an internal site (agencies)
}

// Catalogue returns the catalogue of the kind of body given.
func (b *Book) Catalogue(id string) (Catalogue, bool) {
	c, ok := b.catalogues[id]
	return c, ok
}

// AsOf returns the catalogue with only the items and forms in force on the day given.
func (c Catalogue) AsOf(on workday.Date) Catalogue {
	out := c
	out.Forms, out.Items = nil, make([]Item, 0, len(c.Items))
	for _, form := range c.Forms {
		if within(form.From, form.To, on) {
			out.Forms = append(out.Forms, form)
		}
	}
	for _, item := range c.Items {
		if within(item.From, item.To, on) {
			out.Items = append(out.Items, item.asOf(on))
		}
	}
	return out
}

// ItemAsOf is AsOf(on).Item(id) without the rest of the catalogue: lists of
// publications ask it for each row.
func (c Catalogue) ItemAsOf(id string, on workday.Date) (Item, bool) {
	for i := range c.Items {
		if item := &c.Items[i]; item.ID == id && within(item.From, item.To, on) {
			return item.asOf(on), true
		}
	}
	return Item{}, false
}

// asOf is the item with only the forms in force on the day given.
func (i Item) asOf(on workday.Date) Item {
	forms := i.Forms
	i.Forms = nil
	for _, form := range forms {
		if within(form.From, form.To, on) {
			i.Forms = append(i.Forms, form)
		}
	}
	return i
}

// Item returns the item of that id.
func (c Catalogue) Item(id string) (Item, bool) {
	for _, item := range c.Items {
		if item.ID == id {
			return item, true
		}
	}
	return Item{}, false
}

// Form returns the form of that code.
func (c Catalogue) Form(code string) (Form, bool) {
	for _, form := range c.Forms {
		if form.Code == code {
			return form, true
		}
	}
	return Form{}, false
}

// Owed returns the forms a body with the facts given must use for the item.
// Forms that another law or the local quy chế may add are not among them.
func (i Item) Owed(facts Facts) []Required {
	var owed []Required
	for _, form := range i.Forms {
		switch form.Need {
		case Always:
		case IfPortal:
			if !facts.Portal {
				continue
			}
		case IfRadio:
			if !facts.Radio {
				continue
			}
		case IfInternal:
			if !facts.InternalSite {
				continue
			}
		case IfNoInternal:
			if facts.InternalSite {
				continue
			}
		default:
			continue
		}
		owed = append(owed, form)
	}
	return owed
}

// Deadline returns the rule for the item's deadline on the day given: the
// sector law's where an overlay gives one, else the item's own (Điều 12.3).
// A heading has none: ErrUnknown.
func (b *Book) Deadline(item Item, on workday.Date) (Rule, error) {
	if item.SectorRule != "" {
		if rule, err := b.AsOf(item.SectorRule, on); err == nil {
			return rule, nil
		}
	}
	return b.AsOf(item.DueRule, on)
}

func within(from, to, on workday.Date) bool {
	return !on.Before(from) && (to.IsZero() || !on.After(to))
}
