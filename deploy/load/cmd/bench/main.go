// Command bench measures the product beside bare baselines of the same run.
//
// It starts what it needs (a private PostgreSQL, a broker, the programs as they
// are shipped), drives load over loopback only, and prints one line for each
// measurement and a closing table. Figures of one machine mean little; the
// ratios to a baseline that shared the same minute, and the machine's load
// printed beside them, mean more.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the machine has no zones
)

// options are what the person who measures may choose.
type options struct {
	bin          string        // folder of the built programs
	only         string        // scenarios, separated by commas; "" for all
	rounds       int           // of each side of a comparison
	round        time.Duration // length of one round
	households   int           // rows of the import
	publications int           // rows that are searched
	idle         time.Duration // before memory is read
	starts       int           // of each program, for the cold start
	markdown     string        // file the table is written to
}

// scenario is one thing measured; a file each.
type scenario struct {
	name, about string
	run         func(context.Context, *bench) error
}

// scenarios, in the order that disturbs the later ones least.
var scenarios = []scenario{
	{"C1", "cold start", coldStart},
	{"M1", "idle memory", idleMemory},
	{"P1", "a public page beside nginx", publicPage},
	{"G1", "a public call beside bare gRPC", publicCall},
	{"P3", "publication to new page", freshPage},
	{"E1", "commit to consumer", commitToConsumer},
	{"D2", "search over many publications", search},
	{"D1", "household import beside COPY", importHouseholds},
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "echo" {
		exitOn(serveEcho(os.Args[2:]))
		return
	}
	var o options
	flag.StringVar(&o.bin, "bin", ".danchu/bin", "folder of the built programs gateway, directory, disclosure, danchu")
	flag.StringVar(&o.only, "only", "", "scenarios, separated by commas: C1, M1, P1, G1, P3, E1, D2, D1")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds of each side of a comparison, at least 3")
	flag.DurationVar(&o.round, "round", 3*time.Second, "length of a round")
	flag.IntVar(&o.households, "households", 1_000_000, "rows of the household import")
	flag.IntVar(&o.publications, "publications", 100_000, "publications that are searched")
	flag.DurationVar(&o.idle, "idle", 30*time.Second, "rest before idle memory is read")
	flag.IntVar(&o.starts, "starts", 10, "starts of each program")
	flag.StringVar(&o.markdown, "markdown", "", "file to write the table to")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	exitOn(measureAll(ctx, o))
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(1)
	}
}

// measureAll runs the scenarios one after the other. One that fails is reported
// at the end and does not keep the others from being measured.
func measureAll(ctx context.Context, o options) (err error) {
	b := &bench{options: o}
	defer func() { err = errors.Join(err, b.close()) }()
	chosen, err := choose(o.only)
	if err != nil {
		return err
	}
	fmt.Println(machine())
	var failures []error
	for _, s := range chosen {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Printf("\n%s  %s\n", s.name, s.about)
		b.scenario = s.name
		b.since = readCPU()
		if err := s.run(ctx, b); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", s.name, err))
			fmt.Printf("  failed: %v\n", err)
		}
	}
	table := markdown(b.lines)
	fmt.Printf("\n%s\n%s", machine(), table)
	if o.markdown != "" {
		failures = append(failures, os.WriteFile(o.markdown, []byte(machine()+"\n\n"+table), 0o644)) //nolint:gosec // a note to read
	}
	return errors.Join(failures...)
}

func choose(only string) ([]scenario, error) {
	if only == "" {
		return scenarios, nil
	}
	var chosen []scenario
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(scenarios, func(s scenario) bool { return strings.EqualFold(s.name, strings.TrimSpace(name)) })
		if i < 0 {
			return nil, fmt.Errorf("no scenario %q", name)
		}
		chosen = append(chosen, scenarios[i])
	}
	return chosen, nil
}
