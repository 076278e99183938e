package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Error is a fault: something that went wrong in a way we know.
type Error struct {
	// Kind says what the caller can do about it.
	Kind Kind
	// Reason is the documented word for what happened ("PERIOD_OVERLAPS"); empty means the kind alone says it.
	Reason string
	// Field is the path of the request's field at fault ("publication.title"), or "".
	Field string
	// Params fill the placeholders of the reason's sentence. They go to the caller: never put in them what the caller
	// may not see.
	Params map[string]string
	// Basis is the article that refuses ("Điều 12 khoản 3 Luật 10/2022/QH15"), or "".
	Basis string
	// Violations lists each field at fault when there are several.
	Violations []Violation
	// RetryAfter is how long to wait before trying again; zero when waiting does not help or nobody knows.
	RetryAfter time.Duration
	// Message is the sentence for people, in the language of the call that was answered. Only [FromStatus] fills it in.
	Message string
	// Err is the cause. It is logged and never shown.
	Err error
}

// Violation is one field that breaks one rule.
type Violation struct {
	// Field is the path of the field ("forms[1].posted_from").
	Field string
	// Rule is the id of the rule broken ("string.min_len", or one of our own).
	Rule string
	// Reason is the key of the sentence; empty means the sentence of the rule.
	Reason string
	// Params fill the placeholders of the sentence.
	Params map[string]string
	// Message is the finished sentence: filled in by [FromStatus], or by a rule whose words come with it. When a sentence is
	// found by Reason or Rule, that one is used instead.
	Message string
}

// Option adds something to a fault.
type Option func(*Error)

// New makes a fault. The reason may be empty when the kind says it all.
func New(kind Kind, reason string, options ...Option) *Error {
	e := &Error{Kind: kind, Reason: reason}
	for _, option := range options {
		option(e)
	}
	return e
}

// Field names the request's field at fault.
func Field(path string) Option { return func(e *Error) { e.Field = path } }

// Param fills the placeholder {key} of the reason's sentence.
func Param(key, value string) Option {
	return func(e *Error) {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[key] = value
	}
}

// Basis names the article that refuses.
func Basis(article string) Option { return func(e *Error) { e.Basis = article } }

// Wrap keeps the cause for the log. Its text is never shown to a caller.
func Wrap(err error) Option { return func(e *Error) { e.Err = err } }

// RetryAfter tells how long to wait before trying again.
func RetryAfter(d time.Duration) Option { return func(e *Error) { e.RetryAfter = d } }

// Violate adds fields at fault.
func Violate(violations ...Violation) Option {
	return func(e *Error) { e.Violations = append(e.Violations, violations...) }
}

// Error is the line for the log: kind, reason, field and cause. It is not for people; [Status] is.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String())
	if e.Reason != "" && e.Reason != e.Kind.String() {
		b.WriteString(" " + e.Reason)
	}
	if e.Field != "" {
		b.WriteString(" (" + e.Field + ")")
	}
	for _, v := range e.Violations {
		fmt.Fprintf(&b, " [%s: %s%s]", v.Field, v.Rule, v.Reason)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Of finds the fault in err, if it has one.
func Of(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// KindOf tells the kind of err: Internal when it is no fault. Asking it of nil is a mistake and answers Internal too.
func KindOf(err error) Kind {
	if e, ok := Of(err); ok {
		return e.Kind
	}
	return Internal
}

// Is tells whether err is a fault with that reason.
func Is(err error, reason string) bool {
	e, ok := Of(err)
	return ok && e.Reason == reason
}
