package domain

import (
	"strconv"
	"strings"
	"time"
)

// HouseholdChange says what happened to a household.
type HouseholdChange string

// The changes.
const (
	RepresentativeChanged HouseholdChange = "representative"
	HouseholdSplit        HouseholdChange = "split"
	HouseholdMerged       HouseholdChange = "merged"
	HouseholdMoved        HouseholdChange = "moved"
	HouseholdEnded        HouseholdChange = "ended"
	HouseholdEntered      HouseholdChange = "registered"
)

// Representative is who speaks and votes for a household from a day on.
type Representative struct {
	Person Person
	Period Period
	// ConfirmedAt is when the person confirmed it by signing in; zero when not yet.
	ConfirmedAt time.Time
}

// Household is one hộ gia đình on the roll of a village.
type Household struct {
	ID      string
	Village UnitKey
	Code    string
	Address string
	// Representative is the present one; nil while none is known.
	Representative *Representative
	Period         Period
	Version        int64
	// Former representatives added by the change at hand, for the store to keep.
	Former []Representative
	// Happened are the lines of history added by the change at hand.
	Happened []HouseholdEvent
}

// HouseholdEvent is a line of a household's history.
type HouseholdEvent struct {
	Date    Date
	Kind    HouseholdChange
	Related string
	Reason  string
}

// RegisterHousehold enters a household on the roll of a village.
func RegisterHousehold(h Household, village *Unit) (Household, []Fact, error) {
	h.Code, h.Address = strings.TrimSpace(h.Code), strings.TrimSpace(h.Address)
	if h.Code == "" {
		return Household{}, nil, refuse(Malformed, InvalidValue, "household.code", "value", "")
	}
	if village.Level() != Village {
		return Household{}, nil, refuse(Refused, NotAVillage, "household.village", "name", village.FullName)
	}
	if err := h.Period.check("household.valid_"); err != nil {
		return Household{}, nil, err
	}
	if !village.Period.Contains(h.Period.From) {
		return Household{}, nil, outside("household.valid_from", h.Period.From, village.Period)
	}
	if h.Representative != nil {
		person, err := h.Representative.Person.Check(h.Period.From)
		if err != nil {
			return Household{}, nil, err
		}
		h.Representative = &Representative{Person: person, Period: Period{From: h.Period.From}}
	}
	h.Village, h.Version = village.Key(), 1
	h.Happened = []HouseholdEvent{{Date: h.Period.From, Kind: HouseholdEntered}}
	return h, []Fact{HouseholdRegistered{Household: h.ID, Village: h.Village, From: h.Period.From}}, nil
}

// open refuses a household that is off the roll, or a day before it came on.
func (h Household) open(day Date, field string) error {
	if !h.Period.To.IsZero() {
		return refuse(Refused, AlreadyEnded, field, "name", h.Code, "date", h.Period.To.Format())
	}
	if day.Before(h.Period.From) {
		return outside(field, day, h.Period)
	}
	return nil
}

// ChangeRepresentative names another representative, or none, from a day on.
func (h Household) ChangeRepresentative(p *Person, from Date, reason string) (Household, []Fact, error) {
	if err := h.open(from, "effective_date"); err != nil {
		return Household{}, nil, err
	}
	if h.Representative == nil && p == nil {
		return Household{}, nil, refuse(Refused, NothingChanges, "representative")
	}
	if old := h.Representative; old != nil {
		if from.Before(old.Period.From) {
			return Household{}, nil, outside("effective_date", from, old.Period)
		}
		// Replaced on the first day: the earlier entry never held.
		if from.After(old.Period.From) {
			former := *old
			former.Period.To = from
			h.Former = append(h.Former, former)
		}
	}
	h.Representative = nil
	if p != nil {
		person, err := p.Check(from)
		if err != nil {
			return Household{}, nil, err
		}
		h.Representative = &Representative{Person: person, Period: Period{From: from}}
	}
	return h.happened(RepresentativeChanged, from, reason)
}

// End takes a household off the roll.
func (h Household) End(to Date, reason string) (Household, []Fact, error) {
	if err := h.leave(to, "valid_to"); err != nil {
		return Household{}, nil, err
	}
	h.Period.To = to
	return h.happened(HouseholdEnded, to, reason)
}

func (h Household) leave(to Date, field string) error {
	if err := h.open(to, field); err != nil {
		return err
	}
	if to == h.Period.From {
		return refuse(Malformed, PeriodEmpty, field, "from", h.Period.From.Format(), "to", to.Format())
	}
	return nil
}

