package domain

import (
	"strconv"
	"strings"
)

// CheckRelease refuses the release of a village head that rests on none of the law's grounds: their own request, a
// proposal of the head of the Front's working committee with a reason, or the petition of at least half of all
// households (Nghị định 59/2023/NĐ-CP Điều 9.1). The release of a board's member is proposed by the commune's Front (Điều
// 36.2).
func (p Pack) CheckRelease(m Matter, proposal Proposal) error {
	if m.Scope == Village && m.Item == ItemBoards {
		if strings.TrimSpace(proposal.Ground) == "" {
			return Refuse(GroundMissing, "proposal.ground").On(p.basis("voting.board.release_by_front"))
		}
		return nil
	}
	if !m.OfHead() {
		return nil
	}
	switch proposal.By.Office {
	case VillageHead:
		if strings.TrimSpace(proposal.Ground) == "" {
			return Refuse(GroundMissing, "proposal.ground").On(p.basis("voting.election.own_request"))
		}
	case FrontHead:
		if strings.TrimSpace(proposal.Ground) == "" {
			return Refuse(GroundMissing, "proposal.ground").On(p.basis("voting.election.front_proposal"))
		}
	case Household:
		rule, err := p.Demand("voting.election.petition")
		if err != nil {
			return err
		}
		if !rule.Share.Reached(proposal.Supporters, proposal.Of) {
			return Refuse(PetitionTooSmall, "proposal.supporters", "value", strconv.Itoa(proposal.Supporters),
				"needed", strconv.Itoa(rule.Share.Needed(proposal.Of)), "total", strconv.Itoa(proposal.Of)).On(rule.Basis.String())
		}
	}
	return nil
}
