package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is a process that was started here.
type program struct {
	name  string
	path  string
	env   []string
	args  []string
	ready string // address that answers 200 once the program serves
	cmd   *exec.Cmd
	began time.Time
	said  *os.File
	ended chan error
}

// start runs a program in a plain environment.
func start(path string, env []string, args ...string) (*program, error) {
	p := &program{name: filepath.Base(path), path: path, env: env, args: args}
	return p, p.start()
}

func (p *program) start() (err error) {
	p.ended = make(chan error, 1)
	p.cmd = exec.Command(p.path, p.args...)
	p.cmd.Env = plain(p.env)
	if p.said, err = os.CreateTemp("", "danchu-bench-"+p.name+"-*.log"); err != nil {
		return err
	}
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl+C reaches us; we end it in order
	p.began = time.Now()
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("starting %s (make bench builds it): %w", p.path, err)
	}
	ended, cmd := p.ended, p.cmd
	go func() { ended <- cmd.Wait() }()
	return nil
}

// plain is an environment without the caller's settings.
func plain(env []string) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.TempDir()}, env...)
}

// stop ends the program and waits until it has.
func (p *program) stop() error {
	defer func() { _, _ = p.said.Close(), os.Remove(p.said.Name()) }()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return nil // it has ended already
	}
	select {
	case <-p.ended: //nolint:errcheck // told to end, how it ended does not matter
		return nil
	case <-time.After(30 * time.Second):
		return errors.Join(fmt.Errorf("%s did not stop in 30 s", p.name), p.cmd.Process.Kill())
	}
}

// until asks an address again and again until it answers 200, and says how long
// that took from the start of the program.
func (p *program) until(ctx context.Context, url string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	p.ready = url
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		if status, err := ask(ctx, client, url); err == nil && status == http.StatusOK {
			return time.Since(p.began), nil
		}
		select {
		case err := <-p.ended:
			return 0, fmt.Errorf("%s ended (%w) and said:\n%s", p.name, err, p.words())
		case <-ctx.Done():
			return 0, fmt.Errorf("%s does not answer at %s and said:\n%s", p.name, url, p.words())
		case <-time.After(5 * time.Millisecond): // asking is work for a program that starts, too
		}
	}
}

func ask(ctx context.Context, client *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	answer, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, err
}

// words are the last of what the program said.
func (p *program) words() []byte { return tail([]byte(read(p.said.Name()))) }

func tail(said []byte) []byte { return said[max(0, len(said)-2000):] }

// run runs a program to its end.
func run(ctx context.Context, path string, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = plain(env)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w: %s", path, args, err, tail(out))
	}
	return nil
}

// memory is what a process holds, in bytes. own is what it made itself: the rest is
// its program file, which the machine may drop and read again.
type memory struct{ rss, pss, own, peak int64 }

var memoryLine = regexp.MustCompile(`(?m)^(Rss|Pss|Anonymous|VmHWM):\s+(\d+) kB`)

func (p *program) memory() memory {
	var m memory
	pid := strconv.Itoa(p.cmd.Process.Pid)
	for _, found := range memoryLine.FindAllStringSubmatch(read("/proc/"+pid+"/smaps_rollup")+read("/proc/"+pid+"/status"), -1) {
		kib, _ := strconv.ParseInt(found[2], 10, 64) // the pattern has digits only
		switch found[1] {
		case "Rss":
			m.rss = kib << 10
		case "Pss":
			m.pss = kib << 10
		case "Anonymous":
			m.own = kib << 10
		case "VmHWM":
			m.peak = kib << 10
		}
	}
	return m
}

// processor is the time processors have worked for the process, in seconds: what a
// busy machine does not lengthen.
func (p *program) processor() float64 {
	var sum float64
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.cmd.Process.Pid)) // the pattern is well formed
	for _, thread := range threads {
		first, _, _ := strings.Cut(read(thread), " ")
		nanoseconds, _ := strconv.ParseInt(first, 10, 64) // a thread that has ended counts nothing
		sum += time.Duration(nanoseconds).Seconds()
	}
	return sum
}

// forgetPeak starts the count of the peak anew.
func (p *program) forgetPeak() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte("5"), 0)
}

// freeAddress is a loopback address nobody listens on now.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}
