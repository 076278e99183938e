package interop

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"time"
)

// wire is the address by which everybody knows the provider. It passes everything on unchanged; a check may let it lie about the
// next token.
type wire struct {
	issuer string
	server *http.Server

	mu     sync.Mutex
	honest *url.URL            // the provider
	tokens *url.URL            // who answers the next token request; nil is the provider
	forge  func(string) string // what the next id token becomes; nil leaves it
	seen   string              // the last id token as the provider made it
}

// openWire listens; nothing is behind it before connect.
func openWire() (*wire, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &wire{issuer: "http://" + listener.Addr().String()}
	w.server = &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: &httputil.ReverseProxy{Rewrite: w.route, ModifyResponse: w.tamper}}
	go func() { _ = w.server.Serve(listener) }() // it ends with close, and until then every check would notice
	return w, nil
}

func (w *wire) connect(p *provider) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.honest = p.address
}

func (w *wire) close(ctx context.Context) error { return w.server.Shutdown(ctx) }

// lie makes the next token request be answered by another (nil: the provider) and its id token be changed (nil: not).
// The returned function makes the wire honest again.
func (w *wire) lie(tokens *url.URL, forge func(string) string) (honest func()) {
	set := func(tokens *url.URL, forge func(string) string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.tokens, w.forge = tokens, forge
	}
	set(tokens, forge)
	return func() { set(nil, nil) }
}

// lastToken is the id token the provider made last.
func (w *wire) lastToken() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

func (w *wire) route(r *httputil.ProxyRequest) {
	w.mu.Lock()
	defer w.mu.Unlock()
	target := w.honest
	if w.tokens != nil && isToken(r.In) {
		target = w.tokens
	}
	r.SetURL(target)
	r.Out.Host = r.In.Host // the provider writes its own address from it
}

func isToken(r *http.Request) bool { return r.Method == http.MethodPost && r.URL.Path == "/token" }

// tamper reads, and on demand changes, the id token of a token answer.
func (w *wire) tamper(r *http.Response) error {
	if !isToken(r.Request) || r.StatusCode != http.StatusOK {
		return nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	_ = r.Body.Close() // it has been read
	var answer map[string]any
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("the provider's token answer: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	token, _ := answer["id_token"].(string)
	w.seen = token
	if w.forge != nil {
		answer["id_token"] = w.forge(token)
	}
	if raw, err = json.Marshal(answer); err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	r.ContentLength = int64(len(raw))
	r.Header.Set("Content-Length", fmt.Sprint(len(raw)))
	return nil
}

// rewritten is a token with other claims under the signature of the true ones.
func rewritten(token, claim, value string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return token
	}
	raw, _ := base64.RawURLEncoding.DecodeString(parts[1]) // a token of the provider's own
	var claims map[string]any
	_ = json.Unmarshal(raw, &claims)
	claims[claim] = value
	raw, _ = json.Marshal(claims)
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(raw) + "." + parts[2]
}

// unsigned is a token with the same claims that says it needs no signature.
func unsigned(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return token
	}
	return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + parts[1] + "."
}
