package app

import (
	"context"
	"fmt"
	"maps"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// CreateRequest sends a request for information. Citizens send for themselves through the network; what came to the office or
// by post is entered by the unit's staff.
func (a *Actions) CreateRequest(ctx context.Context, cause change.Cause, unitName string, r domain.Request) (domain.Request, error) {
	unit, err := a.asked(unitName, "unit")
	if err != nil {
		return r, err
	}
	r.Unit = string(unit.Key)
	action, caller := "CreateInformationRequest", authn.From(ctx)
	onBehalf := r.Channel != domain.Network
	resource := ofBody("InformationRequest", "", domain.Body{Unit: r.Unit}, map[string]any{"requester": PersonKey(caller), "on_behalf": onBehalf})
	if err := a.Policy.Allow(ctx, action, resource); err != nil {
		if onBehalf && caller.SignedIn() {
			return r, domain.Refuse(domain.ChannelNotAllowed, "channel")
		}
		return r, err
	}
	r.ID, r.Revision = newID(), 1
	if onBehalf {
		r.EnteredBy = actor(ctx)
	} else {
		r.Requester = domain.Actor{Subject: PersonKey(caller)}
		r.ArrivedOn = a.today()
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		if r.Obligation != "" {
			if o, err := tx.Obligation(ctx, r.Obligation); err != nil || o.Body.Unit != r.Unit {
				return Outcome{}, domain.Refuse(domain.ObligationMismatch, "obligation")
			}
		}
		submitted, facts, err := r.Submit(a.plain())
		if err != nil {
			return Outcome{}, err
		}
		if submitted.RegisterNumber, err = a.requestNumber(ctx, tx, r.Unit); err != nil {
			return Outcome{}, err
		}
		return a.requestOutcome(submitted, facts, "information_request_received"), tx.PutRequest(ctx, submitted)
	})
	return a.recallRequest(ctx, answer, err)
}

// asked resolves a unit that is to answer a request: a commune, whose staff will find it on their desk. Anywhere else its
// clock would run with nobody there to see it.
func (a *Actions) asked(name, field string) (units.Unit, error) {
	unit, err := a.acting(name)
	if err != nil {
		return unit, err
	}
	if unit.Level != units.Commune {
		return unit, domain.Refuse(domain.UnitNotFound, field, "unit", name)
	}
	return unit, nil
}

func (a *Actions) requestNumber(ctx context.Context, tx Tx, unit string) (string, error) {
	year := a.today().Y
	n, err := tx.NextNumber(ctx, domain.Body{Unit: unit}, "information_request", year)
	return fmt.Sprintf("%d/%d", n, year), err
}

// requestOutcome tells the other side: staff of what came in, the requester of what was done about it.
func (a *Actions) requestOutcome(r domain.Request, facts []domain.Fact, template string) Outcome {
	outcome := Outcome{Answer: Answer{ID: r.ID, Request: &r}, Resource: requestName(r.ID), Unit: r.Unit, Facts: facts}
	params := map[string]string{"number": r.RegisterNumber, "due": r.Due.Date.Format(), "link": "/" + requestName(r.ID)}
	switch {
	case template == "":
	case template == "information_request_received":
		params["link"] = "/console/" + requestName(r.ID)
		outcome.Notices = a.tell(a.staff(domain.Body{Unit: r.Unit}), template, requestName(r.ID), r.Revision, params)
	case r.Requester.Subject != "":
		outcome.Notices = a.tell([]string{r.Requester.Subject}, template, requestName(r.ID), r.Revision, params)
		fallthrough
	default:
		outcome.Notices = append(outcome.Notices, a.write(r, template, params)...)
	}
	return outcome
}

// write makes the letter to a requester who left a mail address: number and state, never what was asked or answered. Whoever
// has no account here is sent no link, for it would open nothing.
func (a *Actions) write(r domain.Request, template string, params map[string]string) []Notice {
	address := r.MailAddress()
	if a.LettersFrom == "" || address == "" {
		return nil
	}
	params = maps.Clone(params)
	params["link"] = ""
	if r.Requester.Subject != "" {
		params["link"] = a.LettersFrom + "/requests/" + r.ID
	}
	letters := a.tell([]string{address}, template, requestName(r.ID), r.Revision, params)
	letters[0].Letter = true
	return letters
}

// ReceiveRequest takes it up and classifies it.
func (a *Actions) ReceiveRequest(ctx context.Context, cause change.Cause, id, seen string, complexity domain.Complexity) (domain.Request, error) {
	return a.moveRequest(ctx, "ReceiveInformationRequest", "information_request_taken_up", cause, id, seen,
		func(ctx context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			r, err := r.TakeUp(complexity, actor(ctx), with)
			return r, nil, err
		})
}

// ExtendRequest extends the time to answer once.
func (a *Actions) ExtendRequest(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Request, error) {
	return a.moveRequest(ctx, "ExtendInformationRequest", "information_request_extended", cause, id, seen,
		func(_ context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			return r.Extend(reason, with)
		})
}

