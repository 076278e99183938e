package app

import (
	"cmp"
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// TaskKind says what is to be done.
type TaskKind string

// Kinds of tasks.
const (
	TaskDraft              TaskKind = "draft"
	TaskRework             TaskKind = "rework"
	TaskReview             TaskKind = "review"
	TaskPublish            TaskKind = "publish"
	TaskRecordForm         TaskKind = "record_form"
	TaskRequest            TaskKind = "information_request"
	TaskApproveWithholding TaskKind = "approve_withholding"
	TaskReviewWithholding  TaskKind = "review_withholding"
	TaskDueProposal        TaskKind = "due_proposal"
	TaskExpected           TaskKind = "expected"
)

// Task is one thing to be done, with its last day and the reason for it.
type Task struct {
	Kind     TaskKind
	Resource string
	Body     domain.Body
	Title    string
	Period   string // of an obligation without a document, as it is coded; part of what the task is about
	Item     string
	Due      domain.Due
	DaysLeft int
	Standing domain.Standing
}

// desks are where the caller works: units and agencies by whether they write or approve there.
type desks struct {
	units, agencies []string
	approves        map[domain.Body]bool
	writes          map[domain.Body]bool
}

func (a *Actions) desks(ctx context.Context, only string) desks {
	d := desks{approves: map[domain.Body]bool{}, writes: map[domain.Body]bool{}}
	snapshot, today := a.Units.Snapshot(), a.today()
	for _, binding := range snapshot.Bindings(authn.From(ctx).Keys(), today) {
		body := domain.Body{Unit: string(binding.Unit), Agency: binding.Agency}
		if agency, ok := snapshot.Agency(binding.Agency); ok {
			body.Unit = string(agency.Unit)
		}
		if only != "" && body.Unit != only {
			continue
		}
		switch binding.Role {
		case "commune_officer", "agency_officer":
			d.writes[body] = true
		case "commune_chair", "agency_head":
			d.approves[body] = true
		default:
			continue
		}
		if body.Agency != "" {
			d.agencies = append(d.agencies, body.Agency)
		} else {
			d.units = append(d.units, body.Unit)
		}
	}
	return d
}

func (d desks) at(body domain.Body) bool { return d.writes[body] || d.approves[body] }

// ListTasks is today's work of the caller: what is overdue first, then the rest, each by due date with those without one last.
func (a *Actions) ListTasks(ctx context.Context, unitName string) ([]Task, error) {
	if err := a.Policy.Allow(ctx, "ListTasks", authz.Installation()); err != nil {
		return nil, err
	}
	only := ""
	if unitName != "" {
		unit, err := a.Unit(unitName)
		if err != nil {
			return nil, err
		}
		only = string(unit.Key)
	}
	d := a.desks(ctx, only)
	if len(d.units)+len(d.agencies) == 0 {
		return nil, nil
	}
	waiting, err := a.Store.Waiting(ctx, d.units, d.agencies, a.today(), a.Soon().AddDays(14))
	if err != nil {
		return nil, err
	}
	var tasks []Task
	busy := map[string]bool{} // obligations somebody is at work on
	for _, p := range waiting.Publications {
		if d.at(p.Body) {
			if !p.State.Public() {
				busy[p.Obligation] = true
			}
			tasks = append(tasks, a.publicationTask(ctx, d, p)...)
		}
	}
	for _, o := range waiting.Obligations {
		if d.at(o.Body) && !busy[o.ID] {
			tasks = append(tasks, a.obligationTask(d, o)...)
		}
	}
	for _, r := range waiting.Requests {
		if d.at(domain.Body{Unit: r.Unit}) {
			if r.HasProposal() && d.approves[domain.Body{Unit: r.Unit}] {
				tasks = append(tasks, a.task(TaskDueProposal, requestName(r.ID), domain.Body{Unit: r.Unit}, r.Subject(), r.Item, r.Due))
			}
			tasks = append(tasks, a.task(TaskRequest, requestName(r.ID), domain.Body{Unit: r.Unit}, r.Subject(), r.Item, r.Due))
		}
	}
	for _, w := range waiting.Withholdings {
		tasks = append(tasks, a.withholdingTask(ctx, d, w)...)
	}
	slices.SortStableFunc(tasks, earlier)
	return tasks, nil
}

// earlier is the order in which tasks are to be done.
func earlier(x, y Task) int {
	return cmp.Or(
		falseFirst(x.Standing != domain.Overdue, y.Standing != domain.Overdue), falseFirst(x.Due.IsZero(), y.Due.IsZero()),
		x.Due.Date.Compare(y.Due.Date), cmp.Compare(x.Resource, y.Resource),
	)
}

func falseFirst(x, y bool) int {
	switch {
	case x == y:
		return 0
	case y:
		return -1
	}
	return 1
}

func (a *Actions) task(kind TaskKind, resource string, body domain.Body, title, item string, due domain.Due) Task {
	t := Task{Kind: kind, Resource: resource, Body: body, Title: title, Item: item, Due: due, Standing: domain.Quiet}
	if due.IsZero() {
		return t
	}
	calendar, today := a.Units.Calendar(), a.today()
	t.DaysLeft = due.DaysLeft(calendar, today)
	switch {
	case today.After(due.Date):
		t.Standing = domain.Overdue
	case !due.Date.After(a.Soon()):
		t.Standing = domain.DueSoon
	}
	return t
}

func (a *Actions) publicationTask(ctx context.Context, d desks, p domain.Publication) []Task {
	kind := TaskDraft
	switch {
	case p.Correction != nil:
		return a.correctionTask(ctx, d, p)
	case p.State == domain.InReview && !d.approves[p.Body]:
		return nil
	case p.State == domain.InReview && p.Author.Is(actor(ctx)) && a.otherApprovers(ctx, p.Body, p.Author) > 0:
		return nil // somebody else's turn
	case p.State == domain.InReview:
		kind = TaskReview
	case p.State == domain.Approved && !d.approves[p.Body]:
		return nil
	case p.State == domain.Approved:
		kind = TaskPublish
	case p.ReturnReason != "":
		kind = TaskRework
	}
	return []Task{a.task(kind, publicationName(p.ID), p.Body, p.Content.Title, p.Item, p.Due)}
}

// correctionTask is a review for those who may approve, and a rework for everybody at the desk once it was returned.
func (a *Actions) correctionTask(ctx context.Context, d desks, p domain.Publication) []Task {
	c := p.Correction
	kind := TaskReview
	switch {
	case c.ReturnReason != "":
		kind = TaskRework
	case !d.approves[p.Body], c.Author.Is(actor(ctx)) && a.otherApprovers(ctx, p.Body, c.Author) > 0:
		return nil // somebody else's turn
	}
	return []Task{a.task(kind, publicationName(p.ID), p.Body, c.Content.Title, p.Item, domain.Due{})}
}

func (a *Actions) obligationTask(d desks, o domain.Obligation) []Task {
	item, _ := a.Item(o.Item)
	title, period := item.Title, o.Period
	if o.DocumentNumber != "" {
		title, period = title+" – "+o.DocumentNumber, ""
	}
	var tasks []Task
	if o.HasProposal() && d.approves[o.Body] {
		due := o.Due
		if o.Answered() {
			due = domain.Due{} // nothing is left to be in time for
		}
		tasks = append(tasks, a.task(TaskDueProposal, obligationName(o.ID), o.Body, title, o.Item, due))
	}
	switch o.State {
	case domain.ObligationOpen:
		tasks = append(tasks, a.task(TaskDraft, obligationName(o.ID), o.Body, title, o.Item, o.Due))
	case domain.ObligationInForms:
		tasks = append(tasks, a.task(TaskRecordForm, publicationName(o.Publication), o.Body, title, o.Item, domain.Due{}))
	case domain.ObligationExpected:
		t := a.task(TaskExpected, obligationName(o.ID), o.Body, title, o.Item, domain.Due{})
		t.Standing = domain.Overdue
		tasks = append(tasks, t)
	}
	for i := range tasks {
		tasks[i].Period = period
	}
	return tasks
}

func (a *Actions) withholdingTask(ctx context.Context, d desks, w domain.Withholding) []Task {
	if !d.approves[w.Body] {
		return nil
	}
	item, _ := a.Item(w.Item)
	if w.State == domain.WithholdingProposed {
		if w.Author.Is(actor(ctx)) {
			return nil
		}
		return []Task{a.task(TaskApproveWithholding, withholdingName(w.ID), w.Body, item.Title, w.Item, domain.Due{})}
	}
	return []Task{a.task(TaskReviewWithholding, withholdingName(w.ID), w.Body, item.Title, w.Item, reviewDue(w))}
}

// reviewDue shows the review date as what it is: set by the approver, not counted.
func reviewDue(w domain.Withholding) domain.Due {
	return domain.Due{Date: w.ReviewDate, NominalEnd: w.ReviewDate, Start: workday.Today(w.ApprovedAt), Basis: w.Basis}
}
