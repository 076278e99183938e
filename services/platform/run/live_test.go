package run

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

func loopback(t *testing.T) net.Listener {
	t.Helper()
	listener, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func someProgram(t *testing.T) *program {
	t.Helper()
	return &program{
		name: "test", common: Common{StopWait: 5 * time.Second},
		log: telemetry.NewLog(io.Discard, slog.LevelInfo), health: health.New(ready), clock: time.Now, admin: loopback(t),
		wait: func(time.Duration) {},
	}
}

// probe asks the program's admin server.
func probe(t *testing.T, address net.Addr, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+address.String()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// until waits for the state to be what the test wants.
func until(t *testing.T, state *health.State, want func() bool) {
	t.Helper()
	for deadline := time.After(20 * time.Second); ; {
		changed := state.Changed()
		if want() {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("not in time; waiting for %v", state.Waiting())
		}
	}
}

func TestWhenTheFifthFailsTheFirstFourAreClosed(t *testing.T) {
	t.Parallel()
	var closed []string
	fifth := errors.New("the fifth cannot be opened")
	err := someProgram(t).live(t.Context(), func(_ context.Context, stack *closers) (running, error) {
		for _, what := range []string{"first", "second", "third", "fourth"} {
			stack.add(what, func(context.Context) error { closed = append(closed, what); return nil })
		}
		return running{}, fifth
	})
	if !errors.Is(err, fifth) {
		t.Errorf("got %v, want the fifth's error", err)
	}
	if want := []string{"fourth", "third", "second", "first"}; !slices.Equal(closed, want) {
		t.Errorf("closed %v, want %v", closed, want)
	}
}

func TestTheOrderOfStopping(t *testing.T) {
	t.Parallel()
	p := someProgram(t)
	var steps []string
	p.wait = func(time.Duration) {
		code, body := probe(t, p.admin.Addr(), "/readyz")
		if code != http.StatusServiceUnavailable || !strings.Contains(body, "draining") {
			t.Errorf("while draining /readyz = %d %q, want 503", code, body)
		}
		if code, _ := probe(t, p.admin.Addr(), "/healthz"); code != http.StatusOK {
			t.Errorf("while draining /healthz = %d, want 200", code)
		}
		steps = append(steps, "waited, not ready")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		until(t, p.health, p.health.Serving)
		cancel()
	}()
	err := p.live(ctx, func(_ context.Context, stack *closers) (running, error) {
		stack.add("database", func(context.Context) error { steps = append(steps, "database closed"); return nil })
		return running{
			tasks: []task{{"work", func(ctx context.Context) error {
				<-ctx.Done()
				steps = append(steps, "work ended")
				return ctx.Err()
			}}},
			stop: func(context.Context) { steps = append(steps, "server stopped") },
		}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"waited, not ready", "server stopped", "work ended", "database closed"}; !slices.Equal(steps, want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
}

func TestATaskThatEndsStopsTheProgramWithoutWaiting(t *testing.T) {
	t.Parallel()
	broken := errors.New("no more")
	for name, c := range map[string]struct {
		returns error
		want    string
	}{
		"with an error": {broken, "relay: no more"},
		"with none":     {nil, "relay ended by itself"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := someProgram(t)
			p.wait = func(time.Duration) { t.Error("waited though something failed") }
			err := p.live(t.Context(), func(context.Context, *closers) (running, error) {
				return running{tasks: []task{
					{"relay", func(context.Context) error { return c.returns }},
					{"other", func(ctx context.Context) error { <-ctx.Done(); return nil }},
				}}, nil
			})
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestClosingGoesOnAfterAnError(t *testing.T) {
	t.Parallel()
	stack, closed := &closers{}, false
	stack.add("first", func(context.Context) error { closed = true; return nil })
	stack.add("second", func(context.Context) error { return errors.New("stuck") })
	if err := stack.all(t.Context()); err == nil || !strings.Contains(err.Error(), "closing second: stuck") || !closed {
		t.Errorf("%v; first closed: %v", err, closed)
	}
}
