package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// officeOf is the office of the law that a role of the platform holds. Whoever holds the role for the unit, or for the
// commune above a village, acts in that office. An officer of the commune drafts for its chair, who alone announces; the
// officers of an agency are the organisation it entrusts with its conference (Điều 50.1).
var officeOf = map[string]domain.Office{
	"village_head":    domain.VillageHead,
	"village_front":   domain.FrontHead,
	"commune_chair":   domain.CommuneChair,
	"commune_officer": domain.CommuneChair,
	"commune_front":   domain.CommuneFrontChair,
	"agency_head":     domain.AgencyHead,
	"agency_officer":  domain.LeadOrganisation,
}

// offices are those the caller holds for the body today, the nearest to it first.
func (a *Actions) offices(ctx context.Context, body domain.Body) []domain.Office {
	above := a.Units.Above(units.Key(body.Unit))
	var near, far []domain.Office
	for _, b := range a.Units.Bindings(authn.From(ctx).Keys(), a.today()) {
		office, known := officeOf[b.Role]
		switch {
		case !known:
		case b.Agency != "":
			if b.Agency == body.Agency {
				near = append(near, office)
			}
		case string(b.Unit) == body.Unit:
			near = append(near, office)
		case slices.Contains(above, b.Unit):
			far = append(far, office)
		}
	}
	return append(near, far...)
}

// actor is the caller as the record keeps them, in an office they hold for the body: the first the law names for the act,
// else the nearest, so that the rules can say who would have been competent.
func (a *Actions) actor(ctx context.Context, body domain.Body, competent ...domain.Office) domain.Actor {
	caller := authn.From(ctx)
	by := domain.Actor{Subject: caller.Subject, Name: caller.Name}
	held := a.offices(ctx, body)
	for _, office := range held {
		if slices.Contains(competent, office) {
			by.Office = office
			return by
		}
	}
	if len(held) > 0 {
		by.Office = held[0]
	}
	return by
}

// rolesOf are the roles that hold an office, for finding whom to tell.
var rolesOf = map[domain.Office][]string{
	domain.VillageHead:       {"village_head"},
	domain.FrontHead:         {"village_front"},
	domain.FrontMember:       {"village_front"},
	domain.CommuneChair:      {"commune_chair"},
	domain.CommuneFrontChair: {"commune_front"},
	domain.AgencyHead:        {"agency_head"},
	domain.LeadOrganisation:  {"agency_officer"},
}

// holders are the subjects who hold one of the offices for the body today, or for the commune above it.
func (a *Actions) holders(body domain.Body, offices ...domain.Office) []string {
	snapshot, today := a.Units.Snapshot(), a.today()
	var bindings []units.Binding
	if body.Agency != "" {
		bindings = snapshot.AgencyHolders(body.Agency, today)
	} else {
		bindings = snapshot.Holders(units.Key(body.Unit), today)
		if unit, ok := snapshot.Unit(units.Key(body.Unit)); ok && unit.Parent != "" {
			bindings = append(bindings, snapshot.Holders(unit.Parent, today)...)
		}
	}
	var subjects []string
	for _, binding := range bindings {
		if slices.ContainsFunc(offices, func(o domain.Office) bool { return slices.Contains(rolesOf[o], binding.Role) }) {
			subjects = append(subjects, binding.SubjectKey)
		}
	}
	slices.Sort(subjects)
	return slices.Compact(subjects)
}
