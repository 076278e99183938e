package run

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/config"
)

func serviceCommands(spec Spec) []command {
	return []command{
		{"serve", "answer calls until told to stop", spec.serve},
		{"migrate", "bring the database to the schema of this release", spec.migrate},
		{"config", "print the settings in force, secrets hidden (-diff: only what differs from the defaults)", spec.config},
		{"version", "print the release", printVersion},
		{"audit verify", "walk the audit chain and tell whether it is whole", spec.auditVerify},
		{"bus parked", "list the events that failed too often", spec.busParked},
		{"bus replay", "give parked events to their consumers again (-consumer, -event)", spec.busReplay},
		{"outbox replay", "queue kept events for publishing again (-from)", spec.outboxReplay},
	}
}

func programCommands(spec ProgramSpec) []command {
	return []command{
		{"serve", "serve until told to stop", spec.serve},
		{"config", "print the settings in force, secrets hidden (-diff: only what differs from the defaults)", spec.config},
		{"version", "print the release", printVersion},
	}
}

// load reads several structs of settings; all their faults are told together.
func load(ctx context.Context, environ []string, targets ...any) error {
	var faults []error
	for _, target := range targets {
		if target != nil {
			faults = append(faults, config.Load(ctx, target, environ))
		}
	}
	return errors.Join(faults...)
}

func printConfig(ctx context.Context, c call, targets ...any) error {
	onlyDifferences := false
	if err := flags(c, "config", func(f *flag.FlagSet) {
		f.BoolVar(&onlyDifferences, "diff", false, "only what differs from the defaults")
	}); err != nil {
		return err
	}
	faults := load(ctx, c.environ, targets...) // printed after what could be read: that is when somebody looks
	print := config.Print
	if onlyDifferences {
		print = config.PrintDifferences
	}
	for _, target := range targets {
		if target == nil {
			continue
		}
		if err := print(c.out, target); err != nil {
			return err
		}
	}
	return faults
}

func (spec Spec) config(ctx context.Context, c call) error {
	return printConfig(ctx, c, &Settings{}, spec.Config)
}

func (spec ProgramSpec) config(ctx context.Context, c call) error {
	return printConfig(ctx, c, &Common{}, spec.Config)
}

func printVersion(_ context.Context, c call) error {
	_, err := fmt.Fprintln(c.out, Version())
	return err
}
