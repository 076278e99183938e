package domain

import "fmt"

// Reason is why a rule refuses. The words are those of the contract (disclosurev1.ErrorReason) without their prefix.
type Reason string

// Reasons. What each means to a caller is written in proto/danchu/disclosure/v1/error_reason.proto.
const (
	ItemNotFound          Reason = "CATALOGUE_ITEM_NOT_FOUND"
	NotFound              Reason = "NOT_FOUND"
	StaleEtag             Reason = "STALE_ETAG"
	StateNotAllowed       Reason = "STATE_NOT_ALLOWED"
	FourEyes              Reason = "FOUR_EYES"
	SecrecyNotDeclared    Reason = "SECRECY_NOT_DECLARED"
	WarningOpen           Reason = "WARNING_NOT_ACKNOWLEDGED"
	FieldRequired         Reason = "FIELD_REQUIRED"
	FieldTooLong          Reason = "FIELD_TOO_LONG"
	DateInvalid           Reason = "DATE_INVALID"
	DateInFuture          Reason = "DATE_IN_FUTURE"
	DateTooEarly          Reason = "DATE_TOO_EARLY"
	TimeInPast            Reason = "TIME_IN_PAST"
	TimeTooFar            Reason = "TIME_TOO_FAR"
	UnitNotFound          Reason = "UNIT_NOT_FOUND"
	AgencyNotFound        Reason = "AGENCY_NOT_FOUND"
	ItemNotOfUnit         Reason = "ITEM_NOT_OF_UNIT"
	ObligationMismatch    Reason = "OBLIGATION_MISMATCH"
	AttachmentInvalid     Reason = "ATTACHMENT_INVALID"
	NothingChanged        Reason = "NOTHING_CHANGED"
	NoCorrection          Reason = "NO_CORRECTION"
	PlaceNotAllowed       Reason = "PLACE_NOT_ALLOWED"
	BroadcastDatesInvalid Reason = "BROADCAST_DATES_INVALID"
	EvidenceRequired      Reason = "EVIDENCE_REQUIRED"
	FormEndedEarly        Reason = "FORM_ENDED_EARLY"
	FormAlreadyEnded      Reason = "FORM_ALREADY_ENDED"
	FormStillRunning      Reason = "FORM_STILL_RUNNING"
	ContentHidden         Reason = "CONTENT_HIDDEN"
	VersionNotFound       Reason = "VERSION_NOT_FOUND"
	PlanExists            Reason = "PLAN_EXISTS"
	PlanEmpty             Reason = "PLAN_EMPTY"
	PlanFormMissing       Reason = "PLAN_FORM_MISSING"
	PlanDurationTooShort  Reason = "PLAN_DURATION_TOO_SHORT"
	PlanLineNotFound      Reason = "PLAN_LINE_NOT_FOUND"
	PeriodNotEnded        Reason = "PERIOD_NOT_ENDED"
	NoDueProposal         Reason = "NO_DUE_PROPOSAL"
	RemindedToday         Reason = "REMINDED_TODAY"
	AlreadyExtended       Reason = "ALREADY_EXTENDED"
	NotExtendable         Reason = "NOT_EXTENDABLE"
	DuePassed             Reason = "DUE_PASSED"
	ChannelNotAllowed     Reason = "CHANNEL_NOT_ALLOWED"
	SameUnit              Reason = "SAME_UNIT"
	PageTokenInvalid      Reason = "PAGE_TOKEN_INVALID"
	MaskInvalid           Reason = "MASK_INVALID"
	QueryEmpty            Reason = "QUERY_EMPTY"
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
