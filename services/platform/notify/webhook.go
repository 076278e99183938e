package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Webhooks calls endpoints the way the Standard Webhooks specification says:
// POST of JSON {type, timestamp, data} with the headers webhook-id,
// webhook-timestamp and webhook-signature (HMAC-SHA256, "v1,").
//
// Redirects are not followed and addresses of private networks are refused, at
// the moment of connecting, so that a name cannot be pointed there afterwards.
type Webhooks struct {
	service   string
	endpoints map[string]*Endpoint
	names     []string
	public    *http.Client
	anywhere  *http.Client
}

// NewWebhooks prepares calls to endpoints in the name of a service. roots may be
// nil for the system's certificates.
func NewWebhooks(service string, endpoints []Endpoint, roots *tls.Config) (*Webhooks, error) {
	w := &Webhooks{service: service, endpoints: map[string]*Endpoint{}, public: client(publicOnly, roots), anywhere: client(nil, roots)}
	for _, e := range endpoints {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("webhook endpoint %q: %w", e.Name, err)
		}
		w.endpoints[e.Name] = &e
		w.names = append(w.names, e.Name)
	}
	return w, nil
}

func client(control func(string, string, syscall.RawConn) error, roots *tls.Config) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: control}
	return &http.Client{
		Timeout: 20 * time.Second,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: roots, TLSHandshakeTimeout: 10 * time.Second,
			ResponseHeaderTimeout: 15 * time.Second, MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// wanting are the names of the endpoints that want a template.
func (w *Webhooks) wanting(template string) []string {
	var names []string
	for _, name := range w.names {
		if w.endpoints[name].wants(template) {
			names = append(names, name)
		}
	}
	return names
}

// payload is what an endpoint receives.
type payload struct {
	Type      string            `json:"type"`
	Timestamp time.Time         `json:"timestamp"`
	Data      map[string]string `json:"data"`
}

func (w *Webhooks) send(ctx context.Context, n pending, now time.Time) error {
	endpoint := w.endpoints[n.Recipient]
	if endpoint == nil {
		return permanent{outcome{"endpoint not configured", errors.New(n.Recipient)}}
	}
	body, err := json.Marshal(payload{Type: n.Template, Timestamp: n.createdAt.UTC(), Data: n.Params})
	if err != nil {
		return permanent{outcome{"payload failed", err}}
	}
	id := fmt.Sprintf("msg_%s_%d_%d", w.service, n.id, n.createdAt.UnixMicro())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint.URL, bytes.NewReader(body))
	if err != nil {
		return permanent{outcome{"bad url", err}}
	}
	timestamp := strconv.FormatInt(now.Unix(), 10)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "danchu/1 (+webhooks)")
	request.Header.Set("webhook-id", id)
	request.Header.Set("webhook-timestamp", timestamp)
	request.Header.Set("webhook-signature", sign(endpoint.keys, id, timestamp, body))
	caller := w.public
	if endpoint.AllowPrivate {
		caller = w.anywhere
	}
	response, err := caller.Do(request)
	if err != nil {
		if errors.Is(err, errPrivate) {
			return permanent{outcome{"private address refused", err}}
		}
		return outcome{"endpoint not reached", err}
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
	return judge(response.StatusCode)
}

// judge: 2xx is delivered; 410 means never again; all else is tried again.
func judge(status int) error {
	told := outcome{fmt.Sprintf("http %d", status), errors.New(http.StatusText(status))}
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusGone:
		return permanent{told}
	default:
		return told
	}
}

// sign makes one signature for each key, separated by spaces.
func sign(keys [][]byte, id, timestamp string, body []byte) string {
	signatures := make([]string, len(keys))
	for i, key := range keys {
		mac := hmac.New(sha256.New, key)
		_, _ = fmt.Fprintf(mac, "%s.%s.", id, timestamp)
		_, _ = mac.Write(body)
		signatures[i] = "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	}
	return strings.Join(signatures, " ")
}
