package run

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// program is one running program.
type program struct {
	name   string
	common Common
	log    *slog.Logger
	health *health.State
	clock  func() time.Time
	// parts are those that readiness waits for, shown one by one as a metric.
	parts []string
	// admin is where health and metrics are asked.
	admin net.Listener
	// wait lets the time pass in which load balancers turn away. A test lets it end when it has seen enough.
	wait func(time.Duration)
}

// running is what a program does once all is open.
type running struct {
	tasks []task
	// stop lets servers finish the calls they have; nil when there is none.
	stop func(context.Context)
}

// task works until ctx ends.
type task struct {
	name string
	run  func(context.Context) error
}

// closing is how long parts may take to close.
const closing = 10 * time.Second

// ready is the part of readiness that stands for the program itself.
const ready = "program"

// live opens, serves until ctx ends or something fails, and stops in the order of the package comment.
func (p *program) live(ctx context.Context, open func(context.Context, *closers) (running, error)) (err error) {
	stack := &closers{}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
		defer cancel()
		err = errors.Join(err, stack.all(ctx))
	}()
	registry := telemetry.NewRegistry()
	flush, err := telemetry.Setup(ctx, telemetry.Config{
		Service: p.name, Version: Version(), OTLPEndpoint: p.common.OTLPEndpoint, OTLPMetricsEndpoint: p.common.OTLPMetricsEndpoint,
		SampleRatio: p.common.TraceShare, Registry: registry,
	})
	if err != nil {
		return err
	}
	stack.add("telemetry", flush)
	if err := measureHealth(p.health, p.parts...); err != nil {
		return err
	}
	admin := serveAdmin(p.admin, p.health, registry, p.log)
	stack.add("admin server", admin.close)

	r, err := open(ctx, stack)
	if err != nil {
		return err
	}
	return p.serve(ctx, r)
}

func (p *program) serve(ctx context.Context, r running) error {
	working, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	group, failed := errgroup.WithContext(working)
	for _, t := range r.tasks {
		group.Go(func() error { return t.until(working) })
	}
	p.health.Ready(ready)
	p.log.InfoContext(ctx, "serving")
	debug.FreeOSMemory() // starting takes several times what serving does

	select {
	case <-ctx.Done():
		p.log.InfoContext(ctx, "stopping", "drain_wait", p.common.DrainWait.String())
		p.health.Drain()
		p.wait(p.common.DrainWait)
	case <-failed.Done():
		p.health.Drain()
	}
	if r.stop != nil {
		stopping, cancel := context.WithTimeout(working, p.common.StopWait)
		r.stop(stopping)
		cancel()
	}
	end()
	err := group.Wait()
	p.log.InfoContext(ctx, "stopped")
	return err
}

// until runs the task. Ending before it was told to is a failure, with or without an error.
func (t task) until(ctx context.Context) error {
	err := t.run(ctx)
	switch {
	case ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)):
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w", t.name, err)
	default:
		return fmt.Errorf("%s ended by itself", t.name)
	}
}

func newProgram(name string, common Common, admin net.Listener, parts ...string) *program {
	parts = append(parts, ready)
	return &program{
		name:   name,
		parts:  parts,
		common: common,
		log:    telemetry.NewLog(os.Stderr, common.LogLevel).With("service", name),
		health: health.New(parts...),
		clock:  time.Now,
		admin:  admin,
		wait:   time.Sleep,
	}
}
