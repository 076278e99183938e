// Command danchu-interop proves sign-in, feeds and transparency logs against programs of others: one line for each check, and a last line
// "interop: N of N checks". `make interop` installs what it needs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the machine has no zones

	"github.com/danchu-platform/danchu/deploy/standalone/interop"
)

func main() {
	scripts := flag.String("scripts", "deploy/interop", "folder of the provider and the parsers")
	stranger := flag.String("stranger", "tlog-stranger", "program of deploy/interop/tlog, which checks transparency logs")
	within := flag.Duration("within", 10*time.Minute, "longest time it may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *within)
	defer cancel()
	held, err := interop.Run(ctx, *scripts, *stranger, os.Stdout)
	if err != nil {
		fmt.Fprintf(os.Stderr, "danchu-interop: %v\n", err)
	}
	if !held || err != nil {
		os.Exit(1)
	}
}
