package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	"github.com/danchu-platform/danchu/gateway/internal/edge"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// answerer turns what went wrong into a google.rpc.Status as JSON.
type answerer struct {
	words *i18n.Catalogue
	log   *slog.Logger
}

// Refuse answers any request to the interface with a fault; the gateway's skin
// uses it for what it refuses before a call is made.
func Refuse(words *i18n.Catalogue, log *slog.Logger) edge.Refuse {
	a := answerer{words: words, log: log}
	return func(w http.ResponseWriter, r *http.Request, err error) {
		a.answer(w, r, fault.From(err).Kind.HTTPStatus(), err)
	}
}

// callFailed answers when a call was refused, by the service or while the request was read.
func (a answerer) callFailed(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	var cause *runtime.HTTPStatusError
	if errors.As(err, &cause) {
		err = cause.Err
	}
	if st, ok := status.FromError(err); ok && st.Code() == codes.InvalidArgument && len(st.Details()) == 0 {
		// Refused while the request was read, before any service saw it.
		own, ok := readRefused(st.Message())
		if !ok {
			own = fault.New(fault.Invalid, "MALFORMED_PARAMETER", fault.Wrap(err))
		}
		err = own
	}
	f := fault.From(err)
	a.answer(w, r, httpStatus(f), err)
}

// routingFailed answers when no call stands at the address.
func (a answerer) routingFailed(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, code int) {
	switch code {
	case http.StatusMethodNotAllowed:
		a.answer(w, r, code, fault.New(fault.Invalid, "METHOD_NOT_ALLOWED"))
	case http.StatusNotFound:
		a.answer(w, r, code, fault.New(fault.NotFound, "NO_SUCH_PAGE"))
	default:
		a.answer(w, r, http.StatusBadRequest, fault.New(fault.Invalid, ""))
	}
}

func httpStatus(f *fault.Error) int {
	if f.Reason == "BODY_TOO_LARGE" {
		return http.StatusRequestEntityTooLarge
	}
	return f.Kind.HTTPStatus()
}

func (a answerer) answer(w http.ResponseWriter, r *http.Request, code int, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		return // the caller has gone
	}
	lang := i18n.Lang(r.Context())
	st := fault.Status(err, lang, a.words)
	if st.Code() == codes.Internal || st.Code() == codes.Unavailable {
		a.log.ErrorContext(r.Context(), "a call failed", "error", err, "method", r.Method)
	}
	body, err := protojson.Marshal(st.Proto())
	if err != nil { // a detail nobody here knows: the sentence must still arrive
		body, _ = protojson.Marshal(status.New(st.Code(), st.Message()).Proto())
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Language", lang)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	if f := fault.From(st.Err()); f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(f.RetryAfter.Seconds())+1))
	}
	if code == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="danchu"`)
	}
	w.WriteHeader(code)
	_, _ = w.Write(body) // the caller has gone; there is nobody to tell
}
