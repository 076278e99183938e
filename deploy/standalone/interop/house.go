package interop

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone"
	"github.com/danchu-platform/danchu/services/platform/config"
)

// house is the product in this process, signing people in over the wire with the independent provider.
type house struct {
	portal   string
	scripts  string  // deploy/interop
	stranger string  // the program that checks logs
	record   *record // the log it checks
	wire     *wire
	honest   *provider
	rogue    *provider // calls itself by the honest one's name, with keys of its own

	closers []func() error
}

// build starts both providers, then the product with a small demo province, and waits until its documents are public.
func build(ctx context.Context, scripts string, progress io.Writer) (h *house, err error) {
	h = &house{scripts: scripts}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
		}
	}()
	address, err := freeAddress(ctx)
	if err != nil {
		return h, err
	}
	h.portal = "http://" + address
	if h.wire, err = openWire(); err != nil {
		return h, err
	}
	h.closers = append(h.closers, func() error { return h.wire.close(context.WithoutCancel(ctx)) })
	for _, p := range []**provider{&h.honest, &h.rogue} {
		if *p, err = startProvider(ctx, scripts, h.wire.issuer, h.portal+"/signin/callback"); err != nil {
			return h, err
		}
		h.closers = append(h.closers, (*p).stop)
	}
	h.wire.connect(h.honest)
	if err := h.startProduct(ctx, address, progress); err != nil {
		return h, err
	}
	return h, h.await(ctx, h.documentsPublic)
}

func (h *house) startProduct(ctx context.Context, address string, progress io.Writer) error {
	dir, err := os.MkdirTemp("", "danchu-interop-")
	if err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { return os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL may run as somebody else
		return err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended, ready := make(chan error, 1), make(chan struct{})
	go func() {
		ended <- standalone.Run(running, standalone.Config{
			Dir: dir, HTTPAddr: address, GRPCAddr: "127.0.0.1:0", HouseholdsPerVillage: 1, Progress: progress,
			OIDC: standalone.OIDC{Issuer: h.wire.issuer, ClientID: clientID, ClientSecret: config.Secret(clientSecret)},
		}, func(string) { close(ready) })
	}()
	h.closers = append(h.closers, func() error { stop(); return <-ended })
	select {
	case <-ready:
		return nil
	case err := <-ended:
		ended <- nil
		return fmt.Errorf("the product did not start: %w", err)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close ends everything, the last first.
func (h *house) close() error {
	var failures []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		failures = append(failures, h.closers[i]())
	}
	return errors.Join(failures...)
}

// freeAddress finds a port that nobody has: the provider must know it before the product listens there.
func freeAddress(ctx context.Context) (string, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// await asks again and again until what it waits for is so.
func (h *house) await(ctx context.Context, so func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		err := so(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting: %w", err)
		case <-tick.C:
		}
	}
}

// publications are what the product itself says is public, newest first.
func (h *house) publications(ctx context.Context) ([]publication, error) {
	var found struct{ Publications []publication }
	err := read(ctx, http.DefaultClient, h.portal+"/v1/publications:search?"+url.Values{
		"unit": {"units/25"}, "include_subtree": {"true"}, "page_size": {"50"},
	}.Encode(), &found)
	return found.Publications, err
}

type publication struct {
	Name, Title   string
	PublishedTime time.Time
}

func (h *house) documentsPublic(ctx context.Context) error {
	list, err := h.publications(ctx)
	if err == nil && len(list) == 0 {
		return errors.New("no document of the demo is public yet")
	}
	return err
}

// read fetches a JSON answer; anything but 200 is an error.
func read(ctx context.Context, client *http.Client, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%w %d to %s", errAnswered, answer.StatusCode, r.URL.Path)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

var errAnswered = errors.New("answered")
