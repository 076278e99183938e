package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// What the policies see of each kind of resource. The attributes are described in internal/policy.

func ofBody(kind, id string, body domain.Body, attrs map[string]any) authz.Resource {
	if attrs == nil {
		attrs = map[string]any{}
	}
	attrs["of_agency"] = body.Agency != ""
	return authz.Resource{Type: kind, ID: id, Unit: units.Key(body.Unit), Agency: body.Agency, Attrs: attrs}
}

// publicationResource hides what is not public: a stranger cannot tell a draft from nothing, who may read it is told why not.
func publicationResource(p domain.Publication) authz.Resource {
	r := ofBody("Publication", p.ID, p.Body, map[string]any{"public": p.State.Public()})
	r.Hidden, r.Read = !p.State.Public(), "GetPublication"
	return r
}

// innerOf lists the bodies of a unit whose papers the caller may read before they are public: "" stands for the unit itself,
// which says nothing about its agencies, nor they about it.
func (a *Actions) innerOf(ctx context.Context, action, kind string, unit units.Key) []string {
	bodies := []string{""}
	for _, agency := range a.Units.Snapshot().Agencies(unit, a.today()) {
		bodies = append(bodies, agency.ID)
	}
	return slices.DeleteFunc(bodies, func(agency string) bool {
		return !a.Policy.Can(ctx, action, bodyResource(kind, domain.Body{Unit: string(unit), Agency: agency}))
	})
}

func bodyResource(kind string, body domain.Body) authz.Resource {
	return ofBody(kind, "", body, map[string]any{"public": false})
}

func obligationResource(o domain.Obligation) authz.Resource {
	return ofBody("Obligation", o.ID, o.Body, nil)
}

func planResource(p domain.Plan) authz.Resource {
	public := p.State != domain.PlanDraft
	r := ofBody("Plan", p.ID, p.Body, map[string]any{"public": public})
	r.Hidden, r.Read = !public, "GetPlan"
	return r
}

func withholdingResource(w domain.Withholding) authz.Resource {
	public := w.State == domain.WithholdingInForce || w.State == domain.WithholdingOver
	r := ofBody("Withholding", w.ID, w.Body, map[string]any{"public": public})
	r.Hidden, r.Read = !public, "GetWithholding"
	return r
}

// requestResource is always hidden: that somebody asked is nobody else's business.
func requestResource(r domain.Request, requesterKey string) authz.Resource {
	resource := ofBody("InformationRequest", r.ID, domain.Body{Unit: r.Unit}, map[string]any{"requester": requesterKey})
	resource.Hidden, resource.Read = true, "GetInformationRequest"
	return resource
}

// names of resources
func publicationName(id string) string { return "publications/" + id }
func obligationName(id string) string  { return "obligations/" + id }
func planName(id string) string        { return "plans/" + id }
func withholdingName(id string) string { return "withholdings/" + id }
func requestName(id string) string     { return "informationRequests/" + id }
