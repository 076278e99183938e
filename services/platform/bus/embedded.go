package bus

import (
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Embedded runs a broker inside this process, without a listener, that keeps its
// streams in dir, and connects to it. stop closes both.
//
// For the standalone program and for tests. What it had not yet written when the
// machine lost power comes again from the outboxes.
func Embedded(dir string) (b *Bus, stop func(), err error) {
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
	b, err = Connect("", With(nats.InProcessServer(broker)))
	if err != nil {
		end()
		return nil, nil, err
	}
	return b, func() { b.Close(); end() }, nil
}
