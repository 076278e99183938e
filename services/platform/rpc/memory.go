package rpc

import (
	"context"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/test/bufconn"
)

// memoryNetwork is what bufconn calls its addresses' network.
const memoryNetwork = "bufconn"

// Memory is a network within the process: the same server, the same client, the same interceptors, no sockets.
// Standalone runs on it, and tests do. It is trusted like a gateway: whoever can reach it is this program.
type Memory struct{ listener *bufconn.Listener }

// NewMemory makes a network for one server.
func NewMemory() *Memory { return &Memory{bufconn.Listen(256 << 10)} }

// Listener is where the server serves: `server.Serve(memory.Listener())`. Stopping the server closes it.
func (m *Memory) Listener() net.Listener { return m.listener }

// Dial connects to the server. The caller closes the connection.
func (m *Memory) Dial(options DialOptions) (*grpc.ClientConn, error) {
	options.TLS = nil
	options.dialer = func(ctx context.Context, _ string) (net.Conn, error) { return m.listener.DialContext(ctx) }
	return Dial("passthrough:///memory", options)
}
