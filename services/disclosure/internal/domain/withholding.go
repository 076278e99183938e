package domain

import (
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// WithholdingState is where an entry of the withheld stands.
type WithholdingState string

// States: PROPOSED ─▶ APPROVED ─▶ LIFTED, or PROPOSED ─▶ DECLINED.
const (
	WithholdingProposed WithholdingState = "proposed"
	WithholdingInForce  WithholdingState = "approved"
	WithholdingDeclined WithholdingState = "declined"
	WithholdingOver     WithholdingState = "lifted"
)

// longestWithholding is how far ahead the next review may lie, in years.
const longestWithholding = 5

// Withholding is something that lawfully is not disclosed: counted, never described.
type Withholding struct {
	ID             string
	Revision       int64
	Body           Body
	Item           string
	Obligation     string
	State          WithholdingState
	Ground         string
	Basis          law.Basis
	SubjectMatter  string
	Justification  string
	ReviewDate     workday.Date
	Author         Actor
	Approver       Actor
	DecisionReason string
	ApprovedAt     time.Time
	ClosedAt       time.Time
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Propose checks a new entry.
func (w Withholding) Propose(with Setting) (Withholding, error) {
	switch {
	case strings.TrimSpace(w.SubjectMatter) == "":
		return w, Refuse(FieldRequired, "subject_matter")
	case strings.TrimSpace(w.Justification) == "":
		return w, Refuse(FieldRequired, "justification")
	case w.Basis.IsZero():
		return w, Refuse(FieldRequired, "basis_document")
	}
	// The entry says that something is withheld, not what: a stamped mark in it is the content leaking in.
	for field, text := range map[string]string{"subject_matter": w.SubjectMatter, "justification": w.Justification} {
		if found := marks(field, text, false); len(found) > 0 {
			return w, Refuse(WarningOpen, field, "code", string(ClassificationMark), "excerpt", found[0].Excerpt).On(basisSecrets)
		}
	}
	if err := checkReview(w.ReviewDate, with); err != nil {
		return w, err
	}
	w.State, w.CreatedAt, w.UpdatedAt = WithholdingProposed, with.Now, with.Now
	return w, nil
}

func checkReview(date workday.Date, with Setting) error {
	today := with.Today()
	latest := today.AddMonths(12 * longestWithholding)
	switch {
	case !date.After(today):
		return Refuse(DateTooEarly, "review_date", "earliest", today.AddDays(1).Format())
	case date.After(latest):
		return Refuse(TimeTooFar, "review_date", "latest", latest.Format())
	}
	return nil
}

// Approve puts it in force. The approver is never the author, not even where nobody else is there: then the province decides.
func (w Withholding) Approve(by Actor, with Setting) (Withholding, []Fact, error) {
	switch {
	case w.State != WithholdingProposed:
		return w, nil, w.refuse("approve")
	case by.Is(w.Author):
		return w, nil, Refuse(FourEyes, "approver").On(basisSecrets)
	}
	w.State, w.Approver, w.ApprovedAt, w.UpdatedAt = WithholdingInForce, by, with.Now, with.Now
	return w, []Fact{WithholdingApproved{Withholding: w.ID, Body: w.Body, Item: w.Item, Obligation: w.Obligation, Ground: w.Ground, ReviewDate: w.ReviewDate}}, nil
}

// Decline refuses it; what it was about stays owed.
func (w Withholding) Decline(by Actor, reason string, with Setting) (Withholding, error) {
	switch {
	case w.State != WithholdingProposed:
		return w, w.refuse("decline")
	case by.Is(w.Author):
		return w, Refuse(FourEyes, "approver").On(basisSecrets)
	case strings.TrimSpace(reason) == "":
		return w, Refuse(FieldRequired, "reason")
	}
	w.State, w.Approver, w.DecisionReason, w.ClosedAt, w.UpdatedAt = WithholdingDeclined, by, strings.TrimSpace(reason), with.Now, with.Now
	return w, nil
}

// Review prolongs it.
func (w Withholding) Review(date workday.Date, reason string, with Setting) (Withholding, error) {
	switch {
	case w.State != WithholdingInForce:
		return w, w.refuse("review")
	case strings.TrimSpace(reason) == "":
		return w, Refuse(FieldRequired, "reason")
	}
	if err := checkReview(date, with); err != nil {
		return w, err
	}
	w.ReviewDate, w.DecisionReason, w.UpdatedAt = date, strings.TrimSpace(reason), with.Now
	return w, nil
}

// Lift ends it.
func (w Withholding) Lift(reason string, with Setting) (Withholding, []Fact, error) {
	switch {
	case w.State != WithholdingInForce:
		return w, nil, w.refuse("lift")
	case strings.TrimSpace(reason) == "":
		return w, nil, Refuse(FieldRequired, "reason")
	}
	w.State, w.DecisionReason, w.ClosedAt, w.UpdatedAt = WithholdingOver, strings.TrimSpace(reason), with.Now, with.Now
	return w, []Fact{WithholdingLifted{Withholding: w.ID, Body: w.Body, Obligation: w.Obligation}}, nil
}

func (w Withholding) refuse(action string) error {
	return Refuse(StateNotAllowed, "state", "state", string(w.State), "action", action)
}

// Withhold marks the obligation as covered by an approved withholding.
func (o Obligation) Withhold(withholding string, with Setting) (Obligation, error) {
	if o.State != ObligationExpected && o.State != ObligationOpen {
		return o, o.refuse("withhold")
	}
	o.State, o.Withholding, o.UpdatedAt = ObligationWithheld, withholding, with.Now
	return o, nil
}

// Unwithhold opens it again with the due date it had.
func (o Obligation) Unwithhold(with Setting) (Obligation, error) {
	if o.State != ObligationWithheld {
		return o, o.refuse("lift")
	}
	o.State, o.UpdatedAt = ObligationOpen, with.Now
	if o.Due.IsZero() {
		o.State = ObligationExpected
	}
	o.Withholding = ""
	return o, nil
}
