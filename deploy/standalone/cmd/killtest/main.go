// Command danchu-killtest kills the standalone program in the middle of its story, again and again, and checks that nothing it
// acknowledged is lost or doubled and that its audit chains are whole.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/faults"
)

func main() {
	binary := flag.String("binary", ".danchu/bin/danchu", "the standalone program")
	rounds := flag.Int("rounds", 50, "how many times to kill it")
	seed := flag.Uint64("seed", uint64(time.Now().UnixMilli()), "makes the same moments again")
	within := flag.Duration("within", 40*time.Minute, "longest time it may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *within)
	defer cancel()
	held, err := run(ctx, *binary, *rounds, *seed)
	if err != nil {
		fmt.Fprintf(os.Stderr, "danchu-killtest: %v\n", err)
	}
	if !held {
		os.Exit(1)
	}
}

func run(ctx context.Context, binary string, rounds int, seed uint64) (held bool, err error) {
	dir, err := os.MkdirTemp("", "danchu-killtest-")
	if err != nil {
		return false, err
	}
	defer func() {
		if held {
			_ = os.RemoveAll(dir) // the system removes what is left
			return
		}
		fmt.Printf("what it left is in %s\n", dir)
	}()
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL may run as somebody else
		return false, err
	}
	began := time.Now()
	sum, err := faults.Kill(ctx, faults.Options{
		Command: func(dir, http, grpc string) *exec.Cmd {
			return exec.Command(binary, "-dir", dir, "-http", http, "-grpc", grpc, "-households", "2", "-log", "ERROR")
		},
		Dir: dir, Kills: rounds, Seed: seed, Out: os.Stdout,
	})
	for _, fault := range sum.Faults {
		fmt.Println("FAULT", fault)
	}
	fmt.Printf(`
killed -9                      %d times, %d with the database, %d while the demo province was made
whole stories told             %d, %d steps
ready again after a kill       in %s at most
acknowledged changes           %d of %d things: all there, asked for again and unmoved
texts that must exist once     %d
entries in the audit chains    %d, %d wait for the next start
faults                         %d
in                             %s
seed                           %d
`, sum.Kills, sum.WithDatabase, sum.InFilling, sum.Tellings, sum.Steps, sum.Slowest.Round(10*time.Millisecond), sum.Check.Changes,
		sum.Check.Resources, sum.Check.Marks, sum.Chained, sum.Waiting, len(sum.Faults), time.Since(began).Round(time.Second), seed)
	return err == nil && len(sum.Faults) == 0, err
}
