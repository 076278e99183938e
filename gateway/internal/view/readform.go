package view

import (
	"errors"
	"net/http"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// ReadForm parses a posted form; what is too large or no form is refused in words.
func ReadForm(r *http.Request) error {
	err := r.ParseForm()
	if err == nil {
		return nil
	}
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return fault.New(fault.Invalid, "BODY_TOO_LARGE", fault.Wrap(err))
	}
	return fault.New(fault.Invalid, "", fault.Wrap(err))
}
