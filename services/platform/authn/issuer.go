package authn

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	jose "github.com/go-jose/go-jose/v4"
)

// discoveryPause is the pause after a failed discovery: long enough not to hammer, short enough not to be noticed.
const discoveryPause = 2 * time.Second

// discovered is an OpenID provider whose key address is found out when its first token arrives.
type discovered struct {
	issuer string
	client *http.Client
	clock  func() time.Time

	mu      sync.Mutex
	keys    *remoteKeys
	failed  time.Time
	lastErr error
}

func (d *discovered) key(ctx context.Context, kid, alg string) (*jose.JSONWebKey, error) {
	keys, err := d.source(ctx)
	if err != nil {
		return nil, err
	}
	return keys.key(ctx, kid, alg)
}

func (d *discovered) source(ctx context.Context) (*remoteKeys, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.keys != nil {
		return d.keys, nil
	}
	if d.lastErr != nil && d.clock().Sub(d.failed) < discoveryPause {
		return nil, &unreachable{d.lastErr}
	}
	// go-oidc checks that the document names the very issuer we asked for.
	ctx = oidc.ClientContext(context.WithoutCancel(ctx), d.client)
	provider, err := oidc.NewProvider(ctx, d.issuer)
	var found struct {
		JWKS string `json:"jwks_uri"`
	}
	if err == nil {
		err = provider.Claims(&found)
	}
	if err != nil {
		d.failed, d.lastErr = d.clock(), err
		return nil, &unreachable{err}
	}
	d.keys = &remoteKeys{url: found.JWKS, client: d.client, clock: d.clock}
	return d.keys, nil
}