// DecideRequestDueProposal accepts or declines a recomputed due date; the requester is told when it moved.
func (a *Actions) DecideRequestDueProposal(ctx context.Context, cause change.Cause, id, seen string, accept bool, reason string) (domain.Request, error) {
	template := ""
	if accept {
		template = "information_request_due_moved"
	}
	return a.moveRequest(ctx, "DecideInformationRequestDueProposal", template, cause, id, seen,
		func(_ context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			return r.DecideProposal(accept, reason, with)
		})
}

// AnswerRequest answers and closes it.
func (a *Actions) AnswerRequest(ctx context.Context, cause change.Cause, id, seen, answer string, files []domain.Attachment, publication string) (domain.Request, error) {
	return a.moveRequest(ctx, "AnswerInformationRequest", "information_request_answered", cause, id, seen,
		func(ctx context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			opened, err := a.open(ctx, files, nil)
			if err != nil {
				return r, nil, err
			}
			if publication != "" {
				if p, err := a.Store.Publication(ctx, publication); err != nil || !p.State.Public() {
					return r, nil, domain.Refuse(domain.NotFound, "publication")
				}
			}
			return r.Reply(answer, opened, publication, actor(ctx), with)
		})
}

// RefuseRequest refuses it on a ground of Điều 28.
func (a *Actions) RefuseRequest(ctx context.Context, cause change.Cause, id, seen, ground, reason string) (domain.Request, error) {
	return a.moveRequest(ctx, "RefuseInformationRequest", "information_request_refused", cause, id, seen,
		func(ctx context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			return r.TurnDown(ground, reason, actor(ctx), with)
		})
}

// TransferRequest sends it on to the competent unit.
func (a *Actions) TransferRequest(ctx context.Context, cause change.Cause, id, seen, toUnit, reason string) (domain.Request, error) {
	return a.moveRequest(ctx, "TransferInformationRequest", "information_request_transferred", cause, id, seen,
		func(ctx context.Context, tx Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			unit, err := a.asked(toUnit, "to_unit")
			if err != nil {
				return r, nil, err
			}
			number := ""
			if string(unit.Key) != r.Unit && r.Open() {
				if number, err = a.requestNumber(ctx, tx, string(unit.Key)); err != nil {
					return r, nil, err
				}
			}
			r, there, facts, err := r.SendOn(newID(), number, string(unit.Key), reason, actor(ctx), with)
			if err != nil {
				return r, nil, err
			}
			there.Revision = 1
			return r, facts, tx.PutRequest(ctx, there)
		})
}

// WithdrawRequest takes the caller's own request back.
func (a *Actions) WithdrawRequest(ctx context.Context, cause change.Cause, id, seen string) (domain.Request, error) {
	return a.moveRequest(ctx, "WithdrawInformationRequest", "", cause, id, seen,
		func(ctx context.Context, _ Tx, r domain.Request, with domain.Setting) (domain.Request, []domain.Fact, error) {
			r, err := r.TakeBack(actor(ctx), with)
			return r, nil, err
		})
}

func (a *Actions) moveRequest(ctx context.Context, action, template string, cause change.Cause, id, seen string,
	move func(context.Context, Tx, domain.Request, domain.Setting) (domain.Request, []domain.Fact, error),
) (domain.Request, error) {
	before, err := a.request(ctx, action, id)
	if err != nil {
		return before, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, err := tx.Request(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, r.Revision); err != nil {
			return Outcome{}, err
		}
		r, facts, err := move(ctx, tx, r, a.plain())
		if err != nil {
			return Outcome{}, err
		}
		r.Revision++
		return a.requestOutcome(r, facts, template), tx.PutRequest(ctx, r)
	})
	return a.recallRequest(ctx, answer, err)
}

// request reads a request for somebody who may do the action with it; for everybody else it does not exist.
func (a *Actions) request(ctx context.Context, action, id string) (domain.Request, error) {
	r, err := a.Store.Request(ctx, id)
	if err != nil {
		return r, err
	}
	return r, a.Policy.Allow(ctx, action, requestResource(r, r.Requester.Subject))
}

// GetRequest returns one request to its requester or the unit's staff.
func (a *Actions) GetRequest(ctx context.Context, id string) (domain.Request, error) {
	return a.request(ctx, "GetInformationRequest", id)
}

// MyRequests lists the caller's own.
func (a *Actions) MyRequests(ctx context.Context, before Place, most int) ([]domain.Request, error) {
	if err := a.Policy.Allow(ctx, "ListMyInformationRequests", authz.Installation()); err != nil {
		return nil, err
	}
	return a.Store.MyRequests(ctx, PersonKey(authn.From(ctx)), before, most)
}

// UnitRequests lists those of a unit for its staff, by due date.
func (a *Actions) UnitRequests(ctx context.Context, unitName string, states []domain.RequestState, after Place, most int) ([]domain.Request, error) {
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, err
	}
	if err := a.Policy.Allow(ctx, "ListInformationRequests", ofBody("InformationRequest", "", domain.Body{Unit: string(unit.Key)}, map[string]any{"requester": ""})); err != nil {
		return nil, err
	}
	return a.Store.UnitRequests(ctx, string(unit.Key), states, after, most)
}
