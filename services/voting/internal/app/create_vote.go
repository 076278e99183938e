package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// NewVote is what an organiser begins with. Handles are those of the uploads.
type NewVote struct {
	Unit, Agency        string
	Matter              domain.Matter
	Form                domain.Form
	Method              domain.Method
	Text                Text
	Seats               int
	OpensAt, ClosesAt   time.Time
	Ground              string
	Supporters          int
	Conference          domain.Conference
	Initiative, Replace string
}

// Text is what people read.
type Text struct {
	Title, Question, Background, Place string
	Papers                             []domain.Attachment
}

// CreateVote begins a draft.
func (a *Actions) CreateVote(ctx context.Context, cause change.Cause, n NewVote) (Vote, error) {
	body, err := a.body(n.Unit, n.Agency, n.Matter.Scope)
	if err != nil {
		return Vote{}, err
	}
	if err := a.Policy.Allow(ctx, "CreateVote", matterResource(body, n.Matter)); err != nil {
		return Vote{}, err
	}
	if err := n.Matter.Check(); err != nil {
		return Vote{}, err
	}
	with := a.setting()
	proposal, err := a.proposal(ctx, body, n, with)
	if err != nil {
		return Vote{}, err
	}
	return recallVote(a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		papers, err := a.open(ctx, n.Text.Papers, nil)
		if err != nil {
			return Outcome{}, err
		}
		proposal, id := proposal, newID()
		if n.Initiative != "" {
			if proposal, err = a.tableInitiative(ctx, tx, n.Initiative, id, body, with); err != nil {
				return Outcome{}, err
			}
		}
		if err := a.replaces(ctx, tx, n, body); err != nil {
			return Outcome{}, err
		}
		drafted, facts, err := domain.NewVote(id, domain.Draft{
			Body: body, Matter: n.Matter, Title: n.Text.Title, Question: n.Text.Question, Background: n.Text.Background, Papers: papers,
			Proposal: proposal, Form: n.Form, Method: n.Method, Day: dayOf(n.OpensAt), OpensAt: n.OpensAt, ClosesAt: n.ClosesAt,
			Seats: n.Seats, Conference: n.Conference, Replaces: n.Replace,
		}, with)
		if err != nil {
			return Outcome{}, err
		}
		v := Vote{Vote: drafted, Revision: 1, Place: n.Text.Place}
		outcome := Outcome{
			Answer: Answer{ID: v.ID, Vote: &v}, Resource: voteName(v.ID), Unit: body.Unit, Facts: facts,
			Detail:  map[string]string{"scope": string(n.Matter.Scope), "kind": string(n.Matter.Kind), "form": string(n.Form)},
			Notices: a.askAgreement(v, with),
		}
		return outcome, tx.PutVote(ctx, v, v.NextDue(with))
	}))
}

// dayOf is the civil day of a moment; none of no moment.
func dayOf(at time.Time) workday.Date {
	if at.IsZero() {
		return workday.Date{}
	}
	return workday.Today(at)
}

// body resolves who decides: a village, a commune or an agency that exists today, as the scope asks.
func (a *Actions) body(unitName, agency string, scope domain.Scope) (domain.Body, error) {
	unit, err := a.acting(unitName)
	if err != nil {
		return domain.Body{}, err
	}
	body := domain.Body{Unit: string(unit.Key), Agency: agency}
	level := map[domain.Scope]units.Level{domain.Village: units.Village, domain.Commune: units.Commune}[scope]
	switch {
	case scope == domain.Agency:
		found, known := a.Units.Agency(agency)
		if !known || found.Unit != unit.Key || !found.ExistsOn(a.today()) {
			return body, domain.Refuse(domain.AgencyNotFound, "agency")
		}
	case agency != "" || unit.Level != level:
		return body, domain.Refuse(domain.UnitNotFound, "unit", "unit", unitName)
	}
	return body, nil
}

// proposal says who puts the matter forward: the caller in an office the law names, or a petition they hand in.
func (a *Actions) proposal(ctx context.Context, body domain.Body, n NewVote, with domain.Setting) (domain.Proposal, error) {
	pack, err := domain.PackFor(with.Book, n.Matter, with.Today())
	if err != nil {
		return domain.Proposal{}, err
	}
	p := domain.Proposal{
		By: a.actor(ctx, body, pack.Proposers(n.Matter)...), Initiative: n.Initiative, Ground: n.Ground, Supporters: n.Supporters,
	}
	switch {
	case n.Supporters > 0 && n.Matter.OfHead() && n.Matter.Kind == domain.Release:
		roll, err := a.Directory.Households(ctx, body.Unit)
		if err != nil {
			return p, err
		}
		p.By.Office, p.Of = domain.Household, len(roll)
	case n.Supporters > 0 && n.Matter.Scope == domain.Agency:
		p.By.Office, p.Of = domain.StaffMember, n.Conference.Staff
	}
	return p, nil
}

// replaces refuses a vote that would amend what is not there or not this body's; the rules look again when it takes effect.
func (a *Actions) replaces(ctx context.Context, tx Tx, n NewVote, body domain.Body) error {
	if n.Replace == "" {
		return nil
	}
	before, err := tx.Vote(ctx, n.Replace)
	if err != nil {
		return err
	}
	if before.Body != body || before.Matter.Item != n.Matter.Item || before.Matter.Scope != n.Matter.Scope || !before.InForce(a.today()) {
		return domain.Refuse(domain.FieldInvalid, "amends", "value", voteName(n.Replace)).On("Điều 22 khoản 3 Luật 10/2022/QH15")
	}
	return nil
}

// askAgreement tells those of whom one must agree.
func (a *Actions) askAgreement(v Vote, with domain.Setting) []Notice {
	pack, err := v.Law(with)
	if err != nil {
		return nil
	}
	to := others(a.holders(v.Body, pack.Agreeing(v.Matter)...), v.Proposal.By)
	return a.tell(to, "agreement_asked", v, nil)
}

// open verifies the handles of uploads. Files the record has already are named by digest and file name and kept as they are.
func (a *Actions) open(ctx context.Context, given, had []domain.Attachment) ([]domain.Attachment, error) {
	known := map[string]domain.Attachment{}
	for _, file := range had {
		known[file.SHA256+"/"+file.FileName] = file
	}
	subject := authn.From(ctx).Subject
	opened := make([]domain.Attachment, 0, len(given))
	for _, file := range given {
		kept, ok := known[file.SHA256+"/"+file.FileName]
		if !ok {
			var err error
			if kept, err = a.Files.Open(file.Handle, subject); err != nil {
				return nil, err
			}
			if file.FileName != "" {
				kept.FileName = file.FileName
			}
		}
		kept.Description = file.Description
		opened = append(opened, kept)
	}
	return opened, nil
}
