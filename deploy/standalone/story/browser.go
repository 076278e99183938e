package story

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// Browser is one person's way to the instance: their cookies and nothing else.
type Browser struct {
	stage *Stage
	who   string
	http  *http.Client
}

func (s *Stage) browser(who string) *Browser {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &Browser{stage: s, who: who, http: &http.Client{Jar: jar, Transport: s.send, Timeout: 60 * time.Second}}
}

// call sends one request and reads the whole answer, following redirects. When the instance asks for patience (429) it waits as
// long as it was told.
func (b *Browser) call(ctx context.Context, method, address string, header http.Header, body []byte) (*http.Response, []byte, error) {
	if !strings.Contains(address, "://") {
		address = b.stage.base.String() + address
	}
	for {
		r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
		if err != nil {
			return nil, nil, err
		}
		for name, values := range header {
			r.Header[name] = values
		}
		response, err := b.http.Do(r)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", ErrGone, err)
		}
		got, err := io.ReadAll(response.Body)
		_ = response.Body.Close() // it has been read
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("%w: %w", ErrGone, err)
		case response.StatusCode == http.StatusBadGateway || response.StatusCode == http.StatusServiceUnavailable:
			return nil, nil, fmt.Errorf("%w: %d to %s %s", ErrGone, response.StatusCode, method, address)
		case response.StatusCode != http.StatusTooManyRequests:
			return response, got, nil
		}
		if err := patience(ctx, response.Header.Get("Retry-After")); err != nil {
			return nil, nil, err
		}
	}
}

func patience(ctx context.Context, seconds string) error {
	wait, err := strconv.Atoi(seconds)
	if err != nil || wait < 1 || wait > 60 {
		wait = 10
	}
	timer := time.NewTimer(time.Duration(wait) * time.Second)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// read asks for something and refuses nothing.
func (b *Browser) read(ctx context.Context, address string, headers ...string) (*http.Response, []byte, error) {
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return b.call(ctx, http.MethodGet, address, h, nil)
}

// get calls REST without changing anything.
func (b *Browser) get(ctx context.Context, address string, query url.Values, into proto.Message) error {
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	response, body, err := b.read(ctx, address, "Accept", "application/json")
	if err != nil {
		return err
	}
	return decode(answer{response.StatusCode, body}, into)
}

// change is one call that changes something.
type change struct {
	method, path string
	id           string        // request id; what was answered to it once is not asked again
	ask          proto.Message // carries id where its contract says so
	into         proto.Message
	named        func() string // of the answer: the resource
	seen         func() string // of the answer: its etag
	mark         string        // a text of the change that exists once
	kept         bool          // in the journal although it has no id: the request itself tells it from others
}

// do carries the change out, or gives again the answer it got before. An answer is written to the journal before anybody hears of it.
func (b *Browser) do(ctx context.Context, c change) error {
	body, err := protojson.Marshal(c.ask)
	if err != nil {
		return err
	}
	if had, ok := b.stage.answers[c.id]; ok && c.id != "" {
		return decode(had, c.into)
	}
	response, got, err := b.call(ctx, c.method, c.path, http.Header{"Content-Type": {"application/json"}}, body)
	if err != nil {
		return err
	}
	a := answer{response.StatusCode, got}
	if c.id != "" && a.final() {
		b.stage.answers[c.id] = a
	}
	if err := decode(a, c.into); err != nil {
		return err
	}
	return b.stage.journal.add(b.who, c, body)
}

func decode(a answer, into proto.Message) error {
	if a.status < 200 || a.status > 299 {
		return readRefusal(a)
	}
	if into == nil {
		return nil
	}
	if err := protojson.Unmarshal(a.body, into); err != nil {
		return fmt.Errorf("the answer does not fit the contract: %w", err)
	}
	return nil
}

// page reads a page that must be there.
func (b *Browser) page(ctx context.Context, address string) (*Page, error) {
	response, body, err := b.read(ctx, address, "Accept", "text/html")
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s answered %d: %s", address, response.StatusCode, excerpt(body))
	}
	return readPage(response.Request.URL, body)
}

// post sends a form as a browser would and answers the page it leads to.
func (b *Browser) post(ctx context.Context, address string, form url.Values) (*Page, error) {
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"text/html"}}
	response, body, err := b.call(ctx, http.MethodPost, address, header, []byte(form.Encode()))
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("POST %s answered %d: %s", address, response.StatusCode, excerpt(body))
	}
	return readPage(response.Request.URL, body)
}

func excerpt(body []byte) string {
	page, err := readPage(nil, body)
	if err != nil {
		return ""
	}
	text := []rune(page.Text())
	return string(text[:min(len(text), 200)])
}

var errMissing = errors.New("an earlier step did not leave what this one needs")

// protoMessage is a request that carries the id by which it is done once.
type protoMessage interface {
	proto.Message
	GetRequestId() string
}
