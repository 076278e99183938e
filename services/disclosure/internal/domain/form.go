package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Codes of the forms the rules treat in a way of their own; the others only need to have been done.
const (
	FormPosting     = "posting"
	FormPortal      = "portal"
	FormRadio       = "radio"
	FormVillageHead = "village_head"
	FormInternal    = "internal_site"
)

// FormRecord is one act of disclosure in a legal form, with its evidence.
type FormRecord struct {
	Number         int            `json:"number"`
	Form           string         `json:"form"`
	PlaceKind      string         `json:"place_kind,omitempty"`
	Place          string         `json:"place,omitempty"`
	From           workday.Date   `json:"from"`
	To             workday.Date   `json:"to,omitzero"`
	BroadcastDates []workday.Date `json:"broadcast_dates,omitempty"`
	Evidence       []Attachment   `json:"evidence,omitempty"`
	Note           string         `json:"note,omitempty"`
	EarlyReason    string         `json:"early_reason,omitempty"`
	RecordedBy     Actor          `json:"recorded_by"`
	RecordedAt     time.Time      `json:"recorded_at"`
}

// check looks at one record by itself: dates in order, not in the future, evidence there.
func (r FormRecord) check(required []law.Required, published, today workday.Date) error {
	switch {
	case r.From.IsZero():
		return Refuse(FieldRequired, "from")
	case r.From.After(today):
		return Refuse(DateInFuture, "from", "latest", today.Format())
	case !r.To.IsZero() && r.To.After(today):
		return Refuse(DateInFuture, "to", "latest", today.Format())
	case !r.To.IsZero() && r.To.Before(r.From):
		return Refuse(DateTooEarly, "to", "earliest", r.From.Format())
	case r.From.Before(published):
		return Refuse(DateTooEarly, "from", "earliest", published.Format())
	}
	if err := r.checkPlace(required); err != nil {
		return err
	}
	if r.Form == FormRadio {
		return r.checkBroadcasts(today)
	}
	if r.Form == FormPortal || r.Form == FormInternal {
		return nil
	}
	if r.Form == FormVillageHead && strings.TrimSpace(r.Note) != "" {
		return nil // what the head said where is itself the record (Điều 13.4)
	}
	if len(r.Evidence) == 0 {
		return Refuse(EvidenceRequired, "evidence").On("Điều 13 Luật 10/2022/QH15")
	}
	return nil
}

func (r FormRecord) checkPlace(required []law.Required) error {
	for _, need := range required {
		if need.Form != r.Form || len(need.Places) == 0 {
			continue
		}
		if !slices.Contains(need.Places, r.PlaceKind) {
			return Refuse(PlaceNotAllowed, "place_kind", "places", strings.Join(need.Places, ", ")).On(need.Basis.String())
		}
		if strings.TrimSpace(r.Place) == "" {
			return Refuse(FieldRequired, "place").On(need.Basis.String())
		}
	}
	return nil
}

func (r FormRecord) checkBroadcasts(today workday.Date) error {
	if len(r.BroadcastDates) == 0 {
		return Refuse(BroadcastDatesInvalid, "broadcast_dates").On("Điều 13 khoản 3 Luật 10/2022/QH15")
	}
	seen := map[workday.Date]bool{}
	for i, date := range r.BroadcastDates {
		field := "broadcast_dates[" + strconv.Itoa(i) + "]"
		switch {
		case seen[date]:
			return Refuse(BroadcastDatesInvalid, field)
		case date.After(today):
			return Refuse(DateInFuture, field, "latest", today.Format())
		case date.Before(r.From):
			return Refuse(DateTooEarly, field, "earliest", r.From.Format())
		}
		seen[date] = true
	}
	return nil
}

// Fulfilment says how one owed form stands.
type Fulfilment struct {
	Required      law.Required
	Rule          law.Rule // duration rule; zero when none
	Fulfilled     bool
	Running       bool
	NotApplicable bool
	On            workday.Date // first day on which it is fulfilled; zero when not begun
	MissingPlaces []string
	MissingDays   int

	conventions workday.Conventions
}

// Fulfil weighs the records against the forms the law asks of the item. facts settle the conditions ("where there is a
// radio"); forms another regulation may add are not demanded.
func Fulfil(book *law.Book, calendar *workday.Calendar, item law.Item, facts law.Facts, records []FormRecord, today workday.Date) []Fulfilment {
	owed := item.Owed(facts)
	result := make([]Fulfilment, 0, len(item.Forms))
	for _, need := range item.Forms {
		one := demanded(book, need, ofForm(records, need.Form), today)
		if !slices.ContainsFunc(owed, func(o law.Required) bool { return o.Form == need.Form && o.Need == need.Need }) {
			one.NotApplicable = true
			result = append(result, one)
			continue
		}
		one.weigh(calendar, ofForm(records, need.Form), today)
		result = append(result, one)
	}
	return result
}

