package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Answer is what a change was answered with. It is kept, so that the same request is answered as the first time, whatever has become
// of the resource since. What it says about people, and text that is kept elsewhere and never changes, is not written down a
// second time: a repeat reads it where it is (the recall functions).
type Answer struct {
	ID          string
	Publication *domain.Publication
	Obligation  *domain.Obligation
	Plan        *domain.Plan
	Withholding *domain.Withholding
	Request     *domain.Request

	kept bool // it was read from where it is kept
}

// written is an Answer as it is kept.
type written struct {
	ID          string              `json:"id"`
	Publication *domain.Publication `json:"publication,omitempty"`
	Obligation  *domain.Obligation  `json:"obligation,omitempty"`
	Plan        *domain.Plan        `json:"plan,omitempty"`
	Withholding *domain.Withholding `json:"withholding,omitempty"`
	Request     *domain.Request     `json:"request,omitempty"`
}

// MarshalJSON leaves out what is not to be kept twice.
func (a Answer) MarshalJSON() ([]byte, error) {
	w := written{ID: a.ID, Publication: a.Publication, Obligation: a.Obligation, Plan: a.Plan, Withholding: a.Withholding, Request: a.Request}
	if a.Publication != nil && a.Publication.Version > 0 {
		p := *a.Publication
		p.Content.Body = ""
		w.Publication = &p
	}
	if a.Request != nil {
		r := *a.Request
		r.RequesterName, r.Contact, r.Content, r.Purpose, r.WantedForm = "", "", "", "", ""
		r.Answer, r.Attachments, r.Reason, r.Extension = "", nil, "", ""
		w.Request = &r
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads what MarshalJSON wrote, and the bare id that programs before this one kept.
func (a *Answer) UnmarshalJSON(text []byte) error {
	var w written
	if err := json.Unmarshal(text, &w.ID); err != nil {
		if err := json.Unmarshal(text, &w); err != nil {
			return fmt.Errorf("reading a kept answer: %w", err)
		}
	}
	*a = Answer{ID: w.ID, Publication: w.Publication, Obligation: w.Obligation, Plan: w.Plan, Withholding: w.Withholding, Request: w.Request, kept: true}
	return nil
}

func (a *Actions) recallPublication(ctx context.Context, answer Answer, err error) (domain.Publication, error) {
	switch {
	case err != nil:
		return domain.Publication{}, err
	case answer.Publication == nil:
		return a.Store.Publication(ctx, answer.ID)
	case !answer.kept || answer.Publication.Version == 0:
		return *answer.Publication, nil
	}
	p := *answer.Publication
	version, err := a.Store.Version(ctx, p.ID, p.Version)
	p.Content.Body = version.Content.Body
	return p, err
}

func (a *Actions) recallObligation(ctx context.Context, answer Answer, err error) (domain.Obligation, error) {
	if err != nil {
		return domain.Obligation{}, err
	}
	if answer.Obligation == nil {
		return a.Store.Obligation(ctx, answer.ID)
	}
	return *answer.Obligation, nil
}

func (a *Actions) recallPlan(ctx context.Context, answer Answer, err error) (domain.Plan, error) {
	if err != nil {
		return domain.Plan{}, err
	}
	if answer.Plan == nil {
		return a.Store.Plan(ctx, answer.ID)
	}
	return *answer.Plan, nil
}

func (a *Actions) recallWithholding(ctx context.Context, answer Answer, err error) (domain.Withholding, error) {
	if err != nil {
		return domain.Withholding{}, err
	}
	if answer.Withholding == nil {
		return a.Store.Withholding(ctx, answer.ID)
	}
	return *answer.Withholding, nil
}

func (a *Actions) recallRequest(ctx context.Context, answer Answer, err error) (domain.Request, error) {
	if err != nil {
		return domain.Request{}, err
	}
	if answer.Request != nil && !answer.kept {
		return *answer.Request, nil
	}
	now, err := a.Store.Request(ctx, answer.ID)
	if err != nil || answer.Request == nil {
		return now, err
	}
	r := *answer.Request
	r.RequesterName, r.Contact, r.Content, r.Purpose, r.WantedForm = now.RequesterName, now.Contact, now.Content, now.Purpose, now.WantedForm
	if r.Extended {
		r.Extension = now.Extension
	}
	if !r.Open() { // closed once, and never written again
		r.Answer, r.Attachments, r.Reason = now.Answer, now.Attachments, now.Reason
	}
	return r, nil
}

// publicationOf reads the publication a change is about. A draft discarded since is known from what was answered the first time.
func (a *Actions) publicationOf(ctx context.Context, cause change.Cause, id string) (domain.Publication, error) {
	p, err := a.Store.Publication(ctx, id)
	var refusal *domain.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != domain.NotFound {
		return p, err
	}
	answer, again, repeatErr := a.Store.Answered(ctx, cause)
	switch {
	case repeatErr != nil:
		return p, repeatErr
	case again && answer.Publication != nil && answer.ID == id:
		return *answer.Publication, nil
	}
	return p, err
}
