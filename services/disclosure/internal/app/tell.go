package app

import (
	"context"
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// Roles that matter here.
var (
	approverRoles = map[bool]string{false: "commune_chair", true: "agency_head"}
	officerRoles  = map[bool]string{false: "commune_officer", true: "agency_officer"}
)

// holders are the subjects that hold a role for the body today.
func (a *Actions) holders(body domain.Body, role string) []string {
	snapshot, today := a.Units.Snapshot(), a.today()
	bindings := snapshot.Holders(units.Key(body.Unit), today)
	if body.Agency != "" {
		bindings = snapshot.AgencyHolders(body.Agency, today)
	}
	var subjects []string
	for _, binding := range bindings {
		if binding.Role == role {
			subjects = append(subjects, binding.SubjectKey)
		}
	}
	slices.Sort(subjects)
	return slices.Compact(subjects)
}

// approvers are those who may approve for the body, without the ones known under the keys left out.
func (a *Actions) approvers(body domain.Body, except []string) []string {
	return slices.DeleteFunc(a.holders(body, approverRoles[body.Agency != ""]), func(s string) bool { return slices.Contains(except, s) })
}

// otherApprovers is how many people besides the caller may approve for the body what the author wrote. Keys under which the author
// is known do not count as somebody else: that is the caller again, or no matter.
func (a *Actions) otherApprovers(ctx context.Context, body domain.Body, author domain.Actor) int {
	known := author.Keys()
	if by := actor(ctx); by.Is(author) {
		known = append(known, by.Keys()...)
	}
	return len(a.approvers(body, known))
}

func (a *Actions) staff(body domain.Body) []string {
	agency := body.Agency != ""
	all := append(a.holders(body, officerRoles[agency]), a.holders(body, approverRoles[agency])...)
	slices.Sort(all)
	return slices.Compact(all)
}

// tell makes one notice for each person. The same template about the same revision of a resource is told once.
func (a *Actions) tell(to []string, template, resource string, revision int64, params map[string]string) []Notice {
	notices := make([]Notice, 0, len(to))
	for _, subject := range to {
		notices = append(notices, Notice{
			To: subject, Template: template, Resource: resource, Params: params,
			Key: template + " " + resource + " " + strconv.FormatInt(revision, 10),
		})
	}
	return notices
}