// demanded is what a form asks for: the rule and the counting of the day its first act began, so that a later version of the
// law takes nothing away from what was done under the one before; of today when nothing was done yet.
func demanded(book *law.Book, need law.Required, records []FormRecord, today workday.Date) Fulfilment {
	since := today
	for _, record := range records {
		if record.From.Before(since) {
			since = record.From
		}
	}
	one := Fulfilment{Required: need, conventions: book.Conventions(since)}
	if need.DurationRule == "" {
		return one
	}
	var err error
	if one.Rule, err = book.AsOf(need.DurationRule, since); err != nil { // older than the rule
		one.Rule, _ = book.AsOf(need.DurationRule, today)
	}
	return one
}

// Complete reports whether every owed form is fulfilled.
func Complete(all []Fulfilment) bool {
	return !slices.ContainsFunc(all, func(f Fulfilment) bool { return !f.NotApplicable && !f.Fulfilled })
}

func ofForm(records []FormRecord, form string) []FormRecord {
	var some []FormRecord
	for _, record := range records {
		if record.Form == form {
			some = append(some, record)
		}
	}
	return some
}

func (f *Fulfilment) weigh(calendar *workday.Calendar, records []FormRecord, today workday.Date) {
	if f.Rule.Counting == law.Consecutive {
		f.weighBroadcasts(records)
		return
	}
	places := f.Required.Places
	if len(places) == 0 {
		places = []string{""}
	}
	f.Fulfilled = true
	for _, place := range places {
		on, begun := f.earliest(calendar, records, place)
		switch {
		case !begun:
			f.Fulfilled = false
			if place != "" {
				f.MissingPlaces = append(f.MissingPlaces, place)
			}
			continue
		case on.After(f.On):
			f.On = on
		}
		f.Running = true
		if on.After(today) {
			f.Fulfilled = false
		}
	}
	if len(f.MissingPlaces) > 0 || !f.Running {
		f.On = workday.Date{}
	}
	if f.Fulfilled {
		f.Running = false
	} else if !f.On.IsZero() {
		f.MissingDays = today.DaysUntil(f.On)
	}
}

// earliest returns the first day on which one of the records at the place has lasted long enough. A record taken down too
// early never does.
func (f *Fulfilment) earliest(calendar *workday.Calendar, records []FormRecord, place string) (on workday.Date, begun bool) {
	for _, record := range records {
		if place != "" && record.PlaceKind != place {
			continue
		}
		day := record.From
		switch {
		case f.Required.Permanent && !record.To.IsZero():
			continue // it has to stay (Điều 13.2, items 4 and 13)
		case f.Required.Permanent:
		case f.Rule.Counting == law.AtLeast:
			span, err := f.Rule.Span(calendar, record.From, f.conventions)
			if err != nil || !record.To.IsZero() && record.To.Before(span.Through) {
				continue
			}
			day = span.RemovableFrom
		}
		if !begun || day.Before(on) {
			on, begun = day, true
		}
	}
	return on, begun
}

func (f *Fulfilment) weighBroadcasts(records []FormRecord) {
	var aired []workday.Date
	for _, record := range records {
		aired = append(aired, record.BroadcastDates...)
	}
	f.Running = len(aired) > 0
	if from, _, found := workday.Consecutive(aired, f.Rule.Value); found {
		f.Fulfilled, f.Running, f.On = true, false, from.AddDays(f.Rule.Value-1)
		return
	}
	longest := 0
	for n := f.Rule.Value - 1; n > 0 && longest == 0; n-- {
		if _, _, found := workday.Consecutive(aired, n); found {
			longest = n
		}
	}
	f.MissingDays = f.Rule.Value - longest
}

// EarliestEnd returns the first day on which a posting may be taken down (rule C6); zero when it may at any time.
func EarliestEnd(book *law.Book, calendar *workday.Calendar, item law.Item, record FormRecord) workday.Date {
	for _, need := range item.Forms {
		if need.Form != record.Form || need.DurationRule == "" {
			continue
		}
		rule, err := book.AsOf(need.DurationRule, record.From)
		if err != nil || rule.Counting != law.AtLeast {
			continue
		}
		if span, err := rule.Span(calendar, record.From, book.Conventions(record.From)); err == nil {
			return span.RemovableFrom
		}
	}
	return workday.Date{}
}
