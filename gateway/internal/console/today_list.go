package console

import (
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Today is everything that waits for the person, the nearest date first.
type Today struct {
	Desk           Desk
	Rows           []TodayRow
	Total, Overdue int32
}

// TodayRow is one thing to be done, why, and by when.
type TodayRow struct {
	Due                            view.Due
	Task, Title, URL, Unit, Reason string
}

func (c *Console) todayList(w http.ResponseWriter, r *http.Request) error {
	desk, err := c.desk(r.Context(), r, "today")
	if err != nil {
		return err
	}
	found, err := c.tasks.ListTasks(r.Context(), &disclosurev1.ListTasksRequest{PageSize: 200})
	if err != nil {
		return err
	}
	lang := i18n.Lang(r.Context())
	page := Today{Desk: desk, Total: found.GetTotal(), Overdue: found.GetOverdue()}
	for _, task := range found.GetTasks() {
		page.Rows = append(page.Rows, TodayRow{
			Due:  c.Terms.Due(lang, task.GetDue(), c.Terms.Left(lang, task.GetDue(), task.GetDaysLeft())),
			Task: c.Terms.Task(lang, task.GetKind()), Title: task.GetTitle(), URL: workplace(task),
			Unit: task.GetUnitName(), Reason: task.GetReason(),
		})
	}
	return c.pages.today.Draw(w, r, http.StatusOK, page)
}

// workplace is the page on which a task is done.
func workplace(task *disclosurev1.Task) string {
	kind, _, _ := strings.Cut(task.GetResource(), "/")
	id := terms.ID(task.GetResource())
	switch kind {
	case "publications":
		return "/console/publications/" + id
	case "informationRequests":
		return "/console/requests/" + id
	case "withholdings":
		return "/console/withholdings/" + id
	case "obligations":
		if task.GetKind() == disclosurev1.TaskKind_TASK_KIND_DRAFT {
			return "/console/publications/new?unit=" + terms.ID(task.GetUnit()) + "&item=" + terms.ID(task.GetItem()) + "&obligation=" + id
		}
		return "/console/obligations/" + id
	default:
		return "/console"
	}
}
