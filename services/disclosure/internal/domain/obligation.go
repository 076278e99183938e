package domain

import (
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ObligationState is where a duty to disclose stands.
type ObligationState string

// States; the drawing is in doc.go.
const (
	ObligationExpected ObligationState = "expected"
	ObligationOpen     ObligationState = "open"
	ObligationInForms  ObligationState = "in_forms"
	ObligationStateMet ObligationState = "met"
	ObligationNone     ObligationState = "not_arisen"
	ObligationWithheld ObligationState = "withheld"
)

// Obligation is the duty of one body to disclose one item for one period or decision.
type Obligation struct {
	ID             string
	Revision       int64
	Body           Body
	Item           string
	Period         string
	PeriodEnd      workday.Date // last day of the period
	State          ObligationState
	DocumentNumber string
	DecisionDate   workday.Date
	Due            Due
	DueHistory     []DueChange
	PlannedDate    workday.Date
	Publication    string
	Withholding    string
	PublishedOn    workday.Date
	MetOn          workday.Date
	NotArisen      string
	RemindedAt     time.Time
	OverdueTold    bool
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Standing says how a thing stands in time.
type Standing string

// Standings.
const (
	Quiet   Standing = "quiet"
	DueSoon Standing = "due_soon"
	Overdue Standing = "overdue"
	InTime  Standing = "in_time"
	Late    Standing = "late"
)

// soon is how many days before the end a thing is shown as due soon.
const soon = 3

// Standing computes how the obligation stands on the day given.
func (o Obligation) Standing(calendar *workday.Calendar, today workday.Date) Standing {
	switch o.State {
	case ObligationInForms, ObligationStateMet:
		if o.LateDays(calendar) > 0 {
			return Late
		}
		return InTime
	case ObligationOpen:
		return standing(calendar, o.Due, today)
	case ObligationExpected:
		if today.After(o.PeriodEnd) {
			return Overdue
		}
	}
	return Quiet
}

func standing(calendar *workday.Calendar, due Due, today workday.Date) Standing {
	switch left := due.DaysLeft(calendar, today); {
	case due.IsZero():
		return Quiet
	case today.After(due.Date):
		return Overdue
	case left <= soon:
		return DueSoon
	}
	return Quiet
}

// LateDays is how late the item became public; 0 when in time or still open.
func (o Obligation) LateDays(calendar *workday.Calendar) int {
	if o.PublishedOn.IsZero() {
		return 0
	}
	return o.told().reckoned().Late(calendar, o.PublishedOn)
}

// NewObligation makes an expected obligation of a period.
func NewObligation(id string, body Body, item string, period Period, now time.Time) Obligation {
	return Obligation{ID: id, Body: body, Item: item, Period: period.Name, PeriodEnd: period.End, State: ObligationExpected, CreatedAt: now, UpdatedAt: now}
}

func (o Obligation) refuse(action string) error {
	return Refuse(StateNotAllowed, "state", "state", string(o.State), "action", action)
}

// Open records the decision that starts the clock. The due date is stored as told from now on.
func (o Obligation) Open(documentNumber string, decision workday.Date, with Setting) (Obligation, []Fact, error) {
	switch today := with.Today(); {
	case o.State != ObligationExpected && !(o.State == ObligationOpen && o.DecisionDate.IsZero()):
		return o, nil, o.refuse("open")
	case decision.IsZero():
		return o, nil, Refuse(FieldRequired, "decision_date").On("Điều 12 khoản 3 Luật 10/2022/QH15")
	case decision.After(today):
		return o, nil, Refuse(DateInFuture, "decision_date", "latest", today.Format())
	case decision.Before(earliestDecision):
		return o, nil, Refuse(DateTooEarly, "decision_date", "earliest", earliestDecision.Format())
	}
	opened := o.State == ObligationExpected
	o.DocumentNumber, o.DecisionDate, o.UpdatedAt = documentNumber, decision, with.Now
	if !opened {
		return o, nil, nil // the end of the period had started the clock already
	}
	return o.start(o.clockStart(decision, with), with)
}

// OpenAtPeriodEnd starts the clock of a report on a period that has ended; other items wait for their decision.
func (o Obligation) OpenAtPeriodEnd(with Setting) (Obligation, []Fact, error) {
	if o.State != ObligationExpected || with.Item.CountsFrom != law.FromPeriodEnd || !with.Today().After(o.PeriodEnd) {
		return o, nil, nil
	}
	o.UpdatedAt = with.Now
	return o.start(o.PeriodEnd, with)
}

func (o Obligation) clockStart(decision workday.Date, with Setting) workday.Date {
	if with.Item.CountsFrom == law.FromPeriodEnd {
		return o.PeriodEnd
	}
	return decision
}

func (o Obligation) start(day workday.Date, with Setting) (Obligation, []Fact, error) {
	due, err := DisclosureDue(with.Book, with.Calendar, with.Item, day)
	if err != nil {
		return o, nil, err
	}
	if due.IsZero() {
		return o, nil, beforeTheLaw(with)
	}
	o.State, o.Due = ObligationOpen, due
	return o, []Fact{ObligationOpened{Obligation: o.ID, Body: o.Body, Item: o.Item, Period: o.Period, Due: due}}, nil
}

// beforeTheLaw refuses a duty from a day on which no rule ordered one.
func beforeTheLaw(with Setting) error {
	refusal := Refuse(DateTooEarly, "decision_date", "earliest", "")
	if versions := with.Book.Versions(with.Item.DueRule); len(versions) > 0 {
		refusal = Refuse(DateTooEarly, "decision_date", "earliest", versions[0].From.Format()).On(versions[0].Basis.String())
	}
	return refusal
}

// Redate takes over a corrected date of the decision. The due date told before stays in the history,
// and whoever was told it is told the new one.
func (o Obligation) Redate(documentNumber string, decision workday.Date, with Setting) (Obligation, []Fact, error) {
	if o.State != ObligationOpen {
		return o, nil, o.refuse("redate")
	}
	o.DocumentNumber, o.UpdatedAt = documentNumber, with.Now
	if o.DecisionDate == decision {
		return o, nil, nil
	}
	o.DecisionDate = decision
	due, err := DisclosureDue(with.Book, with.Calendar, with.Item, o.clockStart(decision, with))
	if err != nil {
		return o, nil, err
	}
	if due.IsZero() {
		return o, nil, beforeTheLaw(with)
	}
	var facts []Fact
	if due.Date != o.Due.Date {
		facts = []Fact{ObligationDueMoved{Obligation: o.ID, Body: o.Body, Previous: o.Due.Date, Due: due.Date}}
		o.DueHistory = append(o.told().overtake().history, DueChange{
			Previous: o.Due, Recomputed: due, At: with.Now, Cause: CauseDecisionDate, Decision: DecisionAccepted,
		})
	}
	o.Due = due
	o.OverdueTold = o.OverdueTold && with.Today().After(due.Date)
	return o, facts, nil
}

// Answer ties a publication that became public to the obligation and looks whether it is met.
func (o Obligation) Answer(p Publication, with Setting) (Obligation, []Fact, error) {
	if o.State != ObligationOpen && o.State != ObligationInForms {
		return o, nil, o.refuse("answer")
	}
	o.State, o.Publication, o.PublishedOn, o.UpdatedAt = ObligationInForms, p.ID, workday.Today(p.PublishedAt), with.Now
	return o.Weigh(p, with)
}

// Weigh looks again whether the publication's forms meet the obligation. Once met it stays met, unless a form turns out
// to have ended early.
func (o Obligation) Weigh(p Publication, with Setting) (Obligation, []Fact, error) {
	if o.State != ObligationInForms && o.State != ObligationStateMet || o.Publication != p.ID {
		return o, nil, nil
	}
	complete := Complete(Fulfil(with.Book, with.Calendar, with.Item, with.Facts, p.Forms, with.Today()))
	switch {
	case complete && o.State == ObligationInForms:
		o.State, o.MetOn, o.UpdatedAt = ObligationStateMet, with.Today(), with.Now
		return o, []Fact{ObligationMet{Obligation: o.ID, Body: o.Body, Item: o.Item, Period: o.Period, Publication: p.ID, LateDays: o.LateDays(with.Calendar)}}, nil
	case !complete && o.State == ObligationStateMet:
		o.State, o.MetOn, o.UpdatedAt = ObligationInForms, workday.Date{}, with.Now
	}
	return o, nil, nil
}

// Reopen undoes Answer when the publication was withdrawn: the duty stands again with the due date it had.
func (o Obligation) Reopen(publication string, with Setting) Obligation {
	if o.Publication != publication || o.State != ObligationInForms && o.State != ObligationStateMet {
		return o
	}
	o.State, o.Publication, o.UpdatedAt = ObligationOpen, "", with.Now
	o.PublishedOn, o.MetOn = workday.Date{}, workday.Date{}
	return o
}

// MarkNotArisen records that nothing of the kind happened in the period.
func (o Obligation) MarkNotArisen(reason string, with Setting) (Obligation, []Fact, error) {
	switch today := with.Today(); {
	case o.State != ObligationExpected:
		return o, nil, o.refuse("mark_not_arisen")
	case strings.TrimSpace(reason) == "":
		return o, nil, Refuse(FieldRequired, "reason")
	case !today.After(o.PeriodEnd):
		return o, nil, Refuse(PeriodNotEnded, "period", "until", o.PeriodEnd.Format())
	}
	o.State, o.NotArisen, o.UpdatedAt = ObligationNone, strings.TrimSpace(reason), with.Now
	return o, []Fact{ObligationNotArisen{Obligation: o.ID, Body: o.Body, Item: o.Item, Period: o.Period}}, nil
}

// TellOverdue states once that the due date passed and nothing is public.
func (o Obligation) TellOverdue(with Setting) (Obligation, []Fact) {
	if o.State != ObligationOpen || o.OverdueTold || !with.Today().After(o.Due.Date) {
		return o, nil
	}
	o.OverdueTold, o.UpdatedAt = true, with.Now
	return o, []Fact{ObligationOverdue{Obligation: o.ID, Body: o.Body, Item: o.Item, Period: o.Period, Due: o.Due.Date}}
}

// Remind notes a reminder, at most one a day.
func (o Obligation) Remind(with Setting) (Obligation, error) {
	if o.State != ObligationExpected && o.State != ObligationOpen && o.State != ObligationInForms {
		return o, o.refuse("remind")
	}
	if !o.RemindedAt.IsZero() && workday.Today(o.RemindedAt) == with.Today() {
		return o, Refuse(RemindedToday, "name")
	}
	o.RemindedAt, o.UpdatedAt = with.Now, with.Now
	return o, nil
}
