package authz

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Engine decides by one service's policies. It is safe for use by many.
type Engine struct {
	book   *book
	source Source
	clock  func() time.Time
}

// Option changes how an engine is made.
type Option func(*options)

type options struct {
	clock  func() time.Time
	schema string
}

// WithClock tells the engine the time: roles are those held on the day in Việt Nam.
func WithClock(clock func() time.Time) Option { return func(o *options) { o.clock = clock } }

// WithSchema holds the policies against a Cedar schema when the engine is made: own are the service's entity types and actions in
// Cedar's schema language, without a namespace around them; Unit, Agency, Platform and Person are there already.
func WithSchema(own []byte) Option { return func(o *options) { o.schema = string(own) } }

// New reads the policies. It refuses policies that do not parse, that permit every action, or that ask the caller for something
// no caller has.
func New(policies []byte, source Source, opts ...Option) (*Engine, error) {
	o := options{clock: time.Now}
	for _, opt := range opts {
		opt(&o)
	}
	b, err := read(policies)
	if err != nil {
		return nil, err
	}
	if o.schema != "" {
		if err := conform(policies, o.schema); err != nil {
			return nil, err
		}
	}
	return &Engine{book: b, source: source, clock: o.clock}, nil
}

// Actions lists the actions the policies speak of, in order.
func (e *Engine) Actions() []string { return slices.Sorted(maps.Keys(e.book.byAction)) }

// Allow decides whether the caller of ctx may do action with the resource, and records in ctx that it was decided.
//
// The answer is nil, or a fault: Unauthenticated when nobody signed in and that is what is missing, Forbidden with the roles that could do it,
// NotFound for a hidden resource. It says nothing about the resource, so that being refused and asking for something that
// does not exist cannot be told apart when a service asks before it looks. An action without a policy is Internal: no policy, no
// entry.
func (e *Engine) Allow(ctx context.Context, action string, r Resource) error {
	decision.Record(ctx, action)
	caller := authn.From(ctx)
	allowed, err := e.decide(caller, action, r)
	switch {
	case err != nil:
		return fault.New(fault.Internal, "", fault.Wrap(err))
	case allowed:
		return nil
	default:
		return e.refuse(ctx, caller, action, r)
	}
}

// Can is Allow for a page that asks whether to show a button: it records nothing and gives no reason.
func (e *Engine) Can(ctx context.Context, action string, r Resource) bool {
	allowed, err := e.decide(authn.From(ctx), action, r)
	return allowed && err == nil
}

func (e *Engine) decide(caller authn.Caller, action string, r Resource) (bool, error) {
	policies, known := e.book.byAction[action]
	if !known {
		return false, fmt.Errorf("authz: no policy speaks of the action %q", action)
	}
	if e.book.open[action] {
		return true, nil
	}
	w := &world{source: e.source, principal: e.principal(caller)}
	var err error
	if w.resource, err = w.entity(r); err != nil {
		return false, err
	}
	verdict, diagnostic := cedar.Authorize(policies, w, cedar.Request{
		Principal: w.principal.UID, Resource: w.resource.UID,
		Action: cedar.NewEntityUID(actionType, cedar.String(action)),
	})
	// Cedar skips a policy it cannot evaluate. A forbid that is skipped would let somebody in, so a mistake denies.
	for _, e := range diagnostic.Errors {
		err = errors.Join(err, fmt.Errorf("authz: %s on %s: policy %s: %s", action, r.Type, e.PolicyID, e.Message))
	}
	return verdict == cedar.Allow && err == nil, err
}

// principal shows the caller with the roles of today.
func (e *Engine) principal(caller authn.Caller) cedar.Entity {
	if !caller.SignedIn() {
		return nobody()
	}
	return principalOf(caller, e.source.Bindings(caller.Keys(), workday.Today(e.clock())), e.source)
}
