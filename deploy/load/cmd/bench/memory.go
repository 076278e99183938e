package main

import (
	"context"
	"fmt"
	"time"
)

// mib is a mebibyte.
const mib = 1 << 20

// idleMemory reads what each program holds when nobody asks anything, on an
// installation with the whole country's catalogue.
func idleMemory(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	bare, _, err := startEcho()
	if err != nil {
		return err
	}
	defer func() { _ = bare.stop() }()
	fmt.Printf("  (resting %s)\n", b.idle)
	select {
	case <-time.After(b.idle):
	case <-ctx.Done():
		return ctx.Err()
	}
	floor := bare.memory()
	var sum int64
	for _, p := range []*program{h.gateway, h.directory, h.disclosure} {
		m := p.memory()
		sum += m.pss
		b.print(line{
			what: p.name + ", idle", product: fmt.Sprintf("RSS %s (own %s), PSS %s, peak %s", mebibytes(m.rss), mebibytes(m.own), mebibytes(m.pss), mebibytes(m.peak)),
			beside: "bare gRPC server", baseline: mebibytes(floor.rss), ratio: fmt.Sprintf("%.1f", float64(m.rss)/float64(floor.rss)),
			target: "≤ 32 MiB", met: holds(m.rss <= 32*mib),
		})
	}
	b.print(line{what: "all programs, idle (PSS)", product: mebibytes(sum), target: "≤ 250 MiB", met: holds(sum <= 250*mib)})
	return nil
}
