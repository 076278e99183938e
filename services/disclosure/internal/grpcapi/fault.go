package grpcapi

import (
	"embed"
	"errors"
	"regexp"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the sentences of disclosure in every language.
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
	options := []fault.Option{fault.Field(r.Field), fault.Basis(r.Basis)}
	for key, value := range r.Params {
		options = append(options, fault.Param(key, value))
	}
	if allowed := r.Params["places"]; r.Reason == domain.PlaceNotAllowed && allowed == "" {
		options = append(options, fault.Param("places", "–"))
	}
	return fault.New(kindOf(r.Reason), string(r.Reason), options...)
}

// kindOf is the one switch from what the rules refuse to what a caller can do about it.
func kindOf(reason domain.Reason) fault.Kind {
	switch reason {
	case domain.NotFound, domain.ItemNotFound, domain.UnitNotFound, domain.AgencyNotFound, domain.VersionNotFound, domain.PlanLineNotFound:
		return fault.NotFound
	case domain.StaleEtag:
		return fault.Conflict
	case domain.PlanExists:
		return fault.Exists
	case domain.StateNotAllowed, domain.FourEyes, domain.SecrecyNotDeclared, domain.WarningOpen, domain.NothingChanged, domain.NoCorrection, domain.FormEndedEarly,
		domain.FormAlreadyEnded, domain.FormStillRunning, domain.ContentHidden, domain.PlanEmpty, domain.PeriodNotEnded, domain.NoDueProposal,
		domain.RemindedToday, domain.AlreadyExtended, domain.NotExtendable, domain.DuePassed, domain.SameUnit, domain.EvidenceRequired:
		return fault.Refused
	case domain.ChannelNotAllowed:
		return fault.Forbidden
	}
	return fault.Invalid
}

// idPattern keeps ids that are no UUIDs out of queries: they cannot exist.
var idPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
