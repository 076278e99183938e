package domain

import (
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RecordForm adds an act of disclosure.
func (p Publication) RecordForm(record FormRecord, with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActForm); err != nil {
		return p, nil, err
	}
	if p.Hidden(with.Today()) { // a posting of today would bring the names back
		return p, nil, Refuse(ContentHidden, "name")
	}
	if err := record.check(with.Item.Forms, workday.Today(p.PublishedAt), with.Today()); err != nil {
		return p, nil, err
	}
	if err := record.explainEarly(record.To, record.EarlyReason, with); err != nil {
		return p, nil, err
	}
	record.Number, record.RecordedAt = nextForm(p.Forms), with.Now
	p.Forms = append(slices.Clone(p.Forms), record)
	p.UpdatedAt = with.Now
	if record.Form == FormPosting {
		p = p.setExpiry(with)
	}
	return p, []Fact{FormRecorded{Publication: p.ID, Body: p.Body, Item: p.Item, Number: record.Number, Form: record.Form, From: record.From}}, nil
}

// EndForm records that a posting was taken down. Before the law's minimum it needs a reason and leaves the form
// unfulfilled (Điều 13.2).
func (p Publication) EndForm(number int, to workday.Date, earlyReason string, with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActEndForm); err != nil {
		return p, nil, err
	}
	at := slices.IndexFunc(p.Forms, func(r FormRecord) bool { return r.Number == number })
	if at < 0 {
		return p, nil, Refuse(NotFound, "name")
	}
	record := p.Forms[at]
	switch today := with.Today(); {
	case !record.To.IsZero():
		return p, nil, Refuse(FormAlreadyEnded, "name", "to", record.To.Format())
	case record.Form == FormPortal, record.Form == FormInternal:
		return p, nil, Refuse(StateNotAllowed, "name", "state", record.Form, "action", "end_form")
	case to.After(today):
		return p, nil, Refuse(DateInFuture, "to", "latest", today.Format())
	case to.Before(record.From):
		return p, nil, Refuse(DateTooEarly, "to", "earliest", record.From.Format())
	}
	if err := record.explainEarly(to, earlyReason, with); err != nil {
		return p, nil, err
	}
	record.To = to
	p.Forms = slices.Clone(p.Forms)
	p.Forms[at] = record
	p.UpdatedAt = with.Now
	return p, []Fact{FormEnded{Publication: p.ID, Body: p.Body, Item: p.Item, Number: number, Form: record.Form, To: to, Early: record.EarlyReason != ""}}, nil
}

// explainEarly demands a reason for an end before the law's minimum (Điều 13.2) and keeps it; of any other end it keeps none.
func (r *FormRecord) explainEarly(to workday.Date, reason string, with Setting) error {
	r.EarlyReason = ""
	removable := EarliestEnd(with.Book, with.Calendar, with.Item, *r)
	if to.IsZero() || removable.IsZero() || !to.AddDays(1).Before(removable) {
		return nil
	}
	if r.EarlyReason = strings.TrimSpace(reason); r.EarlyReason == "" {
		return Refuse(FormEndedEarly, "to", "earliest", removable.Format()).On("Điều 13 khoản 2 Luật 10/2022/QH15")
	}
	return nil
}

func nextForm(records []FormRecord) int {
	highest := 0
	for _, record := range records {
		highest = max(highest, record.Number)
	}
	return highest + 1
}
