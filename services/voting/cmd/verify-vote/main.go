// Command verify-vote counts a vote again, knowing only its public address:
//
//	verify-vote https://danchu.example/votes/0198c0de-0000-7000-8000-00000000000a
//
// It works out rules, ballots, tokens, tally and result from the log of the vote and
// names every promise that was kept or broken, in Vietnamese or English. It remembers
// the log in a small file, so that a log rewritten between two runs is seen.
//
// Exit codes:
//
//	0  every promise was kept, the result is right
//	1  a promise was broken
//	2  the command line is wrong
//	3  it could not be counted: the server is not there, or a file is unusable
//	4  kept so far; the vote has no result yet
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/danchu-platform/danchu/services/voting/recount"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Exit codes.
const (
	allKept = iota
	someBroken
	wrongUse
	notCounted
	notFinished
)

type settings struct {
	lang, state string
	asJSON      bool
	workers     int
	patience    time.Duration
	keys, files []string
}

func run(ctx context.Context, args []string, out, problems io.Writer) int {
	var s settings
	f := flag.NewFlagSet("verify-vote", flag.ContinueOnError)
	f.SetOutput(problems)
	f.StringVar(&s.lang, "lang", "vi", "language of the report, `vi` or en")
	f.BoolVar(&s.asJSON, "json", false, "print the report as JSON")
	f.StringVar(&s.state, "state", stateFile(), "`file` that remembers the logs seen; \"none\" remembers nothing")
	f.IntVar(&s.workers, "workers", 0, "how many signatures are verified at once; 0: as many as there are cores")
	f.DurationVar(&s.patience, "timeout", 6*time.Hour, "give up after this time")
	f.Func("key", "verifier `key` of the log known from elsewhere; may be given twice", func(key string) error {
		s.keys = append(s.keys, key)
		return nil
	})
	f.Func("receipt", "`file` of a receipt that must be honoured; may be given again", func(file string) error {
		s.files = append(s.files, file)
		return nil
	})
	f.Usage = func() {
		_, _ = fmt.Fprintln(problems, "verify-vote [-lang vi|en] [-json] [-key key] [-receipt file] [-state file] https://host/votes/{uuid}")
		f.PrintDefaults()
	}
	if err := f.Parse(args); err != nil {
		return wrongUse
	}
	if f.NArg() != 1 || s.lang != "vi" && s.lang != "en" || s.workers < 0 {
		f.Usage()
		return wrongUse
	}
	place, err := recount.ParseAddress(f.Arg(0))
	if err != nil {
		_, _ = fmt.Fprintln(problems, err)
		return wrongUse
	}
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	report, err := s.count(ctx, place, problems)
	if err != nil {
		return s.fail(problems, err)
	}
	if err := s.tell(out, report); err != nil {
		return s.fail(problems, err)
	}
	switch {
	case len(report.Broken()) > 0:
		return someBroken
	case !report.Finished:
		return notFinished
	}
	return allKept
}

func (s settings) count(ctx context.Context, place recount.Place, problems io.Writer) (*recount.Report, error) {
	o := recount.Options{Keys: s.keys, Workers: s.workers, Progress: bar(problems)}
	for _, name := range s.files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		receipt, err := recount.ParseReceipt(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		o.Receipts = append(o.Receipts, receipt)
	}
	if s.state == "none" {
		return recount.Run(ctx, place, o)
	}
	memory, err := recount.OpenMemory(s.state)
	if err != nil {
		return nil, err
	}
	if seen, ok := memory.Of(place); ok {
		o.Remembered = append(o.Remembered, []byte(seen.Checkpoint))
		if len(o.Keys) == 0 {
			o.Keys = seen.Keys
		}
	}
	report, err := recount.Run(ctx, place, o)
	if err != nil {
		return nil, err
	}
	return report, memory.Keep(place, report)
}

func (s settings) tell(out io.Writer, report *recount.Report) error {
	if s.asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	words, err := recount.Words()
	if err != nil {
		return err
	}
	return report.Write(out, words, s.lang)
}

func (s settings) fail(problems io.Writer, cause error) int {
	if words, err := recount.Words(); err == nil {
		_, _ = fmt.Fprintln(problems, words.Text(s.lang, "report.failed", map[string]string{"why": cause.Error()}))
	}
	return notCounted
}

// bar draws how far the log is read, on a terminal only.
func bar(problems io.Writer) func(done, total int64) {
	file, ok := problems.(*os.File)
	if !ok {
		return nil
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(done, total int64) {
		const width = 40
		full := int(width * done / max(total, 1))
		_, _ = fmt.Fprintf(file, "\r[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, total)
		if done == total {
			_, _ = fmt.Fprintln(file)
		}
	}
}

// stateFile is where logs are remembered unless told otherwise.
func stateFile() string {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "none"
	}
	return filepath.Join(folder, "danchu", "verify-vote.json")
}
