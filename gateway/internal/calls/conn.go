// Package calls is how the gateway speaks to the services: over a connection that
// adds to each call who is asking. Pages and the REST side use the same
// connection, so neither can forget it. Language, request id and trace are added
// below, by the connections that rpc.Dial makes.
package calls

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/services/platform/authn"
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
	if reads(args) {
		if err := c.await(ctx); err != nil {
			return err
		}
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

// speakFor adds a fresh token when a browser is signed in. A bearer token that came with a REST call is already in the metadata and wins:
// the program that sent it asked to be that caller.
func (c *Conn) speakFor(ctx context.Context) (context.Context, error) {
	md, _ := metadata.FromOutgoingContext(ctx)
	if s := session.From(ctx); s != nil && len(md.Get("authorization")) == 0 {
		token, err := c.minter.Mint(s.Caller())
		if err != nil {
			return nil, fmt.Errorf("minting a token: %w", err)
		}
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
	}
	return ctx, nil
}
