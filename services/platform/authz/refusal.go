package authz

import (
	"context"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Reasons of a refusal. Their sentences are in package fault's catalogue.
const (
	// SignInRequired: nobody signed in, and somebody must.
	SignInRequired = "SIGN_IN_REQUIRED"
	// RoleRequired: the roles named could do it, in the right unit; the caller holds none of them there.
	RoleRequired = "ROLE_REQUIRED"
	// NotPermitted: the caller may not, and no role would change that.
	NotPermitted = "NOT_PERMITTED"
)

func (e *Engine) refuse(ctx context.Context, caller authn.Caller, action string, r Resource) error {
	lang := i18n.Lang(ctx)
	does := fault.Param("action", e.words(action, lang))
	switch {
	case r.Hidden && !e.knows(caller, r):
		return fault.New(fault.NotFound, "")
	case !caller.SignedIn():
		return fault.New(fault.Unauthenticated, SignInRequired, does)
	case len(e.book.roles[action]) == 0:
		return fault.New(fault.Forbidden, NotPermitted, does)
	default:
		return fault.New(fault.Forbidden, RoleRequired, does, fault.Param("roles", e.needed(action, lang)))
	}
}

// knows tells whether a caller may read a resource and so knows that it exists.
func (e *Engine) knows(caller authn.Caller, r Resource) bool {
	if r.Read == "" {
		return false
	}
	allowed, err := e.decide(caller, r.Read, r)
	return allowed && err == nil
}

// words is what the action does as its policies' annotations put it, or its name.
func (e *Engine) words(action, lang string) string {
	if words, ok := e.book.does[action][lang]; ok {
		return words
	}
	return action
}

// needed lists the roles that a policy of the action asks about.
func (e *Engine) needed(action, lang string) string {
	var names []string
	for _, code := range e.book.roles[action] {
		if r, ok := RoleOf(code); ok {
			names = append(names, r.Name(lang))
		}
	}
	return strings.Join(names, "; ")
}
