package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// FollowUp tells the people what became of their decision until it is done: progress, and for contributions the money
// collected and spent (Điều 23; Điều 11.5 for the commune).
type FollowUp struct {
	Vote       string          `json:"vote"`
	Body       Body            `json:"body"`
	Money      bool            `json:"money"` // contributions are involved
	Entries    []FollowUpEntry `json:"entries,omitempty"`
	FinishedAt time.Time       `json:"finished_at,omitzero"`
}

// FollowUpEntry is one report.
type FollowUpEntry struct {
	Number   int          `json:"number"`
	Kind     FollowUpKind `json:"kind"`
	On       workday.Date `json:"on"`
	Text     string       `json:"text"`
	Amount   int64        `json:"amount,omitempty"`  // đồng
	Percent  int          `json:"percent,omitempty"` // of the work done
	Evidence []Attachment `json:"evidence,omitempty"`
	Corrects int          `json:"corrects,omitempty"` // number of an entry that this one takes the place of
	By       Actor        `json:"by"`
	At       time.Time    `json:"at"`
}

// FollowUpKind is what a report is about.
type FollowUpKind string

// Kinds of report.
const (
	Progress  FollowUpKind = "progress"
	Collected FollowUpKind = "collected"
	Spent     FollowUpKind = "spent"
)

// largest is the most đồng one entry may name; above it somebody mistyped.
const largest = 1_000_000_000_000

// Follow begins to report on a decision that is in force.
func Follow(v Vote, today workday.Date) (FollowUp, error) {
	if !v.InForce(today) {
		return FollowUp{}, Refuse(StateNotAllowed, "state", "state", string(v.State), "action", "follow_up")
	}
	return FollowUp{Vote: v.ID, Body: v.Body, Money: v.Matter.Contribution()}, nil
}

// Report adds an entry. Entries are never changed: a wrong one is replaced by another that names it.
func (f FollowUp) Report(e FollowUpEntry, with Setting) (FollowUp, []Fact, error) {
	if !f.FinishedAt.IsZero() {
		return f, nil, Refuse(FollowUpDone, "entries")
	}
	if err := required("text", e.Text, maxNote); err != nil {
		return f, nil, err
	}
	switch {
	case e.Kind != Progress && e.Kind != Collected && e.Kind != Spent:
		return f, nil, Refuse(FieldInvalid, "kind", "value", string(e.Kind))
	case e.Kind != Progress && !f.Money:
		return f, nil, Refuse(FieldInvalid, "kind", "value", string(e.Kind)).On("Điều 15 khoản 1, khoản 2 Luật 10/2022/QH15")
	case e.Kind != Progress && (e.Amount < 1 || e.Amount > largest), e.Kind == Progress && e.Amount != 0:
		return f, nil, Refuse(AmountInvalid, "amount", "value", strconv.FormatInt(e.Amount, 10), "most", strconv.Itoa(largest))
	case e.Percent < 0 || e.Percent > 100:
		return f, nil, Refuse(FieldInvalid, "percent", "value", strconv.Itoa(e.Percent))
	case e.On.IsZero():
		return f, nil, Refuse(FieldRequired, "on")
	case e.On.After(with.Today()):
		return f, nil, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	case e.Corrects != 0 && !slices.ContainsFunc(f.current(), func(o FollowUpEntry) bool { return o.Number == e.Corrects && o.Kind == e.Kind }):
		return f, nil, Refuse(NotFound, "corrects", "id", strconv.Itoa(e.Corrects))
	}
	e.Number, e.At, e.Text = len(f.Entries)+1, with.Now, strings.TrimSpace(e.Text)
	f.Entries = append(slices.Clone(f.Entries), e)
	collected, spent, percent := f.Totals()
	return f, []Fact{ProgressReported{f.Vote, collected, spent, percent}}, nil
}

// current are the entries no later one has replaced.
func (f FollowUp) current() []FollowUpEntry {
	return slices.DeleteFunc(slices.Clone(f.Entries), func(e FollowUpEntry) bool {
		return slices.ContainsFunc(f.Entries, func(later FollowUpEntry) bool { return later.Corrects == e.Number })
	})
}

// Totals adds up what was collected and spent, in đồng, and says how far the work is.
func (f FollowUp) Totals() (collected, spent int64, percent int) {
	for _, e := range f.current() {
		switch e.Kind {
		case Collected:
			collected += e.Amount
		case Spent:
			spent += e.Amount
		case Progress:
			percent = e.Percent
		}
	}
	return collected, spent, percent
}

// Finish ends the reporting: the work is reported as done.
func (f FollowUp) Finish(with Setting) (FollowUp, []Fact, error) {
	collected, spent, percent := f.Totals()
	switch {
	case !f.FinishedAt.IsZero():
		return f, nil, Refuse(FollowUpDone, "entries")
	case percent < 100:
		return f, nil, Refuse(StepMissing, "percent", "step", "done", "value", strconv.Itoa(percent)).On("Điều 23 Luật 10/2022/QH15")
	}
	f.FinishedAt = with.Now
	return f, []Fact{FollowUpFinished{f.Vote, collected, spent}}, nil
}
