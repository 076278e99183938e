package standalone

import (
	"context"
	"errors"
	"fmt"
	"net"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting"
)

// Run starts everything, fills an empty installation with the demo province and
// serves until ctx ends. ready is called with the portal's address once the
// first page can be asked for; the demo's data may still be coming in.
func Run(ctx context.Context, cfg Config, ready func(portal string)) (err error) {
	if err := cfg.OIDC.Validate(); err != nil {
		return err
	}
	say := newProgress(cfg.Progress)
	web, err := loopback(cfg.HTTPAddr)
	if err != nil {
		return err
	}
	defer func() { _ = web.Close() }()
	public, err := loopback(cfg.GRPCAddr)
	if err != nil {
		return err
	}
	defer func() { _ = public.Close() }()

	h, err := open(ctx, cfg, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	h.portal = "http://" + web.Addr().String()

	done := say.step("services")
	services := make([]opened, 0, len(doors))
	for _, d := range doors {
		service, err := h.openDoor(ctx, d)
		if err != nil {
			return err
		}
		services = append(services, service)
	}
	server, err := h.newServer(services)
	if err != nil {
		return err
	}
	edge, conn, err := h.newEdge(ctx)
	if err != nil {
		return err
	}
	done()
	return h.serve(ctx, live{services, server, edge, conn, web, public, ready, say})
}

// live is what runs until the end.
type live struct {
	services []opened
	server   *grpc.Server
	edge     *gateway.Gateway
	conn     *grpc.ClientConn
	web      net.Listener
	public   net.Listener
	ready    func(string)
	say      *progress
}

func (h *house) serve(ctx context.Context, l live) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range l.services {
		group.Go(func() error { return ended(ctx, s.name, s.door.Run(ctx)) })
		group.Go(func() error { return ended(ctx, "units of "+s.name, s.parts.Units.Run(ctx)) })
		group.Go(func() error {
			return ended(ctx, "consumer of units", h.bus.Run(ctx, s.parts.DB, s.parts.Log, s.parts.Units.Consumer()))
		})
	}
	for _, listener := range []net.Listener{h.memory.Listener(), l.public} {
		group.Go(func() error { return ended(ctx, "gRPC", l.server.Serve(listener)) })
	}
	group.Go(func() error { return ended(ctx, "mailbox", h.mail.Run(ctx)) })
	group.Go(func() error { return ended(ctx, "gateway", l.edge.Serve(ctx, l.web)) })
	group.Go(func() error {
		<-ctx.Done()
		l.server.Stop()
		return nil
	})
	group.Go(func() error {
		if err := h.firstPage(ctx); err != nil {
			return ended(ctx, "first page", err)
		}
		h.health.Ready("program")
		l.ready(h.portal)
		return nil
	})
	if !h.cfg.Empty {
		group.Go(func() error { return h.fill(ctx, l.conn, l.say) })
	}
	return group.Wait()
}

// ended turns the end of a part into an error, unless everything is ending.
func ended(ctx context.Context, name string, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	if err == nil {
		return fmt.Errorf("%s ended by itself", name)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// newServer serves all doors from one chain of interceptors.
func (h *house) newServer(services []opened) (*grpc.Server, error) {
	words, err := joined(services)
	if err != nil {
		return nil, err
	}
	server, err := rpc.NewServer(rpc.Config{
		Log: h.log("grpc"), Verifier: h.verify, Catalogue: words, Health: h.health, Quiet: voting.Quiet,
		// Everybody is the same loopback client here; the edge limits people.
		Limits: rpc.Limits{CallerRate: -1, AnonymousRate: -1, UnitRate: -1},
	})
	if err != nil {
		return nil, err
	}
	for _, s := range services {
		s.door.Register(server)
	}
	return server, nil
}

func joined(services []opened) (words *i18n.Catalogue, err error) {
	for _, s := range services {
		if words, err = words.Merge(s.parts.Catalogue); err != nil {
			return nil, err
		}
	}
	return words, nil
}
