package run

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"

	"github.com/danchu-platform/danchu/services/platform/config"
)

func (spec Spec) serve(ctx context.Context, c call) (err error) {
	if err := flags(c, "serve", func(*flag.FlagSet) {}); err != nil {
		return err
	}
	settings := Settings{}
	if err := load(ctx, c.environ, &settings, spec.Config); err != nil {
		return err
	}
	admin, err := listen(ctx, settings.AdminAddr)
	if err != nil {
		return err
	}
	grpcListener, err := listen(ctx, settings.GRPCAddr)
	if err != nil {
		return errors.Join(err, admin.Close())
	}
	s := &service{
		program:  newProgram(spec.Name, settings.Common, admin, database, unitsCopy),
		spec:     spec,
		settings: settings,
		listener: grpcListener,
	}
	warn(ctx, s.log, c.environ, &settings, spec.Config)
	return s.live(ctx, s.open)
}

func (spec ProgramSpec) serve(ctx context.Context, c call) error {
	if err := flags(c, "serve", func(*flag.FlagSet) {}); err != nil {
		return err
	}
	settings := Common{}
	if err := load(ctx, c.environ, &settings, spec.Config); err != nil {
		return err
	}
	admin, err := listen(ctx, settings.AdminAddr)
	if err != nil {
		return err
	}
	p := newProgram(spec.Name, settings, admin)
	warn(ctx, p.log, c.environ, &settings, spec.Config)
	return p.live(ctx, func(ctx context.Context, _ *closers) (running, error) {
		runner, err := spec.Open(ctx, &Base{Log: p.log, Clock: p.clock, Health: p.health, Settings: settings})
		if err != nil {
			return running{}, fmt.Errorf("opening %s: %w", spec.Name, err)
		}
		return running{tasks: []task{{spec.Name, runner.Run}}}, nil
	})
}

// warn tells of variables nobody reads: usually a misspelling, sometimes another program's.
func warn(ctx context.Context, log *slog.Logger, environ []string, targets ...any) {
	known := targets[:0:0]
	for _, target := range targets {
		if target != nil {
			known = append(known, target)
		}
	}
	if names := config.Unknown(environ, known...); len(names) > 0 {
		log.WarnContext(ctx, "variables that no setting of this program reads", "names", names)
	}
}
