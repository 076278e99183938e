// Command danchu-demo plays the story of the product against a running instance, over its public address alone: one line for
// each step, and a last line "demo: N of N steps".
//
// With -record it keeps what the instance acknowledged in a file, each change on the disk before its step is printed; with -check it
// asks an instance whether everything in such a file is there, exactly once.
package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/story"
)

func main() {
	address := flag.String("url", "http://127.0.0.1:8080", "public address of the instance")
	record := flag.String("record", "", "append what is acknowledged to this `file`")
	check := flag.String("check", "", "instead of playing, check that what this `file` says is there")
	within := flag.Duration("within", 10*time.Minute, "longest time it may take")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *within)
	defer cancel()
	told, err := false, error(nil)
	if *check != "" {
		told, err = verify(ctx, *address, *check)
	} else {
		told, err = play(ctx, *address, *record)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "danchu-demo: %v\n", err)
	}
	if !told {
		os.Exit(1)
	}
}

func play(ctx context.Context, address, record string) (told bool, err error) {
	var journal *story.Journal
	if record != "" {
		if journal, err = story.OpenJournal(record); err != nil {
			return false, err
		}
		defer func() {
			if closeErr := journal.Close(); err == nil {
				err = closeErr
			}
		}()
	}
	stage, err := story.NewStage(address, mark(), http.DefaultTransport, journal)
	if err != nil {
		return false, err
	}
	return story.NewPlayer(stage, os.Stdout).Tell(ctx), nil
}

func verify(ctx context.Context, address, path string) (bool, error) {
	entries, err := story.ReadJournal(path)
	if err != nil {
		return false, err
	}
	stage, err := story.NewStage(address, mark(), http.DefaultTransport, nil)
	if err != nil {
		return false, err
	}
	report, err := story.Check(ctx, stage, entries)
	for _, fault := range report.Faults {
		fmt.Println("FAULT", fault)
	}
	fmt.Printf("check: %d acknowledged changes of %d things, %d texts once each, %d faults\n", report.Changes, report.Resources, report.Marks, len(report.Faults))
	return err == nil && len(report.Faults) == 0, err
}

// mark is a word for this telling: letters and digits, found by the search as one word, never used before.
func mark() string { return "k" + strconv.FormatInt(time.Now().UnixMilli(), 36) }
