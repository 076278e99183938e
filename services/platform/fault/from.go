package fault

import (
	"maps"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// FromStatus is the way back: what a client of ours makes of a status it received. It returns nil for OK. The
// finished sentences are in Message, in the language the call asked for.
func FromStatus(st *status.Status) *Error {
	if st == nil || st.Code() == codes.OK {
		return nil
	}
	e := &Error{Kind: kindOf(st.Code()), Message: st.Message(), Err: st.Err()}
	for _, detail := range st.Details() {
		switch d := detail.(type) {
		case *errdetails.ErrorInfo:
			if d.GetDomain() == Domain {
				e.take(d)
			}
		case *errdetails.LocalizedMessage:
			e.Message = d.GetMessage()
		case *errdetails.RetryInfo:
			e.RetryAfter = d.GetRetryDelay().AsDuration()
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				e.Violations = append(e.Violations, Violation{Field: v.GetField(), Rule: v.GetReason(), Message: v.GetDescription()})
			}
		}
	}
	return e
}

// From is [FromStatus] for the error a gRPC call returned. It returns nil for nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := Of(err); ok {
		return e
	}
	st, _ := status.FromError(err)
	return FromStatus(st)
}

func (e *Error) take(d *errdetails.ErrorInfo) {
	e.Reason = d.GetReason()
	e.Params = maps.Clone(d.GetMetadata())
	e.Basis = e.Params[basisKey]
	e.Field = e.Params[fieldKey]
	delete(e.Params, basisKey)
	delete(e.Params, fieldKey)
}

func info(st *status.Status) *errdetails.ErrorInfo {
	for _, detail := range st.Details() {
		if d, ok := detail.(*errdetails.ErrorInfo); ok && d.GetDomain() == Domain {
			return d
		}
	}
	return nil
}
