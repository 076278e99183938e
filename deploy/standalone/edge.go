package standalone

import (
	"context"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// newEdge is the gateway over the in-memory network, with the demo's own pages beside its.
func (h *house) newEdge(ctx context.Context) (*gateway.Gateway, *grpc.ClientConn, error) {
	conn, err := h.memory.Dial(rpc.DialOptions{})
	if err != nil {
		return nil, nil, err
	}
	h.closers = append(h.closers, func(context.Context) error { return conn.Close() })
	mount, err := h.demoPages()
	if err != nil {
		return nil, nil, err
	}
	cfg, err := h.edgeConfig(ctx)
	if err != nil {
		return nil, nil, err
	}
	edge, err := gateway.New(ctx, cfg, gateway.Deps{
		Directory: conn, Disclosure: conn, Voting: conn, Minter: h.minter, Events: h.bus, Verifier: h.verify,
		Blobs: h.blobs, Signer: h.signer, Health: h.health, Log: h.log("gateway"),
		Extra: mount,
	})
	return edge, conn, err
}

// edgeConfig fills the gateway's settings as its own program would, so that what
// is not said here has the gateway's defaults.
func (h *house) edgeConfig(ctx context.Context) (gateway.Config, error) {
	provider := h.provider()
	var cfg gateway.Config
	err := config.Load(ctx, &cfg, []string{
		"DANCHU_PUBLIC_URL=" + h.portal,
		"DANCHU_DEMO=true",
		"DANCHU_SESSION_KEY=" + h.keys.session,
		"DANCHU_PERSON_KEY=" + h.keys.person,
		"DANCHU_OIDC_ISSUER=" + provider.Issuer,
		"DANCHU_OIDC_CLIENT_ID=" + provider.ClientID,
		"DANCHU_OIDC_CLIENT_SECRET=" + provider.ClientSecret.Reveal(),
	})
	return cfg, err
}
