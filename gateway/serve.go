package gateway

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// Run listens on the configured address and serves until ctx ends, then lets
// requests under way finish.
func (g *Gateway) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", g.cfg.HTTPAddr)
	if err != nil {
		return fmt.Errorf("gateway: %w", err)
	}
	return g.Serve(ctx, listener)
}

// Serve is Run on a listener that is already there. It closes the listener.
func (g *Gateway) Serve(ctx context.Context, listener net.Listener) error {
	server := g.server()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("gateway: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), g.cfg.Within)
		defer cancel()
		return server.Shutdown(patience)
	})
	if g.deps.Events != nil {
		for _, service := range []string{"directory", "disclosure", "voting"} {
			group.Go(func() error { return g.deps.Events.Watch(ctx, service, nil, g.forget) })
		}
	}
	return group.Wait()
}

// server has every limit that keeps one slow or greedy client from holding a
// connection for ever. Uploads and exports lengthen their own deadlines.
func (g *Gateway) server() *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true) // from a proxy that terminates TLS
	return &http.Server{
		Handler:           g.handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      g.cfg.Within + 10*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		Protocols:         &protocols,
	}
}