// Split divides a household: it goes on and the others begin in the same village.
func (h Household) Split(others []Household, village *Unit, from Date, reason string) (Household, []Household, []Fact, error) {
	if err := h.open(from, "effective_date"); err != nil {
		return Household{}, nil, nil, err
	}
	var related []string
	var facts []Fact
	begun := make([]Household, 0, len(others))
	for _, o := range others {
		o.Period = Period{From: from}
		if o.Address == "" {
			o.Address = h.Address
		}
		n, entered, err := RegisterHousehold(o, village)
		if err != nil {
			return Household{}, nil, nil, err
		}
		n.Happened = []HouseholdEvent{{Date: from, Kind: HouseholdSplit, Related: h.ID, Reason: reason}}
		begun, facts, related = append(begun, n), append(facts, entered...), append(related, n.ID)
	}
	h, changed, err := h.happened(HouseholdSplit, from, reason, related...)
	return h, begun, append(facts, changed...), err
}

// Merge joins others into h; they leave the roll.
func (h Household) Merge(others []Household, date Date, reason string) (Household, []Household, []Fact, error) {
	if err := h.open(date, "effective_date"); err != nil {
		return Household{}, nil, nil, err
	}
	var related []string
	var facts []Fact
	ended := make([]Household, 0, len(others))
	for _, o := range others {
		if o.ID == h.ID {
			return Household{}, nil, nil, refuse(Malformed, InvalidValue, "merged", "value", "households/"+o.ID)
		}
		if o.Village != h.Village {
			return Household{}, nil, nil, refuse(Refused, DifferentVillages, "merged", "name", o.Code)
		}
		if err := o.leave(date, "merged"); err != nil {
			return Household{}, nil, nil, err
		}
		o.Period.To = date
		o, changed, err := o.happened(HouseholdMerged, date, reason, h.ID)
		if err != nil {
			return Household{}, nil, nil, err
		}
		ended, facts, related = append(ended, o), append(facts, changed...), append(related, o.ID)
	}
	h, changed, err := h.happened(HouseholdMerged, date, reason, related...)
	return h, ended, append(facts, changed...), err
}

// Move ends the household here and begins it in another village with the same
// representative. newcomer carries the id, code and address there.
func (h Household) Move(newcomer Household, village *Unit, date Date, reason string) (Household, Household, []Fact, error) {
	if village.Key() == h.Village {
		return Household{}, Household{}, nil, refuse(Refused, NothingChanges, "village")
	}
	if err := h.leave(date, "effective_date"); err != nil {
		return Household{}, Household{}, nil, err
	}
	newcomer.Period = Period{From: date}
	if h.Representative != nil {
		newcomer.Representative = &Representative{Person: h.Representative.Person}
	}
	n, facts, err := RegisterHousehold(newcomer, village)
	if err != nil {
		return Household{}, Household{}, nil, err
	}
	if n.Representative != nil {
		n.Representative.ConfirmedAt = h.Representative.ConfirmedAt
	}
	n.Happened = []HouseholdEvent{{Date: date, Kind: HouseholdMoved, Related: h.ID, Reason: reason}}
	h.Period.To = date
	h.Version++
	h.Happened = []HouseholdEvent{{Date: date, Kind: HouseholdMoved, Related: n.ID, Reason: reason}}
	facts = append(facts, HouseholdChanged{
		Household: h.ID, Village: n.Village, Kind: HouseholdMoved, Date: date, Related: []string{n.ID}, FromVillage: h.Village,
	})
	return h, n, facts, nil
}

// CodeAt is the code the household takes when its village goes into another: its
// own; where that is taken there, with the number of the village it comes from
// before it, and if need be how often that happened.
func (h Household) CodeAt(try int) string {
	code := h.Code
	if try > 0 {
		_, number, _ := strings.Cut(h.Village.Code(), ".")
		code = number + "-" + code
	}
	if try > 1 {
		code += "-" + strconv.Itoa(try)
	}
	return code
}

// Confirm records that the representative recognised the household by signing in.
func (h Household) Confirm(at time.Time) (Household, bool) {
	if h.Representative == nil || !h.Representative.ConfirmedAt.IsZero() {
		return h, false
	}
	r := *h.Representative
	r.ConfirmedAt = at
	h.Representative = &r
	h.Version++
	return h, true
}

func (h Household) happened(kind HouseholdChange, date Date, reason string, related ...string) (Household, []Fact, error) {
	h.Version++
	h.Happened = nil
	if len(related) == 0 {
		h.Happened = []HouseholdEvent{{Date: date, Kind: kind, Reason: reason}}
	}
	for _, id := range related {
		h.Happened = append(h.Happened, HouseholdEvent{Date: date, Kind: kind, Related: id, Reason: reason})
	}
	return h, []Fact{HouseholdChanged{Household: h.ID, Village: h.Village, Kind: kind, Date: date, Related: related}}, nil
}
