package app

import (
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// tell makes one notice for each person. The same template about the same revision of a resource is told once.
func (a *Actions) tell(to []string, template string, v Vote, params map[string]string) []Notice {
	resource := voteName(v.ID)
	notices := make([]Notice, 0, len(to))
	for _, subject := range to {
		notices = append(notices, Notice{
			To: subject, Template: template, Resource: resource, Params: withTitle(v, params),
			Key: template + " " + resource + " " + strconv.FormatInt(v.Revision+1, 10),
		})
	}
	return notices
}

func withTitle(v Vote, params map[string]string) map[string]string {
	all := map[string]string{"title": v.Title}
	for key, value := range params {
		all[key] = value
	}
	return all
}

// organisers are those who hold the vote: who proposed it, and whoever may convene.
func (a *Actions) organisers(v Vote, with domain.Setting) []string {
	pack, err := v.Law(with)
	if err != nil {
		return []string{v.Proposal.By.Subject}
	}
	all := append(a.holders(v.Body, append(pack.Conveners(v.Matter), v.Proposal.By.Office)...), v.Proposal.By.Subject)
	slices.Sort(all)
	return slices.Compact(all)
}

// others takes the one who acts out of those to be told.
func others(all []string, by domain.Actor) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == by.Subject })
}
