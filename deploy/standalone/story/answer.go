package story

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// ErrGone says that the instance did not answer: it is down, or died while it was asked.
var ErrGone = errors.New("the instance does not answer")

func gone(err error) bool { return errors.Is(err, ErrGone) }

// answer is what an instance said to a call.
type answer struct {
	status int
	body   []byte
}

// final tells whether the same call would be answered the same: it was carried out, or refused for a reason.
func (a answer) final() bool {
	return a.status < 500 && a.status != http.StatusTooManyRequests && a.status != http.StatusUnauthorized
}

// Refusal is a google.rpc.Status that a call was answered with.
type Refusal struct {
	Status   int
	Message  string
	Reason   string
	Basis    string
	Metadata map[string]string
	Fields   []string // named by the violations
}

// Error shows the sentence people would read.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%d %s: %s", r.Status, r.Reason, r.Message)
}

// readRefusal reads the JSON of a refusal.
func readRefusal(a answer) *Refusal {
	var status struct {
		Message string
		Details []struct {
			Reason          string
			Metadata        map[string]string
			FieldViolations []struct{ Field string }
		}
	}
	r := &Refusal{Status: a.status}
	if err := json.Unmarshal(a.body, &status); err != nil {
		r.Message = strings.TrimSpace(string(a.body[:min(len(a.body), 200)]))
		return r
	}
	r.Message = status.Message
	for _, detail := range status.Details {
		if detail.Reason != "" {
			r.Reason, r.Metadata, r.Basis = detail.Reason, detail.Metadata, detail.Metadata["basis"]
		}
		for _, violation := range detail.FieldViolations {
			r.Fields = append(r.Fields, violation.Field)
		}
	}
	return r
}

// want is what a refusal must look like.
type want struct {
	status int
	reason string // "" when any will do
	field  string // "" when any will do
}

// refused checks that a call was refused as it should and gives the sentence that was answered.
func refused(err error, any ...want) (string, error) {
	var r *Refusal
	switch {
	case err == nil:
		return "", fmt.Errorf("was allowed, but must be refused with %+v", any)
	case !errors.As(err, &r):
		return "", err
	case r.Message == "":
		return "", fmt.Errorf("refused without a sentence: %w", err)
	}
	for _, w := range any {
		if r.Status == w.status && (w.reason == "" || r.Reason == w.reason) && (w.field == "" || slices.ContainsFunc(r.Fields, func(f string) bool { return strings.HasSuffix(f, w.field) })) {
			return "“" + r.Message + "”", nil
		}
	}
	return "", fmt.Errorf("refused with %w (fields %v), want %+v", err, r.Fields, any)
}

// denied is what somebody without the right gets: told so, or not even told that there is something.
var denied = []want{{status: http.StatusForbidden}, {status: http.StatusNotFound}}
