package run

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the image has no zones
)

// Service runs the service's command line and ends the process. It is all a service's main does.
func Service(spec Spec) {
	main(spec.Name, spec.Summary, serviceCommands(spec))
}

// Program runs the program's command line and ends the process. It is all the gateway's main does.
func Program(spec ProgramSpec) {
	main(spec.Name, spec.Summary, programCommands(spec))
}

// call is one use of the command line: its words, its environment, where it writes.
type call struct {
	args    []string
	environ []string
	out     io.Writer
}

// command is one subcommand. Its name may be two words.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, c call) error
}

// errUsage marks an error after which the usage helps.
var errUsage = errors.New("usage")

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main(name, summary string, commands []command) {
	// The second signal finds no handler and ends the process at once: whoever sends it is tired of waiting.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(execute(ctx, name, summary, commands, call{args: os.Args[1:], environ: os.Environ(), out: os.Stdout}, os.Stderr))
}

// execute finds the command and runs it; what went wrong is told on errs.
func execute(ctx context.Context, name, summary string, commands []command, c call, errs io.Writer) int {
	if len(c.args) == 0 || c.args[0] == "help" || c.args[0] == "-h" || c.args[0] == "--help" {
		usage(c.out, name, summary, commands)
		if len(c.args) == 0 {
			return exitUsage
		}
		return exitOK
	}
	chosen, rest := find(commands, c.args)
	if chosen == nil {
		_, _ = fmt.Fprintf(errs, "%s: there is no command %q\n\n", name, strings.Join(c.args, " "))
		usage(errs, name, summary, commands)
		return exitUsage
	}
	c.args = rest
	err := chosen.run(ctx, c)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp), errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return exitOK
	case errors.Is(err, errUsage):
		_, _ = fmt.Fprintf(errs, "%s %s: %v\n", name, chosen.name, err)
		return exitUsage
	default:
		_, _ = fmt.Fprintf(errs, "%s %s: %v\n", name, chosen.name, err)
		return exitFailed
	}
}

func find(commands []command, args []string) (*command, []string) {
	for i := range commands {
		words := strings.Fields(commands[i].name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == commands[i].name {
			return &commands[i], args[len(words):]
		}
	}
	return nil, nil
}

func usage(w io.Writer, name, summary string, commands []command) {
	_, _ = fmt.Fprintf(w, "danchu %s: %s\n\nusage: %s <command>\n\n", name, summary, name)
	for _, one := range commands {
		_, _ = fmt.Fprintf(w, "  %-16s %s\n", one.name, one.summary)
	}
	_, _ = fmt.Fprintf(w, "\nSettings come from the environment (DANCHU_…); `%s config` lists them.\n", name)
}

// flags parses a command's flags; words left over are refused.
func flags(c call, name string, define func(*flag.FlagSet)) error {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(c.out)
	define(set)
	if err := set.Parse(c.args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return fmt.Errorf("%w: %w", errUsage, err)
	}
	if set.NArg() > 0 {
		return fmt.Errorf("%w: %q is one word too many", errUsage, set.Arg(0))
	}
	return nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	return listener, nil
}
