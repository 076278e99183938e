package domain

import (
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Convention is the life of a hương ước, quy ước after its recognition (Nghị định 61/2023/NĐ-CP Điều 12 to 18).
type Convention struct {
	Vote          string       `json:"vote"`
	Body          Body         `json:"body"`
	RecognisedOn  workday.Date `json:"recognised_on"`
	DistributeDue Due          `json:"distribute_due,omitzero"`
	DistributedOn workday.Date `json:"distributed_on,omitzero"`
	Suspensions   []Suspension `json:"suspensions,omitempty"`
	Reviews       []Review     `json:"reviews,omitempty"`
}

// Suspension is a report that something in a convention is unlawful, and what UBND did about it: suspend the whole where
// the procedure was not kept, a part where its content is unlawful, or answer that it stands (Điều 12).
type Suspension struct {
	ReportedOn workday.Date `json:"reported_on"`
	Report     string       `json:"report"`
	Due        Due          `json:"due,omitzero"`
	AnsweredOn workday.Date `json:"answered_on,omitzero"`
	Suspended  bool         `json:"suspended,omitempty"`
	Ground     Ground       `json:"ground,omitempty"`
	Parts      string       `json:"parts,omitempty"` // empty: the whole
	Document   string       `json:"document,omitempty"`
	AnnulDue   Due          `json:"annul_due,omitzero"`
	LiftedOn   workday.Date `json:"lifted_on,omitzero"`
}

// Review is the yearly look at the convention (Điều 15.4).
type Review struct {
	On     workday.Date `json:"on"`
	Result string       `json:"result"`
}

// Enact begins the life of a convention that is in force.
func Enact(v Vote, with Setting) (Convention, error) {
	if v.Matter.Scope != Village || v.Matter.Item != ItemConvention || !v.InForce(with.Today()) {
		return Convention{}, Refuse(StateNotAllowed, "state", "state", string(v.State), "action", "enact")
	}
	c := Convention{Vote: v.ID, Body: v.Body, RecognisedOn: v.EffectiveDate}
	var err error
	c.DistributeDue, err = v.Pack.count(with.Calendar, "voting.convention.distribute", v.EffectiveDate)
	return c, err
}

func (p Pack) count(calendar *workday.Calendar, id string, from workday.Date) (Due, error) {
	rule, err := p.Demand(id)
	if err != nil {
		return Due{}, err
	}
	return p.Count(calendar, rule, from)
}

// Distribute records that village and Front have the recognised text.
func (c Convention) Distribute(on workday.Date, with Setting) (Convention, error) {
	switch {
	case on.After(with.Today()):
		return c, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	case on.Before(c.RecognisedOn):
		return c, Refuse(DateTooEarly, "on", "earliest", c.RecognisedOn.Format())
	}
	c.DistributedOn = on
	return c, nil
}

// Challenge records a written report that the convention is unlawful; UBND answers within three working days. The rules
// are those of today: this is a new event with a law of its own day.
func (c Convention) Challenge(on workday.Date, report string, m Matter, with Setting) (Convention, error) {
	if err := required("report", report, maxNote); err != nil {
		return c, err
	}
	if on.After(with.Today()) {
		return c, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	}
	pack, err := PackFor(with.Book, m, on)
	if err != nil {
		return c, err
	}
	due, err := pack.count(with.Calendar, "voting.convention.suspend", on)
	if err != nil {
		return c, err
	}
	c.Suspensions = append(slices.Clone(c.Suspensions), Suspension{ReportedOn: on, Report: strings.TrimSpace(report), Due: due})
	return c, nil
}

// Suspend records UBND's decision on the last report. With the procedure not kept the whole is suspended; with unlawful
// content the parts are named.
func (c Convention) Suspend(ground Ground, parts, document string, by Actor, m Matter, with Setting) (Convention, error) {
	i, err := c.pending(by, document)
	if err != nil {
		return c, err
	}
	basis := "Điều 12 Nghị định 61/2023/NĐ-CP"
	switch {
	case ground != AgainstLaw && ground != WrongWay:
		return c, Refuse(GroundMissing, "ground", "value", string(ground)).On(basis)
	case ground == AgainstLaw && strings.TrimSpace(parts) == "":
		return c, Refuse(FieldRequired, "parts").On(basis)
	case ground == WrongWay && strings.TrimSpace(parts) != "":
		return c, Refuse(FieldInvalid, "parts").On(basis)
	}
	pack, err := PackFor(with.Book, m, with.Today())
	if err != nil {
		return c, err
	}
	due, err := pack.count(with.Calendar, "voting.convention.annul", with.Today())
	if err != nil {
		return c, err
	}
	c.Suspensions = slices.Clone(c.Suspensions)
	s := &c.Suspensions[i]
	s.AnsweredOn, s.Suspended, s.Ground, s.Parts, s.Document, s.AnnulDue = with.Today(), true, ground, strings.TrimSpace(parts), strings.TrimSpace(document), due
	return c, nil
}

// Dismiss records UBND's answer that the convention stands.
func (c Convention) Dismiss(document string, by Actor, with Setting) (Convention, error) {
	i, err := c.pending(by, document)
	if err != nil {
		return c, err
	}
	c.Suspensions = slices.Clone(c.Suspensions)
	c.Suspensions[i].AnsweredOn, c.Suspensions[i].Document = with.Today(), strings.TrimSpace(document)
	return c, nil
}

func (c Convention) pending(by Actor, document string) (int, error) {
	basis := "Điều 12 Nghị định 61/2023/NĐ-CP"
	i := len(c.Suspensions) - 1
	switch {
	case i < 0 || !c.Suspensions[i].AnsweredOn.IsZero():
		return i, Refuse(NotFound, "suspensions").On(basis)
	case by.Office != CommuneChair:
		return i, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", string(CommuneChair)).On(basis)
	case strings.TrimSpace(document) == "":
		return i, Refuse(FieldRequired, "document").On(basis)
	}
	return i, nil
}

// Lift ends a suspension: what was wrong has been put right.
func (c Convention) Lift(with Setting) (Convention, error) {
	i := slices.IndexFunc(c.Suspensions, func(s Suspension) bool { return s.Suspended && s.LiftedOn.IsZero() })
	if i < 0 {
		return c, Refuse(NotFound, "suspensions").On("Điều 12 Nghị định 61/2023/NĐ-CP")
	}
	c.Suspensions = slices.Clone(c.Suspensions)
	c.Suspensions[i].LiftedOn = with.Today()
	return c, nil
}

// Look records the yearly review.
func (c Convention) Look(result string, with Setting) (Convention, error) {
	if err := required("result", result, maxNote); err != nil {
		return c, err
	}
	c.Reviews = append(slices.Clone(c.Reviews), Review{On: with.Today(), Result: strings.TrimSpace(result)})
	return c, nil
}

// ReviewDue is the day of the next yearly review: 18 November, the day of national unity, or the day the community chose.
func (c Convention) ReviewDue(today, chosen workday.Date) workday.Date {
	month, number := workday.New(2000, 11, 18).M, 18
	if !chosen.IsZero() {
		month, number = chosen.M, chosen.D
	}
	due := workday.New(max(c.RecognisedOn.Y, today.Y), month, number)
	reviewed := slices.ContainsFunc(c.Reviews, func(r Review) bool { return r.On.Y == due.Y })
	if reviewed || due.Before(c.RecognisedOn) {
		due = workday.New(due.Y+1, month, number)
	}
	return due
}

// Suspended says whether the convention is suspended today, and which parts; all of it when none is named.
func (c Convention) Suspended() (suspended bool, parts string) {
	for _, s := range c.Suspensions {
		if s.Suspended && s.LiftedOn.IsZero() {
			return true, s.Parts
		}
	}
	return false, ""
}

// Annexes lists the forms of the decrees that belong to a vote's papers, by their rules: the layout of the forms was not
// available, so pages are drawn from the data under the forms' titles.
func (p Pack) Annexes() []law.Rule {
	var all []law.Rule
	for _, rule := range p.Rules {
		if strings.HasPrefix(rule.ID, "voting.annex.") {
			all = append(all, rule)
		}
	}
	return all
}
