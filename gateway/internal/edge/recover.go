package edge

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Recover turns a panic into one log line inside and a calm "our fault" answer
// outside. If the answer had begun there is nothing left to say and the
// connection is closed, so the reader does not take half a page for a whole one.
func Recover(log *slog.Logger, refuse Refuse) Link {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			begun := &watch{ResponseWriter: w}
			defer func() {
				cause := recover()
				if cause == nil {
					return
				}
				if cause == http.ErrAbortHandler { //nolint:errorlint // the very value, as net/http compares it
					panic(cause)
				}
				log.ErrorContext(r.Context(), "a handler panicked", "cause", fmt.Sprint(cause),
					"method", r.Method, "route", r.Pattern, "stack", string(debug.Stack()))
				if begun.written {
					panic(http.ErrAbortHandler)
				}
				refuse(w, r, fault.New(fault.Internal, "INTERNAL"))
			}()
			next.ServeHTTP(begun, r)
		})
	}
}

// watch remembers whether an answer has begun.
type watch struct {
	http.ResponseWriter
	written bool
}

func (w *watch) WriteHeader(status int) {
	w.written = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *watch) Write(b []byte) (int, error) {
	w.written = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watch) Unwrap() http.ResponseWriter { return w.ResponseWriter }
