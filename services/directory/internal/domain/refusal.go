package domain

import "strings"

// Sort says what a caller can do about a refusal.
type Sort int

// The sorts of refusals.
const (
	Malformed Sort = iota + 1 // the request can never succeed: correct it
	Refused                   // the law or the present state does not allow it
	Stale                     // changed since it was read: read again
	Taken                     // it is there already
	Missing                   // it does not exist
)

// Reason is the word for what went wrong; the contract documents each one
// (danchu.directory.v1.ErrorReason).
type Reason string

// The reasons.
const (
	InvalidValue            Reason = "INVALID_VALUE"
	NotFound                Reason = "NOT_FOUND"
	StaleEtag               Reason = "STALE_ETAG"
	PeriodEmpty             Reason = "PERIOD_EMPTY"
	AlreadyEnded            Reason = "ALREADY_ENDED"
	OutsidePeriod           Reason = "OUTSIDE_PERIOD"
	NothingChanges          Reason = "NOTHING_CHANGES"
	UnitCodeInForce         Reason = "UNIT_CODE_IN_FORCE"
	UnitOutsideParentPeriod Reason = "UNIT_OUTSIDE_PARENT_PERIOD"
	UnitLevelMisplaced      Reason = "UNIT_LEVEL_MISPLACED"
	UnitCodeMalformed       Reason = "UNIT_CODE_MALFORMED"
	UnitHasChildren         Reason = "UNIT_HAS_CHILDREN"
	UnitWithoutSuccessor    Reason = "UNIT_WITHOUT_SUCCESSOR"
	SuccessorBeforeEnd      Reason = "SUCCESSOR_BEFORE_END"
	UnitCorrectionTooLarge  Reason = "UNIT_CORRECTION_TOO_LARGE"
	FactsAfterDate          Reason = "FACTS_AFTER_DATE"
	RolesAfterDate          Reason = "ROLES_AFTER_DATE"
	DistrictAbolished       Reason = "DISTRICT_ABOLISHED"
	AgencyUnknown           Reason = "AGENCY_UNKNOWN"
	AgencyCodeInUse         Reason = "AGENCY_CODE_IN_USE"
	HouseholdCodeInUse      Reason = "HOUSEHOLD_CODE_IN_USE"
	NotAVillage             Reason = "NOT_A_VILLAGE"
	RepresentsAnother       Reason = "PERSON_REPRESENTS_ANOTHER"
	DifferentVillages       Reason = "HOUSEHOLDS_OF_DIFFERENT_VILLAGES"
	NotIdentified           Reason = "PERSON_NOT_IDENTIFIED"
	MatchesNoHousehold      Reason = "PERSON_MATCHES_NO_HOUSEHOLD"
	NameMalformed           Reason = "PERSON_NAME_MALFORMED"
	PhoneMalformed          Reason = "PHONE_MALFORMED"
	NationalIDMalformed     Reason = "NATIONAL_ID_MALFORMED"
	BirthYearImpossible     Reason = "BIRTH_YEAR_IMPOSSIBLE"
	RoleAboveOwnPowers      Reason = "ROLE_ABOVE_OWN_POWERS"
	RoleLevelMismatch       Reason = "ROLE_LEVEL_MISMATCH"
	RoleAlreadyHeld         Reason = "ROLE_ALREADY_HELD"
	RoleAgencyMismatch      Reason = "ROLE_AGENCY_MISMATCH"
	CalendarDayMisplaced    Reason = "CALENDAR_DAY_MISPLACED"
	CalendarYearDecided     Reason = "CALENDAR_YEAR_DECIDED"
	CalendarBasisMissing    Reason = "CALENDAR_BASIS_MISSING"
	ImportFinished          Reason = "IMPORT_FINISHED"
	ImportFileRefused       Reason = "IMPORT_FILE_REFUSED"
	ImportNeedsValidFrom    Reason = "IMPORT_NEEDS_VALID_FROM"
	ImportNeedsUnit         Reason = "IMPORT_NEEDS_UNIT"
	PageTokenInvalid        Reason = "PAGE_TOKEN_INVALID"
)

// Refusal is a rule saying no: what to do about it, which rule, about which
// field, with the values the sentence needs, and on which article if the law says so.
type Refusal struct {
	Sort   Sort
	Reason Reason
	Field  string
	Params map[string]string
	Basis  string
}

// Error is the line for the log. Params are left out: they may name a person.
func (r *Refusal) Error() string {
	parts := []string{string(r.Reason)}
	if r.Field != "" {
		parts = append(parts, "("+r.Field+")")
	}
	if r.Basis != "" {
		parts = append(parts, r.Basis)
	}
	return strings.Join(parts, " ")
}

// refuse makes a refusal; pairs are key, value, key, value.
func refuse(sort Sort, reason Reason, field string, pairs ...string) *Refusal {
	r := &Refusal{Sort: sort, Reason: reason, Field: field}
	for i := 0; i+1 < len(pairs); i += 2 {
		if r.Params == nil {
			r.Params = make(map[string]string, len(pairs)/2)
		}
		r.Params[pairs[i]] = pairs[i+1]
	}
	return r
}

func (r *Refusal) by(article string) *Refusal {
	r.Basis = article
	return r
}

// Refuse makes a refusal for the rooms that find one out for themselves:
// an uploaded file, a page token, a row that is not there.
func Refuse(sort Sort, reason Reason, field string, pairs ...string) *Refusal {
	return refuse(sort, reason, field, pairs...)
}
