package domain

import (
	"slices"
	"strings"
	"time"
)

// Correction is one change of a roll after the snapshot, with its reason.
type Correction struct {
	Kind   CorrectionKind `json:"kind"`
	Before RollEntry      `json:"before,omitzero"`
	After  RollEntry      `json:"after,omitzero"`
	Reason string         `json:"reason"`
	By     Actor          `json:"by"`
	At     time.Time      `json:"at"`
}

// CorrectionKind is what was put right.
type CorrectionKind string

// Corrections.
const (
	HouseholdAdded        CorrectionKind = "added"
	HouseholdRemoved      CorrectionKind = "removed"
	RepresentativeChanged CorrectionKind = "representative"
	EntryChanged          CorrectionKind = "entry" // code, name, address, cluster
)

// Objection is what somebody has against the roll, and the answer.
type Objection struct {
	ID         string    `json:"id"`
	Household  string    `json:"household,omitempty"` // the one it is about, where it is on the roll
	Person     string    `json:"person"`              // opaque id of who objects
	Text       string    `json:"text"`
	FiledAt    time.Time `json:"filed_at"`
	Answer     string    `json:"answer,omitempty"`
	Upheld     bool      `json:"upheld,omitempty"`
	AnsweredBy Actor     `json:"answered_by,omitzero"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Add puts a household on the roll. Until the opening only.
func (r Roll) Add(entry RollEntry, reason string, by Actor, with Setting) (Roll, []Fact, error) {
	return r.correct(Correction{Kind: HouseholdAdded, After: entry, Reason: reason, By: by}, with)
}

// Remove takes a household off the roll. Until the opening only.
func (r Roll) Remove(household, reason string, by Actor, with Setting) (Roll, []Fact, error) {
	entry, ok := r.Entry(household)
	if !ok {
		return r, nil, Refuse(HouseholdNotOnRoll, "household", "household", household)
	}
	return r.correct(Correction{Kind: HouseholdRemoved, Before: entry, Reason: reason, By: by}, with)
}

// Change puts an entry right: its code, name, address, cluster or representative. Until the opening only.
func (r Roll) Change(entry RollEntry, reason string, by Actor, with Setting) (Roll, []Fact, error) {
	before, ok := r.Entry(entry.Household)
	if !ok {
		return r, nil, Refuse(HouseholdNotOnRoll, "household", "household", entry.Household)
	}
	kind := EntryChanged
	if before.Representative != entry.Representative {
		kind = RepresentativeChanged
	}
	return r.correct(Correction{Kind: kind, Before: before, After: entry, Reason: reason, By: by}, with)
}

// Represent names another representative after the opening, for a household that has not voted yet: a representative may
// die, fall ill or be away, and the household keeps its voice (Điều 18.2). What a household has said stays said.
func (r Roll) Represent(household, person, name, reason string, voted bool, by Actor, with Setting) (Roll, []Fact, error) {
	before, ok := r.Entry(household)
	switch {
	case !ok:
		return r, nil, Refuse(HouseholdNotOnRoll, "household", "household", household)
	case voted:
		return r, nil, Refuse(VotedAlready, "household", "household", household).On("Điều 18 khoản 2 Luật 10/2022/QH15")
	case person == "" || person == before.Representative:
		return r, nil, Refuse(FieldInvalid, "representative", "value", person)
	}
	after := before
	after.Representative, after.Name = person, name
	return r.apply(Correction{Kind: RepresentativeChanged, Before: before, After: after, Reason: reason, By: by}, with)
}

func (r Roll) correct(c Correction, with Setting) (Roll, []Fact, error) {
	if !r.ClosedAt.IsZero() {
		return r, nil, Refuse(RollClosed, "roll", "closed", r.ClosedAt.Format(time.RFC3339)).On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	return r.apply(c, with)
}

func (r Roll) apply(c Correction, with Setting) (Roll, []Fact, error) {
	if err := required("reason", c.Reason, maxNote); err != nil {
		return r, nil, err
	}
	c.Reason, c.At = strings.TrimSpace(c.Reason), with.Now
	changed := r
	changed.Entries = slices.Clone(r.Entries)
	if c.Before.Household != "" {
		changed.Entries = slices.DeleteFunc(changed.Entries, func(e RollEntry) bool { return e.Household == c.Before.Household })
	}
	if c.After.Household != "" || c.Kind == HouseholdAdded {
		changed.Entries = append(changed.Entries, c.After)
	}
	slices.SortFunc(changed.Entries, func(a, b RollEntry) int {
		if c := strings.Compare(a.Code, b.Code); c != 0 {
			return c
		}
		return strings.Compare(a.Household, b.Household)
	})
	if err := changed.check(); err != nil {
		return r, nil, err
	}
	changed.Corrections = append(slices.Clone(r.Corrections), c)
	changed.Version++
	return changed, []Fact{RollCorrected{
		Vote: r.Vote, Village: r.Village, Households: len(changed.Entries), Digest: changed.Digest(), Version: changed.Version,
	}}, nil
}

// Object files an objection. It may come until the opening; afterwards it is a complaint.
func (r Roll) Object(o Objection, with Setting) (Roll, []Fact, error) {
	switch {
	case !r.ClosedAt.IsZero():
		return r, nil, Refuse(RollClosed, "roll", "closed", r.ClosedAt.Format(time.RFC3339))
	case o.ID == "" || o.Person == "":
		return r, nil, Refuse(FieldRequired, "person")
	}
	if err := required("text", o.Text, maxNote); err != nil {
		return r, nil, err
	}
	o.Text, o.FiledAt, o.Answer, o.AnsweredAt = strings.TrimSpace(o.Text), with.Now, "", time.Time{}
	r.Objections = append(slices.Clone(r.Objections), o)
	return r, []Fact{ObjectionFiled{r.Vote, r.Village, o.ID}}, nil
}

// Answer answers an objection, upheld or not, with reasons. What it leads to is a correction of its own.
func (r Roll) Answer(id, answer string, upheld bool, by Actor, with Setting) (Roll, []Fact, error) {
	i := slices.IndexFunc(r.Objections, func(o Objection) bool { return o.ID == id })
	switch {
	case i < 0:
		return r, nil, Refuse(NotFound, "objection", "id", id)
	case !r.Objections[i].AnsweredAt.IsZero():
		return r, nil, Refuse(StateNotAllowed, "objection", "state", "answered", "action", "answer")
	case by.Subject == r.Objections[i].Person:
		return r, nil, Refuse(SamePerson, "by")
	}
	if err := required("answer", answer, maxNote); err != nil {
		return r, nil, err
	}
	r.Objections = slices.Clone(r.Objections)
	o := &r.Objections[i]
	o.Answer, o.Upheld, o.AnsweredBy, o.AnsweredAt = strings.TrimSpace(answer), upheld, by, with.Now
	return r, []Fact{ObjectionAnswered{r.Vote, r.Village, id, upheld}}, nil
}

// Close ends the corrections: the vote opens on this roll.
func (r Roll) Close(with Setting) (Roll, error) {
	if n := r.OpenObjections(); n > 0 {
		return r, Refuse(ObjectionOpen, "roll", "village", r.Village)
	}
	if r.ClosedAt.IsZero() {
		r.ClosedAt = with.Now
	}
	return r, nil
}
