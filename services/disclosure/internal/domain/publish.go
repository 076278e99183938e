package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Publish makes it public: version 1, the register number, the publisher's name of the day, the portal form, and for a list of persons the day after
// which its content goes out of sight.
func (p Publication) Publish(registerNumber string, publisher Publisher, with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActPublish); err != nil {
		return p, nil, err
	}
	if !p.SecrecyDeclared {
		return p, nil, Refuse(SecrecyNotDeclared, "declare_no_secrets").On(basisSecrets)
	}
	today := with.Today()
	p.State, p.Version, p.PublishedAt, p.UpdatedAt = Published, 1, with.Now, with.Now
	p.RegisterNumber, p.Publisher = registerNumber, publisher
	p.Digest = p.digest()
	p.Forms = append(append([]FormRecord{}, p.Forms...), FormRecord{
		Number: nextForm(p.Forms), Form: siteForm(with.Item), From: today, RecordedBy: p.Approver, RecordedAt: with.Now,
	})
	p = p.setExpiry(with)
	return p, []Fact{PublicationPublished{
		Publication: p.ID, Body: p.Body, Item: p.Item, Obligation: p.Obligation, Version: 1, Digest: p.Digest,
		RegisterNumber: registerNumber, At: with.Now, Due: p.Due.Date, LateDays: p.LateDays(with.Calendar), SinglePerson: p.SinglePerson,
	}}, nil
}

// siteForm is the form that being public here is: the portal for communes, the internal site for agencies and state
// enterprises (Điều 13.1, 48.1, 66).
func siteForm(item law.Item) string {
	for _, need := range item.Forms {
		if need.Form == FormInternal {
			return FormInternal
		}
	}
	return FormPortal
}

// Withdraw takes the content out of sight and leaves a tombstone with the reason.
func (p Publication) Withdraw(reason string, with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActWithdraw); err != nil {
		return p, nil, err
	}
	if strings.TrimSpace(reason) == "" {
		return p, nil, Refuse(FieldRequired, "reason")
	}
	p.State, p.WithdrawalReason, p.WithdrawnAt, p.UpdatedAt = Withdrawn, strings.TrimSpace(reason), with.Now, with.Now
	p.Correction = nil
	return p, []Fact{PublicationWithdrawn{
		Publication: p.ID, Body: p.Body, Item: p.Item, Version: p.Version, Digest: p.Digest, At: with.Now,
	}}, nil
}

// Archive marks it as no longer current; refused while a required posting still has to last.
func (p Publication) Archive(with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActArchive); err != nil {
		return p, nil, err
	}
	for _, form := range Fulfil(with.Book, with.Calendar, with.Item, with.Facts, p.Forms, with.Today()) {
		if form.Running {
			return p, nil, Refuse(FormStillRunning, "name", "form", form.Required.Form, "until", form.On.Format()).On(form.Required.Basis.String())
		}
	}
	p.State, p.UpdatedAt = Archived, with.Now
	return p, []Fact{PublicationArchived{Publication: p.ID, Body: p.Body, Item: p.Item}}, nil
}

// Expire marks a list of persons whose posting period is over. Before that day it is refused.
func (p Publication) Expire(with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActExpire); err != nil {
		return p, nil, err
	}
	if p.ExpiryDate.IsZero() || !with.Today().After(p.ExpiryDate) {
		return p, nil, Refuse(StateNotAllowed, "expiry_date", "state", string(p.State), "action", string(ActExpire))
	}
	p.State, p.UpdatedAt, p.Correction = Expired, with.Now, nil // it names persons too
	return p, []Fact{PublicationExpired{Publication: p.ID, Body: p.Body, Item: p.Item, ExpiryDate: p.ExpiryDate}}, nil
}

// setExpiry gives a list of persons its last day: the end of the longest posting period the law demands, counted from
// the day it became public or from a posting put up later (law §12: names go out of sight after the posting).
func (p Publication) setExpiry(with Setting) Publication {
	if !p.PersonalList || p.PublishedAt.IsZero() {
		return p
	}
	last := workday.Today(p.PublishedAt)
	for _, need := range with.Item.Forms {
		rule, err := with.Book.AsOf(need.DurationRule, last)
		if need.Form != FormPosting || err != nil || rule.Counting != law.AtLeast {
			continue
		}
		starts := []workday.Date{workday.Today(p.PublishedAt)}
		for _, record := range ofForm(p.Forms, FormPosting) {
			starts = append(starts, record.From)
		}
		for _, start := range starts {
			if span, err := rule.Span(with.Calendar, start, with.Book.Conventions(start)); err == nil && span.Through.After(last) {
				last = span.Through
			}
		}
	}
	p.ExpiryDate = last
	return p
}

// digest is the SHA-256 of what the public sees, in a canonical form that does not depend on how it is stored.
func (p Publication) digest() string {
	type file struct {
		Name, SHA256 string
	}
	files := make([]file, len(p.Content.Attachments))
	for i, a := range p.Content.Attachments {
		files[i] = file{a.FileName, a.SHA256}
	}
	canonical, err := json.Marshal([]any{
		"danchu.disclosure.v1.publication", p.ID, p.Body.Unit, p.Body.Agency, p.Item, p.Content.Title, p.Content.Summary, p.Content.Body,
		p.Content.DocumentNumber, p.Content.IssuingBody, p.Content.DecisionDate.String(), files,
	})
	if err != nil {
		panic(fmt.Sprintf("domain: content cannot be written as JSON: %v", err)) // strings and integers always can
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}
