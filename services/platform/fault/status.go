package fault

import (
	"context"
	"errors"
	"maps"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Domain is the domain of every ErrorInfo we send; reasons are unique within it.
const Domain = "danchu"

// Names of the ErrorInfo metadata that are not parameters.
const (
	basisKey = "basis"
	fieldKey = "field"
)

// Status turns any error into what a caller sees, in lang, with words from the catalogue (and, for kinds and rules,
// from this package). A nil error is OK. Deadline and cancellation keep their own codes. A status of ours from another
// service is passed on as that service said it. Everything unknown becomes Internal with a generic sentence.
func Status(err error, lang string, words *i18n.Catalogue) *status.Status {
	if err == nil {
		return status.New(codes.OK, "")
	}
	if e, ok := Of(err); ok {
		return e.status(lang, words)
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return build(codes.DeadlineExceeded, &Error{Kind: Unavailable, Reason: "DEADLINE_EXCEEDED"}, lang, words)
	case errors.Is(err, context.Canceled):
		return build(codes.Canceled, &Error{Kind: Unavailable, Reason: "CANCELED"}, lang, words)
	}
	if st, ok := status.FromError(err); ok {
		return foreign(st, lang, words)
	}
	return (&Error{Kind: Internal}).status(lang, words)
}

// foreign answers for a status that came from grpc itself or from another service.
func foreign(st *status.Status, lang string, words *i18n.Catalogue) *status.Status {
	if info(st) != nil {
		return st
	}
	switch st.Code() {
	case codes.Unimplemented:
		return build(codes.Unimplemented, &Error{Kind: Internal, Reason: "UNIMPLEMENTED"}, lang, words)
	case codes.DeadlineExceeded:
		return build(st.Code(), &Error{Kind: Unavailable, Reason: "DEADLINE_EXCEEDED"}, lang, words)
	case codes.Canceled:
		return build(st.Code(), &Error{Kind: Unavailable, Reason: "CANCELED"}, lang, words)
	case codes.ResourceExhausted: // grpc's own limits: a message larger than allowed
		return build(st.Code(), &Error{Kind: Limited, Reason: "MESSAGE_TOO_LARGE"}, lang, words)
	case codes.Unavailable:
		return (&Error{Kind: Unavailable}).status(lang, words)
	default:
		return (&Error{Kind: Internal}).status(lang, words)
	}
}

func (e *Error) status(lang string, words *i18n.Catalogue) *status.Status {
	return build(e.Kind.Code(), e, lang, words)
}

func build(code codes.Code, e *Error, lang string, words *i18n.Catalogue) *status.Status {
	if code == codes.Internal { // whatever it knows stays inside
		e = &Error{Kind: Internal}
	}
	text := e.say(lang, words)
	reason := e.Reason
	if reason == "" {
		reason = e.Kind.String()
	}
	details := []protoadapt.MessageV1{
		&errdetails.ErrorInfo{Reason: reason, Domain: Domain, Metadata: e.metadata()},
		&errdetails.LocalizedMessage{Locale: lang, Message: text},
	}
	if violations := e.fieldViolations(lang, words, text); len(violations) > 0 {
		details = append(details, &errdetails.BadRequest{FieldViolations: violations})
	}
	if e.RetryAfter > 0 {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(e.RetryAfter)})
	}
	st, err := status.New(code, text).WithDetails(details...)
	if err != nil { // a detail that cannot be marshalled: the sentence must still arrive
		return status.New(code, text)
	}
	return st
}

func (e *Error) metadata() map[string]string {
	metadata := maps.Clone(e.Params)
	if metadata == nil && (e.Basis != "" || e.Field != "") {
		metadata = map[string]string{}
	}
	if e.Basis != "" {
		metadata[basisKey] = e.Basis
	}
	if e.Field != "" {
		metadata[fieldKey] = e.Field
	}
	return metadata
}

func (e *Error) fieldViolations(lang string, words *i18n.Catalogue, text string) []*errdetails.BadRequest_FieldViolation {
	var out []*errdetails.BadRequest_FieldViolation
	if e.Field != "" {
		out = append(out, fieldViolation(e.Field, e.Reason, lang, text))
	}
	for _, v := range e.Violations {
		reason := v.Reason
		if reason == "" {
			reason = v.Rule
		}
		out = append(out, fieldViolation(v.Field, reason, lang, v.say(lang, words)))
	}
	return out
}

func fieldViolation(field, reason, lang, text string) *errdetails.BadRequest_FieldViolation {
	return &errdetails.BadRequest_FieldViolation{
		Field:            field,
		Description:      text,
		Reason:           reason,
		LocalizedMessage: &errdetails.LocalizedMessage{Locale: lang, Message: text},
	}
}
