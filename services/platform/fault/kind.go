package fault

import (
	"net/http"

	"google.golang.org/grpc/codes"
)

// Kind says what a caller can do about a fault.
type Kind int

const (
	// Internal is everything nobody foresaw. The caller can only report it. It is the zero value on purpose.
	Internal Kind = iota
	// Invalid is a request that could never succeed, whatever the state: correct it.
	Invalid
	// Refused is a request that the law or the state of the resource does not allow now. The reason says what must
	// be true first.
	Refused
	// Conflict is a change made from an outdated copy (stale etag) or lost to a concurrent one: read again, retry.
	Conflict
	// Exists is a creation of what is there already, or a request_id used again for another request.
	Exists
	// NotFound is a name that names nothing – or nothing this caller may know of.
	NotFound
	// Forbidden is a caller who is known and may not.
	Forbidden
	// Unauthenticated is a caller who must sign in (again).
	Unauthenticated
	// Limited is a caller who asks too often: wait, then retry.
	Limited
	// Unavailable is a part that is down for the moment: retry with the same request_id.
	Unavailable
)

type translation struct {
	name   string
	code   codes.Code
	status int
}

// table is the one table of faults (DESIGN.md §4).
var table = map[Kind]translation{
	Internal:        {"INTERNAL", codes.Internal, http.StatusInternalServerError},
	Invalid:         {"INVALID", codes.InvalidArgument, http.StatusBadRequest},
	Refused:         {"REFUSED", codes.FailedPrecondition, http.StatusBadRequest},
	Conflict:        {"CONFLICT", codes.Aborted, http.StatusConflict},
	Exists:          {"EXISTS", codes.AlreadyExists, http.StatusConflict},
	NotFound:        {"NOT_FOUND", codes.NotFound, http.StatusNotFound},
	Forbidden:       {"FORBIDDEN", codes.PermissionDenied, http.StatusForbidden},
	Unauthenticated: {"UNAUTHENTICATED", codes.Unauthenticated, http.StatusUnauthorized},
	Limited:         {"LIMITED", codes.ResourceExhausted, http.StatusTooManyRequests},
	Unavailable:     {"UNAVAILABLE", codes.Unavailable, http.StatusServiceUnavailable},
}

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{Internal, Invalid, Refused, Conflict, Exists, NotFound, Forbidden, Unauthenticated, Limited, Unavailable}
}

// String is the reason given when a fault has none of its own: "NOT_FOUND".
func (k Kind) String() string { return k.row().name }

// Code is the gRPC code of the kind.
func (k Kind) Code() codes.Code { return k.row().code }

// HTTPStatus is the HTTP status of the kind.
func (k Kind) HTTPStatus() int { return k.row().status }

func (k Kind) row() translation {
	if row, ok := table[k]; ok {
		return row
	}
	return table[Internal]
}

// kindOf is the way back from a code. Codes that are no kind of ours are Internal, save the two by which a peer or
// the network says "not now".
func kindOf(code codes.Code) Kind {
	for kind, row := range table {
		if row.code == code {
			return kind
		}
	}
	switch code {
	case codes.OutOfRange:
		return Invalid
	case codes.DeadlineExceeded, codes.Canceled:
		return Unavailable
	default:
		return Internal
	}
}
