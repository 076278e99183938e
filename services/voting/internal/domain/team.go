package domain

import (
	"slices"
	"strconv"
)

// Team hands out papers or holds the online vote: three to five people, led by the Front's working committee (Điều 19.2;
// Nghị định 59/2023/NĐ-CP Điều 4.3, 5.2.b).
type Team struct {
	Members []Actor `json:"members,omitempty"`
	Leader  string  `json:"leader,omitempty"` // subject of one of them
}

// Check refuses a team of the wrong size, one not led by the Front, and one with a candidate in it.
func (t Team) Check(pack Pack, form Form, candidates []Candidate) error {
	room := "voting.paper."
	if form == OnlineForm {
		room = "voting.online."
	}
	if err := sized(pack, "team.members", TeamSize, len(t.Members), room+"team_min", room+"team_max"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for i, member := range t.Members {
		field := "team.members[" + strconv.Itoa(i) + "]"
		if member.Subject == "" || seen[member.Subject] {
			return Refuse(SamePerson, field).On(pack.basis(room + "team_min"))
		}
		seen[member.Subject] = true
		if isCandidate(candidates, member.Subject) {
			return Refuse(CandidateCounts, field).On(pack.basis("voting.election.candidate_not_in_team"))
		}
	}
	led := slices.ContainsFunc(t.Members, func(m Actor) bool {
		return m.Subject == t.Leader && (m.Office == FrontHead || m.Office == FrontMember)
	})
	if !led && pack.Has(room+"team_led_by_front") {
		return Refuse(TeamNotLedByFront, "team.leader").On(pack.basis(room + "team_led_by_front"))
	}
	return nil
}

// sized refuses a number of people outside the two rules.
func sized(pack Pack, field string, reason Reason, n int, least, most string) error {
	low, hasLow := pack.Number(least)
	high, hasHigh := pack.Number(most)
	if hasLow && n < low || hasHigh && n > high {
		return Refuse(reason, field, "value", strconv.Itoa(n), "least", strconv.Itoa(low), "most", strconv.Itoa(high)).On(pack.basis(least))
	}
	return nil
}
