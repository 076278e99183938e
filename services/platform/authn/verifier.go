package authn

import (
	"context"
	"errors"
	"strings"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// issuerAlgorithms are the signatures believed from configured issuers: public-key ones only. With "none" and the HMAC
// family absent, a token cannot be signed with an issuer's public key taken for a shared secret.
var issuerAlgorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// maxToken is the longest bearer token looked at.
const maxToken = 16 << 10

// trusted is one issuer: where its keys are, what it may sign with, how its claims read.
type trusted struct {
	keys       keySource
	algorithms map[string]bool
	caller     func(issuer string, claims map[string]any) (Caller, error)
}

type verifier struct {
	audience string
	clock    func() time.Time
	issuers  map[string]trusted
	memory   memory
}

// NewVerifier believes the tokens cfg describes. It does not reach out to anybody: see [Config.Issuers].
func NewVerifier(_ context.Context, cfg Config) (Verifier, error) {
	if cfg.Audience == "" {
		return nil, errors.New("authn: the audience is needed (DANCHU_TOKEN_AUDIENCE)")
	}
	if len(cfg.PersonKey) > 0 && len(cfg.PersonKey) < 32 {
		return nil, errors.New("authn: the person key must have at least 32 bytes (DANCHU_PERSON_KEY)")
	}
	v := &verifier{audience: cfg.Audience, clock: cfg.clock(), issuers: map[string]trusted{}}
	for _, issuer := range cfg.Issuers {
		if issuer = strings.TrimSpace(issuer); issuer == "" {
			continue
		}
		v.issuers[issuer] = trusted{
			keys:       &discovered{issuer: issuer, client: cfg.client(), clock: v.clock},
			algorithms: allow(issuerAlgorithms...),
			caller: func(issuer string, claims map[string]any) (Caller, error) {
				return CallerFromClaims(issuer, claims, cfg.PersonKey)
			},
		}
	}
	if cfg.Gateway.Issuer != "" {
		if _, twice := v.issuers[cfg.Gateway.Issuer]; twice {
			return nil, errors.New("authn: the gateway's issuer must not also be a direct issuer")
		}
		var keys keySource = cfg.Gateway.Keys
		if cfg.Gateway.Keys == nil {
			if cfg.Gateway.JWKSURL == "" {
				return nil, errors.New("authn: the gateway's key set is needed (DANCHU_TOKEN_JWKS_URL)")
			}
			keys = &remoteKeys{url: cfg.Gateway.JWKSURL, client: cfg.client(), clock: v.clock}
		}
		v.issuers[cfg.Gateway.Issuer] = trusted{keys: keys, algorithms: allow(jose.EdDSA), caller: mintedCaller}
	}
	return v, nil
}

func allow(algorithms ...jose.SignatureAlgorithm) map[string]bool {
	set := make(map[string]bool, len(algorithms))
	for _, a := range algorithms {
		set[string(a)] = true
	}
	return set
}

// Verify implements [Verifier]. What exactly was wrong with a signature stays in the wrapped error, for the log.
func (v *verifier) Verify(ctx context.Context, bearer string) (Caller, error) {
	if bearer == "" {
		return Caller{}, nil
	}
	if len(bearer) > maxToken {
		return Caller{}, refuse("TOKEN_INVALID", errors.New("longer than 16 KiB"))
	}
	if caller, proven := v.memory.recall(bearer, v.clock()); proven {
		return caller, nil
	}
	token, err := jwt.ParseSigned(bearer, issuerAlgorithms)
	if err != nil {
		return Caller{}, refuse("TOKEN_INVALID", err)
	}
	var unproven jwt.Claims
	if err := token.UnsafeClaimsWithoutVerification(&unproven); err != nil {
		return Caller{}, refuse("TOKEN_INVALID", err)
	}
	issuer, known := v.issuers[unproven.Issuer]
	if !known {
		return Caller{}, refuse("TOKEN_ISSUER_UNKNOWN", nil)
	}
	head := token.Headers[0]
	if !issuer.algorithms[head.Algorithm] {
		return Caller{}, refuse("TOKEN_INVALID", errors.New("algorithm not allowed: "+head.Algorithm))
	}
	key, err := issuer.keys.key(ctx, head.KeyID, head.Algorithm)
	if err != nil {
		var away *unreachable
		if errors.As(err, &away) {
			return Caller{}, fault.New(fault.Unavailable, "TOKEN_KEYS_UNAVAILABLE", fault.Wrap(err))
		}
		return Caller{}, refuse("TOKEN_INVALID", err)
	}
	var standard jwt.Claims
	claims := map[string]any{}
	if err := token.Claims(key.Key, &standard, &claims); err != nil {
		return Caller{}, refuse("TOKEN_INVALID", err)
	}
	if err := v.check(standard); err != nil {
		return Caller{}, err
	}
	caller, err := issuer.caller(standard.Issuer, claims)
	if err != nil {
		return Caller{}, err
	}
	v.memory.keep(bearer, caller, standard.Expiry.Time(), v.clock())
	return caller, nil
}

// check holds the proven claims against audience and time. A token that never expires is not believed.
func (v *verifier) check(c jwt.Claims) error {
	if c.Expiry == nil {
		return refuse("TOKEN_INVALID", errors.New("no expiry"))
	}
	err := c.ValidateWithLeeway(jwt.Expected{AnyAudience: jwt.Audience{v.audience}, Time: v.clock()}, Skew)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jwt.ErrInvalidAudience):
		return refuse("TOKEN_AUDIENCE", err)
	case errors.Is(err, jwt.ErrExpired):
		return refuse("TOKEN_EXPIRED", err)
	case errors.Is(err, jwt.ErrNotValidYet), errors.Is(err, jwt.ErrIssuedInTheFuture):
		return refuse("TOKEN_NOT_YET_VALID", err)
	default:
		return refuse("TOKEN_INVALID", err)
	}
}

func refuse(reason string, why error) error {
	return fault.New(fault.Unauthenticated, reason, fault.Wrap(why))
}
