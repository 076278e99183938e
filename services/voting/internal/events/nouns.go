package events

import (
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// matters are the items of the law beside the words of the contract; those of an agency are items of their own.
var matters = map[bool][]votingv1.Matter{
	false: {
		votingv1.Matter_MATTER_UNSPECIFIED, votingv1.Matter_MATTER_CONTRIBUTION, votingv1.Matter_MATTER_FUNDS, votingv1.Matter_MATTER_CONVENTION,
		votingv1.Matter_MATTER_VILLAGE_HEAD, votingv1.Matter_MATTER_BOARD, votingv1.Matter_MATTER_SELF_GOVERNING,
	},
	true: {
		votingv1.Matter_MATTER_UNSPECIFIED, votingv1.Matter_MATTER_AGENCY_BOARD, votingv1.Matter_MATTER_AGENCY_FUNDS,
		votingv1.Matter_MATTER_AGENCY_CONFERENCE, votingv1.Matter_MATTER_AGENCY_SELF_GOVERNING,
	},
}

// Matter is the contract's word for a matter.
func Matter(m domain.Matter) votingv1.Matter {
	words := matters[m.Scope == domain.Agency]
	if m.Item < 1 || m.Item >= len(words) {
		return votingv1.Matter_MATTER_UNSPECIFIED
	}
	return words[m.Item]
}

// Item is the item of the law that a word of the contract stands for in a scope; 0 when it has none there.
func Item(m votingv1.Matter, scope domain.Scope) int {
	for item, word := range matters[scope == domain.Agency] {
		if word == m {
			return item
		}
	}
	return 0
}

// Act is the contract's word for what is done in a matter.
func Act(kind domain.Kind) votingv1.Act {
	return word[votingv1.Act](votingv1.Act_value, "ACT", string(kind))
}

// Scope is the contract's word for a circle.
func Scope(scope domain.Scope) votingv1.Scope {
	return word[votingv1.Scope](votingv1.Scope_value, "SCOPE", string(scope))
}

// Form is the contract's word for a form.
func Form(form domain.Form) votingv1.Form {
	return word[votingv1.Form](votingv1.Form_value, "FORM", string(form))
}

// Method is the contract's word for a method.
func Method(method domain.Method) votingv1.Method {
	return word[votingv1.Method](votingv1.Method_value, "METHOD", string(method))
}

// State is the contract's word for a state.
func State(state domain.State) votingv1.VoteState {
	return word[votingv1.VoteState](votingv1.VoteState_value, "VOTE_STATE", string(state))
}

// Body is the contract's word for a body that answers a decision.
func Body(by domain.Recogniser) votingv1.Body {
	switch by {
	case domain.ByCommittee, domain.SetCommittee:
		return votingv1.Body_BODY_PEOPLES_COMMITTEE
	case domain.ByFront:
		return votingv1.Body_BODY_FATHERLAND_FRONT
	case domain.ByLead:
		return votingv1.Body_BODY_LEAD_ORGANISATION
	}
	return votingv1.Body_BODY_UNSPECIFIED
}

func word[E ~int32](values map[string]int32, prefix, text string) E {
	return E(values[prefix+"_"+strings.ToUpper(text)])
}
