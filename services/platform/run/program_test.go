package run

import (
	"context"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/health"
)

// gateway is a program without database: it works until it is told to end.
type gateway struct{ ended bool }

func (g *gateway) Run(ctx context.Context) error {
	<-ctx.Done()
	g.ended = true
	return nil
}

func TestAProgramWithoutDatabase(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	runner, opened := &gateway{}, make(chan *health.State, 1)
	spec := ProgramSpec{Name: "gateway", Summary: "the edge", Open: func(_ context.Context, b *Base) (Runner, error) {
		opened <- b.Health
		return runner, nil
	}}
	go func() {
		state := <-opened
		until(t, state, state.Serving)
		stop()
	}()
	var out, errs strings.Builder
	environ := []string{"DANCHU_ADMIN_ADDR=127.0.0.1:0", "DANCHU_DRAIN_WAIT=0s", "DANCHU_LOG_LEVEL=error"}
	code := execute(ctx, spec.Name, spec.Summary, programCommands(spec), call{args: []string{"serve"}, environ: environ, out: &out}, &errs)
	if code != 0 || !runner.ended || errs.Len() > 0 {
		t.Errorf("exit %d, ended %v, %s", code, runner.ended, errs.String())
	}
	code = execute(ctx, spec.Name, spec.Summary, programCommands(spec), call{args: []string{"migrate"}, out: &out}, &errs)
	if code != 2 {
		t.Errorf("a program without database migrates: %d", code)
	}
}
