package authn

import "context"

// Kind says what sort of caller is asking.
type Kind int

const (
	// Anonymous is anybody who presented no token. It is the zero value on purpose: a context nobody
	// authenticated is an anonymous one.
	Anonymous Kind = iota
	// Person is a human being who signed in with an issuer.
	Person
	// Service is another program: a machine client of a configured issuer, or one of our own services.
	Service
)

// String names the kind the way logs and the audit trail write it.
func (k Kind) String() string {
	switch k {
	case Person:
		return "person"
	case Service:
		return "service"
	default:
		return "anonymous"
	}
}

// Caller is who is asking. It carries no roles: those are looked up, never trusted from a token.
type Caller struct {
	// Subject identifies the caller for ever and everywhere: issuer and subject joined by '#'
	// ("https://sso.example.gov.vn#8f14e45f"). Empty for an anonymous caller.
	Subject string
	// PersonKey is the keyed hash of the caller's national id, or "" when the issuer did not tell it.
	// It matches a citizen to a household representative. See [PersonKey].
	PersonKey string
	// Name is what the issuer calls the caller, for greeting them. It is personal data: pages only, never logs.
	Name string
	// Kind is Anonymous, Person or Service.
	Kind Kind
}

// SignedIn tells whether the caller proved who they are.
func (c Caller) SignedIn() bool { return c.Kind != Anonymous && c.Subject != "" }

// Keys are the names under which role bindings may know this caller: the subject and, for a person whose issuer
// told the national id, the person key. An anonymous caller has none.
func (c Caller) Keys() []string {
	if !c.SignedIn() {
		return nil
	}
	keys := []string{c.Subject}
	if c.PersonKey != "" {
		keys = append(keys, c.PersonKey)
	}
	return keys
}

// Verifier turns a bearer token into a caller.
type Verifier interface {
	// Verify checks the token and returns its caller. An empty token is not an error: it is an anonymous caller.
	// A token that is present and not believed (expired, forged, for somebody else) is refused with a fault of
	// kind Unauthenticated; keys that cannot be fetched at the moment give Unavailable, and a retry is safe.
	Verify(ctx context.Context, bearer string) (Caller, error)
}

type callerKey struct{}

// With returns a context in which c is asking.
func With(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// From returns who is asking; a context nobody authenticated answers with the anonymous caller.
func From(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}
