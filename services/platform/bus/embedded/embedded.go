// Package embedded runs the event broker inside the process, for the standalone
// program and for tests. The programs of a cluster connect to one instead; apart
// from package bus, they do not carry a broker they never start.
package embedded

import (
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/danchu-platform/danchu/services/platform/bus"
)

// Start runs a broker without a listener that keeps its streams in dir, and
// connects to it. stop closes both.
//
// What it had not yet written when the machine lost power comes again from the
// outboxes.
func Start(dir string) (b *bus.Bus, stop func(), err error) {
	broker, err := server.NewServer(&server.Options{
		ServerName: "danchu", DontListen: true, JetStream: true, StoreDir: dir,
		NoSigs: true, NoLog: true, MaxPayload: 8 << 20,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("preparing the event broker: %w", err)
	}
	broker.Start()
	end := func() {
		broker.Shutdown()
		broker.WaitForShutdown()
	}
	if !broker.ReadyForConnections(10 * time.Second) {
		end()
		return nil, nil, errors.New("the event broker did not start in 10 seconds")
	}
	b, err = bus.Connect("", bus.With(nats.InProcessServer(broker)))
	if err != nil {
		end()
		return nil, nil, err
	}
	return b, func() { b.Close(); end() }, nil
}
