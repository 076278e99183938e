package domain

import (
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// BallotPlan is the plan of the papers, which goes to the chairs of UBND and of the Front within two days of its issue
// (Nghị định 59/2023/NĐ-CP Điều 4.2).
type BallotPlan struct {
	Document string       `json:"document,omitempty"`
	IssuedOn workday.Date `json:"issued_on,omitzero"`
	SentOn   workday.Date `json:"sent_on,omitzero"`
	Due      Due          `json:"due,omitzero"`
}

// SendPlan records the plan of the papers and that it was sent. Too late is told by Due, not refused; papers do not go out
// without it.
func (v Vote) SendPlan(plan BallotPlan, with Setting) (Vote, error) {
	if err := v.allow(ActPrepare); err != nil {
		return v, err
	}
	pack, err := v.Law(with)
	if err != nil {
		return v, err
	}
	rule, err := pack.Demand("voting.paper.plan_sent")
	if err != nil {
		return v, err
	}
	switch {
	case v.Current().Form != PaperForm:
		return v, Refuse(FormNotAllowed, "form", "form", string(v.Current().Form)).On(rule.Basis.String())
	case strings.TrimSpace(plan.Document) == "" || plan.IssuedOn.IsZero() || plan.SentOn.IsZero():
		return v, Refuse(FieldRequired, "plan").On(rule.Basis.String())
	case plan.SentOn.Before(plan.IssuedOn):
		return v, Refuse(DateTooEarly, "plan.sent_on", "earliest", plan.IssuedOn.Format())
	case plan.SentOn.After(with.Today()):
		return v, Refuse(DateInFuture, "plan.sent_on", "latest", with.Today().Format())
	}
	if plan.Due, err = pack.Count(with.Calendar, rule, plan.IssuedOn); err != nil {
		return v, err
	}
	v = v.with(func(r *Round) { r.Plan = plan })
	v.UpdatedAt = with.Now
	return v, nil
}

// planned refuses to hand out papers whose plan was not sent.
func (v Vote) planned() error {
	round := v.Current()
	if _, asked := v.Pack.Rule("voting.paper.plan_sent"); !asked || round.Form != PaperForm || !round.Plan.SentOn.IsZero() {
		return nil
	}
	return Refuse(StepMissing, "plan", "step", "voting.paper.plan_sent").On(v.Pack.basis("voting.paper.plan_sent"))
}
