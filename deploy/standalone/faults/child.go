package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is the product as a process of its own.
type child struct {
	options Options
	http    string // address of the portal
	grpc    string
	process *exec.Cmd
	said    *tail
	gone    chan struct{} // closed when the process has ended
}

// start begins the process and waits until it is ready.
func (c *child) start(ctx context.Context) error {
	c.said = &tail{}
	c.process = c.options.Command(c.options.Dir, c.http, c.grpc)
	c.process.Stdout, c.process.Stderr = c.said, c.said
	if err := c.process.Start(); err != nil {
		return err
	}
	c.gone = make(chan struct{})
	go func() {
		_ = c.process.Wait() // it is killed; how it ended is no news
		close(c.gone)
	}()
	every := time.NewTicker(25 * time.Millisecond)
	defer every.Stop()
	for {
		if ready(ctx, "http://"+c.http+"/readyz") {
			return nil
		}
		select {
		case <-c.gone:
			return fmt.Errorf("it ended while it started: %s", c.said)
		case <-ctx.Done():
			return fmt.Errorf("it does not become ready: %s", c.said)
		case <-every.C:
		}
	}
}

func ready(ctx context.Context, address string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = response.Body.Close() // nothing of it is read
	return response.StatusCode == http.StatusOK
}

// kill ends the process without a word; with the database when told so.
func (c *child) kill(database bool) error {
	if err := c.process.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-c.gone
	if database {
		return c.killDatabase()
	}
	return nil
}

// killDatabase makes PostgreSQL stop at once and recover from its log at the next start.
func (c *child) killDatabase() error {
	content, err := os.ReadFile(filepath.Join(c.options.Dir, "postgres", "data", "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil // it was not up yet
	}
	if err != nil {
		return err
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(strings.TrimSpace(string(first)))
	if err != nil {
		return fmt.Errorf("the number of PostgreSQL's process: %w", err)
	}
	if err := syscall.Kill(pid, syscall.SIGQUIT); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	until := time.NewTicker(10 * time.Millisecond)
	defer until.Stop()
	for range until.C {
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
			return nil
		}
	}
	return nil
}

// stop ends it in good order.
func (c *child) stop(ctx context.Context) error {
	if err := c.process.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-c.gone:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("it does not end when asked to: %w", ctx.Err())
	}
}

// freeAddress is a loopback address nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// tail keeps the end of what a process said.
type tail struct {
	mu   sync.Mutex
	kept []byte
}

var _ io.Writer = (*tail)(nil)

// Write keeps the last few thousand bytes.
func (t *tail) Write(p []byte) (int, error) {
	const most = 4000
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if len(t.kept) > most {
		t.kept = append([]byte(nil), t.kept[len(t.kept)-most:]...)
	}
	return len(p), nil
}

// String is what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
