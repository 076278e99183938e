package authn

import (
	"net/http"
	"time"
)

// Skew is how far two clocks may stand apart before a token is called expired or not yet valid.
const Skew = 30 * time.Second

// Config says whose tokens are believed.
type Config struct {
	// Audience every token must be meant for; "danchu" unless the operator says otherwise.
	Audience string
	// Issuers are the addresses of the OpenID providers believed directly (machines, other systems, staff tools). Discovery
	// happens when the first token of an issuer arrives, and again after a failure: a provider that is down when a
	// service starts does not keep the service from starting.
	Issuers []string
	// Gateway is where browsers' short-lived tokens come from; its zero value believes none.
	Gateway Gateway
	// PersonKey is the secret (at least 32 bytes) under which national ids are hashed. Without it callers of direct
	// issuers have no PersonKey; tokens of the gateway carry theirs already hashed.
	PersonKey []byte
	// Client fetches discovery documents and keys; nil means one with a ten-second limit.
	Client *http.Client
	// Clock tells the time; nil means time.Now.
	Clock func() time.Time
}

// Gateway names the issuer of minted tokens and where its public keys are: by address in a cluster, in memory when
// gateway and services share a process.
type Gateway struct {
	// Issuer is the "iss" of minted tokens; empty means that no minted token is believed.
	Issuer string
	// JWKSURL is where the gateway serves its key set.
	JWKSURL string
	// Keys are the same in memory; they win over JWKSURL.
	Keys *KeySet
}

func (c Config) client() *http.Client {
	if c.Client != nil {
		return c.Client
	}
	return &http.Client{Timeout: 10 * time.Second}
}

func (c Config) clock() func() time.Time {
	if c.Clock != nil {
		return c.Clock
	}
	return time.Now
}
