package gateway_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"google.golang.org/grpc"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

var now = time.Date(2026, 11, 20, 8, 30, 0, 0, time.FixedZone("+07", 7*3600))

// stage is a gateway in front of fixed answers.
type stage struct {
	t       *testing.T
	fixed   *fixed
	gateway *gateway.Gateway
	config  gateway.Config

	publication func(disclosurev1.PublicationState) // puts the one on the desk into a state
}

func newStage(t *testing.T, change ...func(*gateway.Config)) *stage {
	t.Helper()
	return newStageWith(t, func(*gateway.Deps) {}, change...)
}

func newStageWith(t *testing.T, with func(*gateway.Deps), change ...func(*gateway.Config)) *stage {
	t.Helper()
	s := &stage{t: t, fixed: &fixed{title: "Quyết định phê duyệt danh sách hộ được hỗ trợ nhà ở năm 2026"}}
	s.config = gateway.Config{
		PublicURL: "http://127.0.0.1:8080", Province: "25", ProvinceName: "Tỉnh Phú Thọ", Demo: true,
		SessionKey: config.Secret(strings.Repeat("k", 32)), Idle: 30 * time.Minute, Absolute: 10 * time.Hour,
		MaxBody: 1 << 20, MaxUpload: 10 << 20, Within: 10 * time.Second, PageCacheBytes: 1 << 20, PageCacheTTL: 30 * time.Second,
	}
	for _, one := range change {
		one(&s.config)
	}
	memory := rpc.NewMemory()
	server := grpc.NewServer(grpc.UnaryInterceptor(s.fixed.clerk.intercept))
	s.fixed.register(server)
	go func() { _ = server.Serve(memory.Listener()) }()
	t.Cleanup(server.Stop)
	conn, err := memory.Dial(rpc.DialOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	minter, err := authn.NewMinter(key, s.config.PublicURL, "danchu")
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := files.Open(context.Background(), "mem://", files.Options{SpoolDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	signer, err := files.NewSigner(func() time.Time { return now }, []byte(strings.Repeat("f", 32)))
	if err != nil {
		t.Fatal(err)
	}
	deps := gateway.Deps{
		Directory: conn, Disclosure: conn, Voting: conn, Minter: minter, Blobs: blobs, Signer: signer, Health: health.New(), Clock: func() time.Time { return now },
		Log: slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	with(&deps)
	if s.gateway, err = gateway.New(context.Background(), s.config, deps); err != nil {
		t.Fatal(err)
	}
	return s
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// do sends a request; headers come in pairs.
func (s *stage) do(method, address string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, address, body)
	r.Host = "127.0.0.1:8080"
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.gateway.Handler().ServeHTTP(w, r)
	return w
}

func (s *stage) get(address string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(http.MethodGet, address, nil, headers...)
}

func (s *stage) post(address string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	return s.do(http.MethodPost, address, strings.NewReader(form.Encode()), append(headers, "Content-Type", "application/x-www-form-urlencoded")...)
}

// page is a parsed answer that selectors are asked of.
type page struct {
	t    *testing.T
	root *html.Node
}

func (s *stage) page(w *httptest.ResponseRecorder, wantStatus int) page {
	s.t.Helper()
	if w.Code != wantStatus {
		s.t.Fatalf("status %d, want %d; body %.600s", w.Code, wantStatus, w.Body.String())
	}
	root, err := html.Parse(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return page{s.t, root}
}

// says demands an element with that text in it.
func (p page) says(selector, text string) {
	p.t.Helper()
	var seen []string
	for _, node := range cascadia.QueryAll(p.root, cascadia.MustCompile(selector)) {
		got := strings.Join(strings.Fields(textOf(node)), " ")
		if strings.Contains(got, text) {
			return
		}
		seen = append(seen, got)
	}
	p.t.Errorf("%s says %q, want %q", selector, seen, text)
}

// has demands an element, lacks its absence.
func (p page) has(selector string) {
	p.t.Helper()
	if cascadia.Query(p.root, cascadia.MustCompile(selector)) == nil {
		p.t.Errorf("no %s on the page", selector)
	}
}

func (p page) lacks(selector string) {
	p.t.Helper()
	if cascadia.Query(p.root, cascadia.MustCompile(selector)) != nil {
		p.t.Errorf("%s is on the page", selector)
	}
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(textOf(child))
	}
	return b.String()
}

// addresses are what the elements point at.
func (p page) addresses(selector string) []string {
	var out []string
	for _, node := range cascadia.QueryAll(p.root, cascadia.MustCompile(selector)) {
		for _, attribute := range node.Attr {
			if attribute.Key == "href" || attribute.Key == "src" {
				out = append(out, attribute.Val)
			}
		}
	}
	return out
}

// hasText tells whether an element says the text.
func (p page) hasText(selector, text string) bool {
	for _, node := range cascadia.QueryAll(p.root, cascadia.MustCompile(selector)) {
		if strings.Contains(textOf(node), text) {
			return true
		}
	}
	return false
}
