package console

import (
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// TodayList is everything that waits for the person, the nearest date first.
type TodayList struct {
	Desk           Desk
	Rows           []TodayRow
	Votes          []VoteRow // steps on votes
	Total, Overdue int32
	More           int32 // how many are left out
	Starts         []Entry
}

// TodayRow is one thing to be done, why, and by when.
type TodayRow struct {
	Due                            view.Due
	Task, Title, URL, Unit, Reason string
}

// shownTasks keeps the page under its weight; nobody does more in a day.
const shownTasks = 40

func (c *Console) todayList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "today")
	if err != nil {
		return err
	}
	ask := &disclosurev1.ListTasksRequest{PageSize: shownTasks}
	if desk.Chosen {
		ask.Unit = desk.Unit.Unit
	}
	found, err := c.tasks.ListTasks(ctx, ask)
	if err != nil {
		return err
	}
	page := TodayList{Desk: desk, Total: found.GetTotal(), Overdue: found.GetOverdue()}
	for _, task := range found.GetTasks() {
		left := c.Terms.Left(lang, task.GetDue(), task.GetDaysLeft())
		if task.GetDue().GetDate() == "" && task.GetStanding() == disclosurev1.Standing_STANDING_OVERDUE {
			left = c.Terms.Standing(lang, task.GetStanding()) // a period that has ended without a word has no date and is late all the same
		}
		page.Rows = append(page.Rows, TodayRow{
			Due:  c.Terms.Due(lang, task.GetDue(), left),
			Task: c.Terms.Task(lang, task.GetKind()), Title: c.Terms.Periods(lang, task.GetTitle()), URL: workplace(task),
			Unit: terms.Publisher(task), Reason: c.Terms.Periods(lang, task.GetReason()),
		})
	}
	page.Votes = c.votesToday(ctx, desk)
	page.More = max(0, page.Total-int32(len(page.Rows)))
	if len(page.Rows)+len(page.Votes) == 0 {
		page.Starts = c.starts(lang, desk)
	}
	return c.pages.todayList.Draw(w, r, http.StatusOK, page)
}

// starts is what one can do when nothing waits.
func (c *Console) starts(lang string, desk Desk) []Entry {
	var out []Entry
	add := func(offered bool, path, key string) {
		if offered {
			out = append(out, Entry{URL: desk.URL(path), Text: c.Set.Text(lang, key, nil)})
		}
	}
	add(desk.Unit.Drafts, "/console/publications/new", "today.start_draft")
	add(desk.Unit.Drafts, "/console/obligations", "today.start_obligations")
	add(desk.Unit.Watches, "/console/obligations/completeness", "today.start_completeness")
	add(desk.Unit.Administers, "/console/imports", "today.start_imports")
	add(desk.Unit.Administers, "/console/roles", "today.start_roles")
	add(desk.Unit.HoldsVotes, "/console/votes/new", "today.start_vote")
	add(desk.Unit.Village(), "/console/units/"+terms.ID(desk.Unit.Unit)+"/households", "today.start_households")
	return out
}

// workplace is the page on which a task is done.
func workplace(task *disclosurev1.Task) string {
	kind, _, _ := strings.Cut(task.GetResource(), "/")
	id := terms.ID(task.GetResource())
	switch kind {
	case "publications":
		if task.GetKind() == disclosurev1.TaskKind_TASK_KIND_RECORD_FORM {
			return "/console/publications/" + id + "#forms"
		}
		return "/console/publications/" + id
	case "informationRequests":
		return "/console/requests/" + id
	case "withholdings":
		return "/console/withholdings/" + id
	case "obligations":
		if task.GetKind() == disclosurev1.TaskKind_TASK_KIND_DRAFT {
			return drafting(task.GetUnit(), task.GetItem(), task.GetResource())
		}
		return "/console/obligations/" + id
	default:
		return "/console"
	}
}

// drafting is the editor of what an obligation asks for.
func drafting(unit, item, obligation string) string {
	return "/console/publications/new?" + url.Values{"unit": {terms.ID(unit)}, "item": {terms.ID(item)}, "obligation": {terms.ID(obligation)}}.Encode()
}
