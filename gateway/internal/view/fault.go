package view

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"

	"github.com/danchu-platform/danchu/gateway/internal/edge"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Fault is the page shown when something could not be done: what happened, what
// to do now, and nothing that frightens.
type Fault struct {
	Kind      string // key of the words: "fault.NOT_FOUND.title" and ".what"
	Status    int
	Message   string // the service's own sentence, when it has one
	SignInURL string
	RequestID string
	Ours      bool // our mistake: say how to report it
}

// Handler answers a request or says why not.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Handle draws the errors of a handler as pages: the one place where a fault
// becomes an HTTP status for people.
func (s *Set) Handle(log *slog.Logger, h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.Refuse(log, w, r, err)
		}
	})
}

// Refuse draws one fault.
func (s *Set) Refuse(log *slog.Logger, w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // the reader has gone
	}
	f := fault.From(err)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		log.ErrorContext(r.Context(), "a page could not be shown", "error", err, "method", r.Method, "route", r.Pattern)
	} else if f.Err != nil {
		log.InfoContext(r.Context(), "a request was refused", "error", err, "route", r.Pattern)
	}
	page := Fault{
		Kind: f.Kind.String(), Status: f.Kind.HTTPStatus(), Message: s.sentence(r, f),
		RequestID: edge.RequestID(r.Context()), Ours: f.Kind == fault.Internal,
	}
	if f.Kind == fault.Unauthenticated && s.site.SignIn {
		page.SignInURL = "/signin?return=" + url.QueryEscape(r.URL.RequestURI())
	}
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())+1))
	}
	if err := s.fault.Draw(w, r, page.Status, page); err != nil {
		log.ErrorContext(r.Context(), "the fault page could not be drawn", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
	}
}

// sentence is what happened, in the service's words or ours; nothing when the
// words of the kind say it all.
func (s *Set) sentence(r *http.Request, f *fault.Error) string {
	if f.Kind == fault.Internal || (f.Reason == "" && f.Message == "") {
		return ""
	}
	return fault.Status(f, i18n.Lang(r.Context()), s.words).Message()
}
