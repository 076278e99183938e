package domain

import "fmt"

// Reason is why a rule refuses. The words are those of the contract (votingv1.ErrorReason) without their prefix.
type Reason string

// Reasons of any room of the service.
const (
	NotFound        Reason = "NOT_FOUND"
	StaleEtag       Reason = "STALE_ETAG"
	StateNotAllowed Reason = "STATE_NOT_ALLOWED"
	FieldRequired   Reason = "FIELD_REQUIRED"
	FieldTooLong    Reason = "FIELD_TOO_LONG"
	FieldInvalid    Reason = "FIELD_INVALID"
	DateInFuture    Reason = "DATE_IN_FUTURE"
	DateTooEarly    Reason = "DATE_TOO_EARLY"
	DateTooLate     Reason = "DATE_TOO_LATE"
	RuleNotInForce  Reason = "RULE_NOT_IN_FORCE" // the law did not exist on that day
	PackAltered     Reason = "PACK_ALTERED"      // the frozen rules do not have their hash
)

// Reasons about what may be decided, by whom and how.
const (
	MatterNotOfScope     Reason = "MATTER_NOT_OF_SCOPE"
	KindNotOfMatter      Reason = "KIND_NOT_OF_MATTER"
	FormNotAllowed       Reason = "FORM_NOT_ALLOWED"
	FallbackNotAllowed   Reason = "FALLBACK_NOT_ALLOWED" // attendance could have reached the share
	MethodNotAllowed     Reason = "METHOD_NOT_ALLOWED"
	OfficeNotCompetent   Reason = "OFFICE_NOT_COMPETENT"
	AgreementMissing     Reason = "AGREEMENT_MISSING"
	SamePerson           Reason = "SAME_PERSON" // one person cannot agree with themselves
	NoticeTooShort       Reason = "NOTICE_TOO_SHORT"
	PapersMissing        Reason = "PAPERS_MISSING"
	PostingTooShort      Reason = "POSTING_TOO_SHORT"
	StepMissing          Reason = "STEP_MISSING" // a step of the calendar was not taken
	StepTooLate          Reason = "STEP_TOO_LATE"
	TeamSize             Reason = "TEAM_SIZE"
	TeamNotLedByFront    Reason = "TEAM_NOT_LED_BY_FRONT"
	OptInMissing         Reason = "OPT_IN_MISSING"
	OptInNotReached      Reason = "OPT_IN_NOT_REACHED"
	ReportMissing        Reason = "REPORT_MISSING"
	InitiativeTooSmall   Reason = "INITIATIVE_TOO_SMALL"
	ConsentTwice         Reason = "CONSENT_TWICE"
	PetitionTooSmall     Reason = "PETITION_TOO_SMALL"
	GroundMissing        Reason = "GROUND_MISSING"
	TermNearlyOver       Reason = "TERM_NEARLY_OVER"
	ClustersNotAllowed   Reason = "CLUSTERS_NOT_ALLOWED"
	ConferenceNotAllowed Reason = "CONFERENCE_NOT_ALLOWED"
	ProposalTooSmall     Reason = "PROPOSAL_TOO_SMALL"
)

// Reasons about the roll and about who votes.
const (
	RollEmpty            Reason = "ROLL_EMPTY"
	RollClosed           Reason = "ROLL_CLOSED"
	HouseholdTwice       Reason = "HOUSEHOLD_TWICE"
	HouseholdNotOnRoll   Reason = "HOUSEHOLD_NOT_ON_ROLL"
	NotRepresentative    Reason = "NOT_REPRESENTATIVE"
	RepresentativeTwice  Reason = "REPRESENTATIVE_TWICE"
	ObjectionOpen        Reason = "OBJECTION_OPEN"
	VotedAlready         Reason = "VOTED_ALREADY"
	ChannelNotOpen       Reason = "CHANNEL_NOT_OPEN"
	NotOpenYet           Reason = "NOT_OPEN_YET"
	ClosedAlready        Reason = "CLOSED_ALREADY"
	VotingStillOpen      Reason = "VOTING_STILL_OPEN"
	ChoiceInvalid        Reason = "CHOICE_INVALID"
	CandidateNotEligible Reason = "CANDIDATE_NOT_ELIGIBLE"
	CandidateTwice       Reason = "CANDIDATE_TWICE"
	CandidateMissing     Reason = "CANDIDATE_MISSING"
	CandidateCounts      Reason = "CANDIDATE_COUNTS" // a candidate on the team or the counting committee
)

// Reasons about counting and what follows.
const (
	MeetingNotHeld       Reason = "MEETING_NOT_HELD"
	NotPresent           Reason = "NOT_PRESENT"
	PresentAlready       Reason = "PRESENT_ALREADY"
	SecretaryMissing     Reason = "SECRETARY_MISSING"
	MethodNotChosen      Reason = "METHOD_NOT_CHOSEN"
	CommitteeMissing     Reason = "COMMITTEE_MISSING"
	CommitteeSize        Reason = "COMMITTEE_SIZE"
	WitnessesMissing     Reason = "WITNESSES_MISSING"
	CountAbovePresent    Reason = "COUNT_ABOVE_PRESENT"
	CountAboveIssued     Reason = "COUNT_ABOVE_ISSUED"
	CountAboveRoll       Reason = "COUNT_ABOVE_ROLL"
	CountNegative        Reason = "COUNT_NEGATIVE"
	BallotIssuedAlready  Reason = "BALLOT_ISSUED_ALREADY"
	BallotUnknown        Reason = "BALLOT_UNKNOWN"
	BallotTwice          Reason = "BALLOT_TWICE"
	SameTeller           Reason = "SAME_TELLER"
	TellersDisagree      Reason = "TELLERS_DISAGREE"
	VillageMissing       Reason = "VILLAGE_MISSING" // a village of the commune has not reported
	NoQuorum             Reason = "NO_QUORUM"
	DecisionIncomplete   Reason = "DECISION_INCOMPLETE"
	SignatureMissing     Reason = "SIGNATURE_MISSING"
	RecogniserWrong      Reason = "RECOGNISER_WRONG"
	RecognitionNotNeeded Reason = "RECOGNITION_NOT_NEEDED"
	AmountInvalid        Reason = "AMOUNT_INVALID"
	FollowUpDone         Reason = "FOLLOW_UP_DONE"
)

// Refusal is the only error the rules return: which rule, about which field, on which article, and what a caller needs
// to put it right.
type Refusal struct {
	Reason Reason
	Field  string
	Basis  string
	Params map[string]string
}

// Error is for logs; what people read is made from the reason at the front.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s (field %q, %s, %v)", r.Reason, r.Field, r.Basis, r.Params)
}

// Refuse makes a refusal. The params are pairs of name and value.
func Refuse(reason Reason, field string, params ...string) *Refusal {
	r := &Refusal{Reason: reason, Field: field}
	for i := 0; i+1 < len(params); i += 2 {
		if r.Params == nil {
			r.Params = map[string]string{}
		}
		r.Params[params[i]] = params[i+1]
	}
	return r
}

// On adds the article the refusal rests on.
func (r *Refusal) On(basis string) *Refusal {
	r.Basis = basis
	return r
}
