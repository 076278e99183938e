package tlogclient

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// maxEntries is how long a log may be before a download is refused: a hundred
// times the households of a province. A server could claim any size.
const maxEntries = 100_000_000

// Client reads one log at its address.
type Client struct {
	address string
	trust   Trust
	http    *http.Client
}

// New makes the client of the log at address, as in
// "https://danchu.phutho.gov.vn/log/votes/0198…". With httpClient nil a request
// may take 30 seconds. Redirects are never followed: who names an address means it.
func New(address string, trust Trust, httpClient *http.Client) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%q is not the address of a log: https://host/path is needed", address)
	}
	own := http.Client{Timeout: 30 * time.Second}
	if httpClient != nil {
		own = *httpClient
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{address: strings.TrimRight(u.String(), "/"), trust: trust, http: &own}, nil
}

// Checkpoint fetches the newest checkpoint and verifies its signatures.
func (c *Client) Checkpoint(ctx context.Context) (Signed, error) {
	data, err := c.fetch(ctx, "checkpoint", c2sp.MaxCheckpoint)
	if err != nil {
		return Signed{}, err
	}
	return c.trust.Open(data)
}

// errAbsent is a file the server says it does not have.
var errAbsent = errors.New("not there")

// fetch reads one file of at most limit bytes.
func (c *Client) fetch(ctx context.Context, path string, limit int64) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	defer func() { _ = answer.Body.Close() }() // it has been read, or is of no interest
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("reading %s: %w", path, errAbsent)
	default:
		return nil, fmt.Errorf("reading %s: the server answers %d", path, answer.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("reading %s: the server sends more than the %d bytes possible", path, limit)
	}
	return data, nil
}
