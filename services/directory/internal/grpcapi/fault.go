package grpcapi

import (
	"embed"
	"errors"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the directory's sentences in every language.
func Messages() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }

// hidden tells of whose resources it is nobody's business that they exist.
func hidden(name string) bool {
	collection, _, _ := strings.Cut(name, "/")
	return collection == "households" || collection == "roleBindings" || collection == "imports"
}

// nothing stands for a value that is not there where a sentence has a place for
// it: an open end, an empty field. The messages say it in words (word.to.∅).
const nothing = "∅"

func filled(key, value string) string {
	if value == "" && slices.Contains([]string{"from", "to", "end", "start", "value"}, key) {
		return nothing
	}
	return value
}

// translate turns a refusal of the rules into the fault that is sent; other
// errors go on as they are.
func translate(err error) error {
	var r *domain.Refusal
	if !errors.As(err, &r) {
		return err
	}
	if r.Reason == domain.NotFound && hidden(r.Params["name"]) {
		return fault.New(fault.NotFound, "") // to the letter what is answered of a thing one may not know of
	}
	var kind fault.Kind
	switch r.Sort {
	case domain.Malformed:
		kind = fault.Invalid
	case domain.Refused:
		kind = fault.Refused
	case domain.Stale:
		kind = fault.Conflict
	case domain.Taken:
		kind = fault.Exists
	case domain.Missing:
		kind = fault.NotFound
	}
	options := []fault.Option{fault.Field(r.Field), fault.Basis(r.Basis)}
	for key, value := range r.Params {
		options = append(options, fault.Param(key, filled(key, value)))
	}
	return fault.New(kind, string(r.Reason), options...)
}
