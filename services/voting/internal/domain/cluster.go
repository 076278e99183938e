package domain

import (
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ClusterPlan lets a large or scattered village meet in several places; UBND of the commune decides it (Điều 18.3; Nghị
// định 59/2023/NĐ-CP Điều 3.6).
type ClusterPlan struct {
	Clusters  []Cluster    `json:"clusters,omitempty"`
	Dispersed bool         `json:"dispersed,omitempty"` // people live scattered
	Document  string       `json:"document,omitempty"`  // UBND's decision
	DecidedOn workday.Date `json:"decided_on,omitzero"`
}

// Cluster is one of the meetings.
type Cluster struct {
	Name  string       `json:"name"`
	Chair Actor        `json:"chair"`
	Date  workday.Date `json:"date"`
	Place string       `json:"place"`
}

// Check refuses cluster meetings in a village under 200 households whose people do not live scattered, and a plan that
// UBND has not decided.
func (c ClusterPlan) Check(pack Pack, households int) error {
	if len(c.Clusters) == 0 {
		return nil
	}
	rule, err := pack.Demand("voting.cluster.households")
	if err != nil {
		return err
	}
	dispersed := c.Dispersed && pack.Has("voting.cluster.dispersed")
	switch {
	case households < rule.Value && !dispersed:
		return Refuse(ClustersNotAllowed, "clusters", "households", strconv.Itoa(households), "least", strconv.Itoa(rule.Value)).On(rule.Basis.String())
	case len(c.Clusters) < 2:
		return Refuse(FieldInvalid, "clusters", "value", strconv.Itoa(len(c.Clusters)), "least", "2").On(rule.Basis.String())
	case pack.Has("voting.cluster.plan") && (c.Document == "" || c.DecidedOn.IsZero()):
		return Refuse(FieldRequired, "clusters.document").On(pack.basis("voting.cluster.plan"))
	}
	seen := map[string]bool{}
	for i, cluster := range c.Clusters {
		field := "clusters[" + strconv.Itoa(i) + "]"
		switch {
		case cluster.Name == "" || seen[cluster.Name]:
			return Refuse(FieldInvalid, field+".name", "value", cluster.Name)
		case cluster.Chair.Subject == "":
			return Refuse(FieldRequired, field+".chair").On(pack.basis("voting.cluster.plan"))
		case cluster.Date.IsZero() || cluster.Place == "":
			return Refuse(FieldRequired, field+".place").On(pack.basis("voting.cluster.plan"))
		}
		seen[cluster.Name] = true
	}
	return nil
}

// FirstDay is the day of the first cluster meeting: notice is counted back from it.
func (c ClusterPlan) FirstDay() workday.Date {
	if len(c.Clusters) == 0 {
		return workday.Date{}
	}
	return slices.MinFunc(c.Clusters, func(a, b Cluster) int { return a.Date.Compare(b.Date) }).Date
}

// LastDay is the day of the last one: on it the village has decided.
func (c ClusterPlan) LastDay() workday.Date {
	if len(c.Clusters) == 0 {
		return workday.Date{}
	}
	return slices.MaxFunc(c.Clusters, func(a, b Cluster) int { return a.Date.Compare(b.Date) }).Date
}
