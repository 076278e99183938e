// Package calls is how the gateway speaks to the services: over a connection that
// adds to each call who is asking and which language they read. Pages and the
// REST side use the same connection, so neither can forget it.
package calls

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Minter makes the short-lived token of a signed-in browser.
type Minter interface {
	Mint(authn.Caller) (string, error)
}

// Conn is a connection to a service on behalf of the reader of the request.
type Conn struct {
	to     grpc.ClientConnInterface
	minter Minter
}

// New wraps a connection.
func New(to grpc.ClientConnInterface, minter Minter) *Conn { return &Conn{to: to, minter: minter} }

// Invoke makes a unary call.
func (c *Conn) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	ctx, err := c.speakFor(ctx)
	if err != nil {
		return err
	}
	return c.to.Invoke(ctx, method, args, reply, opts...)
}

// NewStream opens a stream.
func (c *Conn) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	ctx, err := c.speakFor(ctx)
	if err != nil {
		return nil, err
	}
	return c.to.NewStream(ctx, desc, method, opts...)
}

// speakFor adds the language and, when a browser is signed in, a fresh token. A
// bearer token that came with a REST call is already in the metadata and wins:
// the program that sent it asked to be that caller.
func (c *Conn) speakFor(ctx context.Context) (context.Context, error) {
	md, _ := metadata.FromOutgoingContext(ctx)
	md = md.Copy()
	md.Set("accept-language", i18n.Lang(ctx))
	if s := session.From(ctx); s != nil && len(md.Get("authorization")) == 0 {
		token, err := c.minter.Mint(s.Caller())
		if err != nil {
			return nil, fmt.Errorf("minting a token: %w", err)
		}
		md.Set("authorization", "Bearer "+token)
	}
	return metadata.NewOutgoingContext(ctx, md), nil
}
