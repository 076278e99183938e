package authn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	jose "github.com/go-jose/go-jose/v4"
)

const (
	// keysMaxAge is how long fetched keys are used without asking again: a withdrawn key stops working after it.
	keysMaxAge = 5 * time.Minute
	// keysMinAge is the pause between two fetches, so that tokens with made-up key ids cannot make us flood an issuer.
	keysMinAge = 5 * time.Second
	// keysStale is how long old keys go on serving while their issuer cannot be reached.
	keysStale = time.Hour
)

// errUnknownKey says that no key of the issuer bears the token's key id.
var errUnknownKey = errors.New("no key of the issuer bears this key id")

// keySource finds the public key a token names.
type keySource interface {
	key(ctx context.Context, kid, alg string) (*jose.JSONWebKey, error)
}

func (s *KeySet) key(_ context.Context, kid, alg string) (*jose.JSONWebKey, error) {
	return pick(s.keys, kid, alg)
}

// pick wants exactly the named key. A token without a key id is accepted only when there is no choice. A key that says
// what it is for is used for nothing else.
func pick(keys []jose.JSONWebKey, kid, alg string) (*jose.JSONWebKey, error) {
	var found []*jose.JSONWebKey
	for i := range keys {
		k := &keys[i]
		if (kid == "" || k.KeyID == kid) && k.Use != "enc" && (k.Algorithm == "" || k.Algorithm == alg) && k.IsPublic() {
			found = append(found, k)
		}
	}
	if len(found) == 0 || (kid == "" && len(found) > 1) {
		return nil, errUnknownKey
	}
	return found[0], nil
}

// remoteKeys is the key set of an issuer behind an address, fetched when needed. go-oidc has one too, but it never forgets
// a withdrawn key and asks the issuer once for every unknown key id anybody sends.
type remoteKeys struct {
	url    string
	client *http.Client
	clock  func() time.Time

	mu      sync.Mutex
	keys    []jose.JSONWebKey
	fetched time.Time // last success
	tried   time.Time // last attempt
	lastErr error
}

func (r *remoteKeys) key(ctx context.Context, kid, alg string) (*jose.JSONWebKey, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.clock()
	k, err := pick(r.keys, kid, alg)
	fresh := now.Sub(r.fetched) < keysMaxAge
	if err == nil && fresh {
		return k, nil
	}
	if r.tried.IsZero() || now.Sub(r.tried) >= keysMinAge {
		r.tried = now
		// One fetch at a time, and not undone by the caller who happened to start it giving up.
		var keys []jose.JSONWebKey
		if keys, r.lastErr = fetchKeys(context.WithoutCancel(ctx), r.client, r.url); r.lastErr == nil {
			r.keys, r.fetched = keys, now
		}
		k, err = pick(r.keys, kid, alg)
	}
	switch {
	case err == nil && now.Sub(r.fetched) < keysStale:
		return k, nil
	case r.lastErr != nil:
		return nil, &unreachable{r.lastErr}
	default:
		return nil, errUnknownKey
	}
}

// unreachable says that the keys could not be had, which says nothing about the token.
type unreachable struct{ err error }

func (u *unreachable) Error() string { return "issuer unreachable: " + u.err.Error() }
func (u *unreachable) Unwrap() error { return u.err }

func fetchKeys(ctx context.Context, client *http.Client, url string) ([]jose.JSONWebKey, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("fetching keys: %w", err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetching keys: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetching keys: %s answered %s", url, resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("fetching keys: %w", err)
	}
	// One by one: a key of a kind we do not know must not hide the others.
	var raw struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return nil, fmt.Errorf("fetching keys: %s: %w", url, err)
	}
	var keys []jose.JSONWebKey
	for _, one := range raw.Keys {
		var k jose.JSONWebKey
		if json.Unmarshal(one, &k) == nil && k.Valid() && k.IsPublic() {
			keys = append(keys, k)
		}
	}
	return keys, nil
}
