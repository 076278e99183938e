package domain

import (
	"strings"
	"time"
)

// Correction is new content proposed for something public. Nobody but the staff sees it until it is approved.
type Correction struct {
	Content      Content   `json:"content"`
	Note         string    `json:"note"`
	Warnings     []Warning `json:"warnings,omitempty"`
	Author       Actor     `json:"author"`
	ProposedAt   time.Time `json:"proposed_at"`
	ReturnReason string    `json:"return_reason,omitempty"` // empty while it waits for approval
}

// ProposeCorrection proposes new public content (Điều 14.1: a change is promptly made public in the same way). It takes the
// place of what was proposed before; whoever proposes last is its author.
func (p Publication) ProposeCorrection(content Content, note string, declared bool, reasons map[WarningCode]string, by Actor, with Setting) (Publication, error) {
	if err := p.allow(ActCorrect); err != nil {
		return p, err
	}
	today := with.Today()
	if p.Hidden(today) {
		return p, Refuse(ContentHidden, "name")
	}
	if err := content.checkComplete(today); err != nil {
		return p, err
	}
	switch {
	case strings.TrimSpace(note) == "":
		return p, Refuse(FieldRequired, "correction_note").On(basisApproval)
	case !declared:
		return p, Refuse(SecrecyNotDeclared, "declare_no_secrets").On(basisSecrets)
	}
	warnings, err := Acknowledge(Examine(content, p.PersonalList), reasons)
	if err != nil {
		return p, err
	}
	proposed := p
	if proposed.Content = content; proposed.digest() == p.Digest {
		return p, Refuse(NothingChanged, "content")
	}
	p.Correction = &Correction{Content: content, Note: strings.TrimSpace(note), Warnings: warnings, Author: by, ProposedAt: with.Now}
	p.UpdatedAt = with.Now
	return p, nil
}

// ApproveCorrection makes the proposed content the next public version. others is how many people besides its author may
// approve for this body, as with a draft (Approve). The due date told is left to the obligation: see Obligation.Correct.
func (p Publication) ApproveCorrection(by Actor, others int, with Setting) (Publication, []Fact, error) {
	if err := p.allow(ActCorrect); err != nil {
		return p, nil, err
	}
	if p.Correction == nil || p.Correction.ReturnReason != "" {
		return p, nil, Refuse(NoCorrection, "name")
	}
	if p.Hidden(with.Today()) {
		return p, nil, Refuse(ContentHidden, "name")
	}
	proposed := *p.Correction
	alone := by.Is(proposed.Author)
	if alone && others > 0 {
		return p, nil, Refuse(FourEyes, "approver").On(basisApproval)
	}
	before := p.Digest
	p.Content, p.Warnings, p.Correction = proposed.Content, proposed.Warnings, nil
	p.Author, p.Approver, p.SinglePerson = proposed.Author, by, alone
	p.Digest = p.digest()
	p.Version++
	p.CorrectionNote, p.CorrectedAt, p.UpdatedAt = proposed.Note, with.Now, with.Now
	if p.Obligation == "" { // nobody was told a date by a duty
		var err error
		if p, err = p.countDue(with); err != nil {
			return p, nil, err
		}
	}
	return p, []Fact{PublicationCorrected{
		Publication: p.ID, Body: p.Body, Item: p.Item, Version: p.Version, Digest: p.Digest, PreviousDigest: before, At: with.Now, SinglePerson: alone,
	}}, nil
}

// ReturnCorrection sends what was proposed back to its author.
func (p Publication) ReturnCorrection(reason string, with Setting) (Publication, error) {
	switch {
	case p.Correction == nil || p.Correction.ReturnReason != "":
		return p, Refuse(NoCorrection, "name")
	case strings.TrimSpace(reason) == "":
		return p, Refuse(FieldRequired, "reason")
	}
	returned := *p.Correction
	returned.ReturnReason = strings.TrimSpace(reason)
	p.Correction, p.UpdatedAt = &returned, with.Now
	return p, nil
}

// DiscardCorrection drops what was proposed or returned.
func (p Publication) DiscardCorrection(with Setting) (Publication, error) {
	if p.Correction == nil {
		return p, Refuse(NoCorrection, "name")
	}
	p.Correction, p.UpdatedAt = nil, with.Now
	return p, nil
}
