package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// headOffices are those of which one draws up, signs at the head of, and sends a decision of the vote.
func (v Vote) headOffices() []domain.Office {
	switch {
	case v.Matter.Scope == domain.Commune:
		return []domain.Office{domain.CommuneChair}
	case v.Matter.Scope == domain.Agency:
		return []domain.Office{domain.LeadOrganisation, domain.AgencyHead}
	case v.Matter.OfHead():
		return []domain.Office{domain.VillageHead, domain.CommuneChair, domain.FrontHead}
	}
	return []domain.Office{domain.VillageHead}
}

// headed refuses whoever does not head the document (Điều 20.2.g, 20.3).
func (v Vote) headed(by domain.Actor) error {
	if slices.Contains(v.headOffices(), by.Office) {
		return nil
	}
	competent := ""
	for i, office := range v.headOffices() {
		if i > 0 {
			competent += ","
		}
		competent += string(office)
	}
	return domain.Refuse(domain.OfficeNotCompetent, "by", "office", string(by.Office), "competent", competent).On("Điều 20 Luật 10/2022/QH15")
}

// signer is the caller in an office that signs: the head, or the Front beside them.
func (a *Actions) signer(ctx context.Context, v Vote) domain.Actor {
	return a.actor(ctx, v.Body, append(v.headOffices(), domain.FrontHead)...)
}

// recogniser is the caller in an office that could answer a decision.
func (a *Actions) recogniser(ctx context.Context, v Vote) domain.Actor {
	return a.actor(ctx, v.Body, domain.CommuneChair, domain.CommuneFrontChair, domain.LeadOrganisation)
}

// recogniserOf is the body for which an office answers (Điều 21.2).
func recogniserOf(by domain.Actor) domain.Recogniser {
	switch by.Office {
	case domain.CommuneChair:
		return domain.ByCommittee
	case domain.CommuneFrontChair:
		return domain.ByFront
	case domain.LeadOrganisation:
		return domain.ByLead
	}
	return domain.ByNobody
}

// answerers are those who are to answer a decision that was sent.
func (a *Actions) answerers(v Vote) []string {
	switch v.Recognition.By {
	case domain.ByCommittee, domain.SetCommittee:
		return a.holders(v.Body, domain.CommuneChair)
	case domain.ByFront:
		return a.holders(v.Body, domain.CommuneFrontChair)
	case domain.ByLead:
		return a.holders(v.Body, domain.LeadOrganisation)
	}
	return nil
}
