package grpcapi

import (
	"embed"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the sentences of voting in every language.
func Messages() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }

// translate turns a refusal of the rules into the fault that is sent; anything else goes on as it is.
func translate(err error) error {
	var r *domain.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Reason == domain.NotFound && r.Field == "name" {
		return fault.New(fault.NotFound, "") // to the letter what is answered of a thing one may not know of
	}
	return fault.New(kindOf(r.Reason), string(r.Reason), optionsOf(r)...)
}

func optionsOf(r *domain.Refusal) []fault.Option {
	options := []fault.Option{fault.Field(r.Field), fault.Basis(r.Basis)}
	for key, value := range r.Params {
		switch key {
		case "action": // other services have words of their own for an "open" or "refuse"
			value = "vote_" + value
		case "longest":
			key = "max"
		}
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			value = at.In(workday.Zone).Format("15:04 02/01/2006") // as the clock on the wall says it
		}
		options = append(options, fault.Param(key, strings.ReplaceAll(value, ",", ", "))) // so that offices are said in words
	}
	// The law leaves the person or the day to those who prepared the vote.
	if r.Reason == domain.OfficeNotCompetent && r.Params["competent"] == "" {
		options = append(options, fault.Param("competent", "appointed"))
	}
	if r.Reason == domain.StepMissing && r.Params["latest"] == "" {
		options = append(options, fault.Param("latest", "before_opening"))
	}
	return options
}

// kindOf is the one switch from what the rules refuse to what a caller can do about it: look elsewhere, read again, sign in
// as somebody else, put the request right, or wait until the vote has come so far.
func kindOf(reason domain.Reason) fault.Kind {
	switch reason {
	case domain.NotFound, domain.UnitNotFound, domain.AgencyNotFound:
		return fault.NotFound
	case domain.StaleEtag:
		return fault.Conflict
	case domain.HouseholdTwice, domain.ConsentTwice, domain.CandidateTwice, domain.VotedAlready, domain.PresentAlready,
		domain.BallotIssuedAlready, domain.BallotTwice, domain.CredentialDrawn, domain.TokenUsed:
		return fault.Exists
	case domain.OfficeNotCompetent, domain.RecogniserWrong, domain.NotRepresentative:
		return fault.Forbidden
	case domain.FieldRequired, domain.FieldTooLong, domain.FieldInvalid, domain.DateInFuture, domain.DateTooEarly, domain.DateTooLate,
		domain.AttachmentInvalid, domain.PageTokenInvalid, domain.QueryEmpty, domain.ChoiceInvalid, domain.CountNegative,
		domain.AmountInvalid, domain.TokenInvalid, domain.IdentityNotWanted, domain.DoorCodeInvalid:
		return fault.Invalid
	}
	return fault.Refused
}

// idPattern keeps ids that are no UUIDs out of queries: they cannot exist.
var idPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
