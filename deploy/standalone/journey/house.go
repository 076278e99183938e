package journey

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone"
	"github.com/danchu-platform/danchu/deploy/standalone/story"
)

// House is the whole product with its demo province, in this process, in a folder of its own.
type House struct {
	Portal string
	folder string
	stop   context.CancelFunc
	ended  chan error
}

// Build starts the product on free ports and waits until its demo province is whole.
func Build(ctx context.Context, progress io.Writer) (_ *House, err error) {
	folder, err := os.MkdirTemp("", "danchu-journey-")
	if err != nil {
		return nil, err
	}
	// PostgreSQL may run as somebody else, who has to reach it.
	if err := os.Chmod(folder, 0o755); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	h := &House{folder: folder, stop: stop, ended: make(chan error, 1)}
	ready := make(chan string, 1)
	go func() {
		h.ended <- standalone.Run(running, standalone.Config{
			Dir: folder, HTTPAddr: "127.0.0.1:0", GRPCAddr: "127.0.0.1:0", HouseholdsPerVillage: 3, Progress: progress,
		}, func(portal string) { ready <- portal })
	}()
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	select {
	case h.Portal = <-ready:
	case err := <-h.ended:
		h.ended <- nil
		return h, fmt.Errorf("the product did not start: %w", err)
	case <-ctx.Done():
		return h, ctx.Err()
	}
	stage, err := story.NewStage(h.Portal, "journey", http.DefaultTransport, nil)
	if err != nil {
		return h, err
	}
	_, err = story.AwaitDemo(ctx, stage, 8*time.Minute)
	return h, err
}

// Close stops it and removes what it kept.
func (h *House) Close() error {
	h.stop()
	return errors.Join(<-h.ended, os.RemoveAll(h.folder))
}
