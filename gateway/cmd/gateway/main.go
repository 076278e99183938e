// Command gateway is the public edge: portal, console, REST, feeds.
package main

import (
	"context"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/run"
)

func main() {
	var s settings
	run.Program(run.ProgramSpec{
		Name: "gateway", Summary: "the public edge: portal, console, REST, feeds",
		Config: &s,
		Open: func(ctx context.Context, base *run.Base) (run.Runner, error) {
			deps, closeAll, err := s.open(ctx, base)
			if err != nil {
				return nil, err
			}
			edge, err := gateway.New(ctx, s.Gateway, deps)
			if err != nil {
				closeAll()
				return nil, err
			}
			return runner{edge, closeAll}, nil
		},
	})
}

// runner serves the edge and closes what it stood on.
type runner struct {
	edge     *gateway.Gateway
	closeAll func()
}

func (r runner) Run(ctx context.Context) error {
	defer r.closeAll()
	return r.edge.Run(ctx)
}
