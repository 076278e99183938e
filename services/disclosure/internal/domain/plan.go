package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// PlanState is where a yearly plan stands.
type PlanState string

// States of a plan.
const (
	PlanDraft    PlanState = "draft"
	PlanInForce  PlanState = "adopted"
	PlanReplaced PlanState = "replaced"
)

// PlanLine is one row: content, form, time, duration, who is responsible (Điều 14.1).
type PlanLine struct {
	Number      int          `json:"number"`
	Item        string       `json:"item"`
	Content     string       `json:"content"`
	Forms       []string     `json:"forms"`
	PlannedDate workday.Date `json:"planned_date"`
	Duration    int          `json:"duration,omitempty"`
	Responsible string       `json:"responsible"`
}

// Plan is the yearly disclosure plan of a body.
type Plan struct {
	ID             string
	Revision       int64
	Body           Body
	Year           int
	State          PlanState
	Lines          []PlanLine
	DocumentNumber string
	AdoptedDate    workday.Date
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

const basisPlan = "Điều 14 khoản 1 Luật 10/2022/QH15"

// ItemFinder finds an item of the body's catalogue as of today.
type ItemFinder func(id string) (law.Item, bool)

// PutLine adds a row (number 0) or replaces the one of that number.
func (p Plan) PutLine(line PlanLine, items ItemFinder, facts law.Facts, with Setting) (Plan, error) {
	if p.State != PlanDraft {
		return p, Refuse(StateNotAllowed, "state", "state", string(p.State), "action", "edit")
	}
	if err := p.checkLine(line, items, facts, with); err != nil {
		return p, err
	}
	p.Lines, p.UpdatedAt = slices.Clone(p.Lines), with.Now
	if line.Number == 0 {
		for _, other := range p.Lines {
			line.Number = max(line.Number, other.Number)
		}
		line.Number++
		p.Lines = append(p.Lines, line)
		return p, nil
	}
	at := p.line(line.Number)
	if at < 0 {
		return p, Refuse(PlanLineNotFound, "line.number")
	}
	p.Lines[at] = line
	return p, nil
}

func (p Plan) checkLine(line PlanLine, items ItemFinder, facts law.Facts, with Setting) error {
	item, ok := items(line.Item)
	switch {
	case !ok || item.Heading:
		return Refuse(ItemNotOfUnit, "line.item", "item", line.Item)
	case strings.TrimSpace(line.Content) == "":
		return Refuse(FieldRequired, "line.content").On(basisPlan)
	case utf8.RuneCountInString(line.Content) > longestSummary:
		return Refuse(FieldTooLong, "line.content", "max", strconv.Itoa(longestSummary))
	case strings.TrimSpace(line.Responsible) == "":
		return Refuse(FieldRequired, "line.responsible").On(basisPlan)
	case utf8.RuneCountInString(line.Responsible) > longestIssuer:
		return Refuse(FieldTooLong, "line.responsible", "max", strconv.Itoa(longestIssuer))
	case line.PlannedDate.IsZero():
		return Refuse(FieldRequired, "line.planned_date").On(basisPlan)
	case line.PlannedDate.Y != p.Year:
		return Refuse(DateInvalid, "line.planned_date", "year", strconv.Itoa(p.Year))
	}
	for _, owed := range item.Owed(facts) {
		if !slices.Contains(line.Forms, owed.Form) {
			return Refuse(PlanFormMissing, "line.forms", "forms", owed.Form).On(owed.Basis.String())
		}
		rule, err := with.Book.AsOf(owed.DurationRule, with.Today())
		if err == nil && rule.Counting == law.AtLeast && line.Duration < rule.Value {
			return Refuse(PlanDurationTooShort, "line.duration_days", "minimum", strconv.Itoa(rule.Value)).On(rule.Basis.String())
		}
	}
	return nil
}

// RemoveLine takes a row out.
func (p Plan) RemoveLine(number int, now time.Time) (Plan, error) {
	if p.State != PlanDraft {
		return p, Refuse(StateNotAllowed, "state", "state", string(p.State), "action", "edit")
	}
	at := p.line(number)
	if at < 0 {
		return p, Refuse(PlanLineNotFound, "number")
	}
	p.Lines, p.UpdatedAt = slices.Delete(slices.Clone(p.Lines), at, at+1), now
	return p, nil
}

// Adopt makes it the plan of the year.
func (p Plan) Adopt(documentNumber string, on workday.Date, with Setting) (Plan, []Fact, error) {
	switch today := with.Today(); {
	case p.State != PlanDraft:
		return p, nil, Refuse(StateNotAllowed, "state", "state", string(p.State), "action", "adopt")
	case len(p.Lines) == 0:
		return p, nil, Refuse(PlanEmpty, "lines").On(basisPlan)
	case strings.TrimSpace(documentNumber) == "":
		return p, nil, Refuse(FieldRequired, "document_number").On(basisPlan)
	case on.After(today):
		return p, nil, Refuse(DateInFuture, "adopted_date", "latest", today.Format())
	}
	p.State, p.DocumentNumber, p.AdoptedDate, p.UpdatedAt = PlanInForce, documentNumber, on, with.Now
	return p, []Fact{PlanAdopted{Plan: p.ID, Body: p.Body, Year: p.Year, Lines: len(p.Lines)}}, nil
}

// Unplanned lists the items no row plans for.
func (p Plan) Unplanned(items []law.Item) []string {
	var missing []string
	for _, item := range items {
		if !item.Heading && !slices.ContainsFunc(p.Lines, func(l PlanLine) bool { return l.Item == item.ID }) {
			missing = append(missing, item.ID)
		}
	}
	return missing
}

func (p Plan) line(number int) int {
	return slices.IndexFunc(p.Lines, func(l PlanLine) bool { return l.Number == number })
}
