package domain

import (
	"strings"
	"time"
)

const (
	basisSecrets  = "Điều 11 Luật 10/2022/QH15"
	basisApproval = "Điều 14 khoản 1 Luật 10/2022/QH15"
)

// Submit hands a draft over for review. The author declares that it holds no state secret and nothing that is not
// public yet by law, and gives a reason for each warning (Điều 11).
func (p Publication) Submit(declared bool, reasons map[WarningCode]string, with Setting) (Publication, error) {
	if err := p.allow(ActSubmit); err != nil {
		return p, err
	}
	if err := p.Content.checkComplete(with.Today()); err != nil {
		return p, err
	}
	if !declared {
		return p, Refuse(SecrecyNotDeclared, "declare_no_secrets").On(basisSecrets)
	}
	warnings, err := Acknowledge(Examine(p.Content, p.PersonalList), reasons)
	if err != nil {
		return p, err
	}
	p.State, p.SecrecyDeclared, p.Warnings, p.ReturnReason = InReview, true, warnings, ""
	p.UpdatedAt = with.Now
	return p, nil
}

// Approve approves what was submitted. others is how many people besides the author may approve for this body: with
// none the author may approve their own work, and it is flagged.
func (p Publication) Approve(by Actor, others int, with Setting) (Publication, error) {
	if err := p.allow(ActApprove); err != nil {
		return p, err
	}
	alone := by.Is(p.Author)
	if alone && others > 0 {
		return p, Refuse(FourEyes, "approver").On(basisApproval)
	}
	p.State, p.Approver, p.SinglePerson = Approved, by, alone
	p.UpdatedAt = with.Now
	return p, nil
}

// Return sends it back to the author.
func (p Publication) Return(reason string, with Setting) (Publication, error) {
	if err := p.allow(ActReturn); err != nil {
		return p, err
	}
	if strings.TrimSpace(reason) == "" {
		return p, Refuse(FieldRequired, "reason")
	}
	p.State, p.ReturnReason = Draft, strings.TrimSpace(reason)
	p.Approver, p.SinglePerson, p.SecrecyDeclared = Actor{}, false, false
	p.UpdatedAt = with.Now
	return p, nil
}

// Schedule sets the time at which it becomes public by itself, at most a year ahead.
func (p Publication) Schedule(at time.Time, with Setting) (Publication, error) {
	if err := p.allow(ActSchedule); err != nil {
		return p, err
	}
	switch latest := with.Now.AddDate(1, 0, 0); {
	case !at.After(with.Now):
		return p, Refuse(TimeInPast, "publish_time")
	case at.After(latest):
		return p, Refuse(TimeTooFar, "publish_time", "latest", latest.Format("02/01/2006"))
	}
	p.State, p.ScheduledAt, p.UpdatedAt = Scheduled, at, with.Now
	return p, nil
}

// Unschedule takes the time away.
func (p Publication) Unschedule(with Setting) (Publication, error) {
	if err := p.allow(ActUnschedule); err != nil {
		return p, err
	}
	p.State, p.ScheduledAt, p.UpdatedAt = Approved, time.Time{}, with.Now
	return p, nil
}
