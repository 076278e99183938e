package standalone_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone"
	"github.com/danchu-platform/danchu/services/platform/authn"
)

// The demo's people, by national id.
const (
	provinceAdmin = "025800000001"
	clerk         = "025900000005" // of xã Võ Miếu
	villageHead   = "025800000009"
	citizen       = "025900000012"
)

// house is the product in this process, in a folder that outlives it.
type house struct {
	dir, portal string
	said        *watched
	stop        context.CancelFunc
	ended       chan error
}

// folder makes a place that the database's user can reach, too.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "danchu-standalone-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the system removes what is left
	must(t, os.Chmod(dir, 0o755))
	return dir
}

// start starts the product and waits until the first page can be asked for.
func start(t *testing.T, dir string) *house {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	h := &house{dir: dir, said: &watched{}, stop: stop, ended: make(chan error, 1)}
	ready := make(chan string, 1)
	go func() {
		h.ended <- standalone.Run(ctx, standalone.Config{
			Dir: dir, HTTPAddr: "127.0.0.1:0", GRPCAddr: "127.0.0.1:0", HouseholdsPerVillage: 1, Progress: h.said,
		}, func(portal string) { ready <- portal })
	}()
	t.Cleanup(stop)
	select {
	case h.portal = <-ready:
	case err := <-h.ended:
		t.Fatalf("the product did not start: %v", err)
	case <-time.After(6 * time.Minute):
		t.Fatalf("no first page after six minutes; it said:\n%s", h.said)
	}
	return h
}

// whole waits until the demo province is.
func (h *house) whole(t *testing.T) {
	t.Helper()
	await(t, 8*time.Minute, "the demo province, having said:\n"+h.said.String(), func() bool {
		select {
		case err := <-h.ended:
			t.Fatalf("the product ended: %v", err)
		default:
		}
		return strings.Contains(h.said.String(), "Tỉnh mẫu đã sẵn sàng")
	})
}

// end stops it and waits until it has let go of everything.
func (h *house) end(t *testing.T) {
	t.Helper()
	h.stop()
	select {
	case err := <-h.ended:
		must(t, err)
	case <-time.After(time.Minute):
		t.Fatal("it does not stop")
	}
}

// token lets somebody speak over REST as the gateway would after they signed in.
func (h *house) token(t *testing.T, nationalID string) string {
	t.Helper()
	seed, err := hex.DecodeString(h.key(t, "token"))
	must(t, err)
	minter, err := authn.NewMinter(ed25519.NewKeyFromSeed(seed), "danchu-gateway", "danchu")
	must(t, err)
	person, err := authn.PersonKey([]byte(h.key(t, "person")), nationalID)
	must(t, err)
	token, err := minter.Mint(authn.Caller{Subject: "https://sso.example#" + nationalID, PersonKey: person, Name: "Người thử", Kind: authn.Person})
	must(t, err)
	return token
}

func (h *house) key(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(h.dir, "keys", name+".key"))
	must(t, err)
	return string(text)
}

// call asks over REST, as somebody or, with an empty id, as nobody.
func (h *house) call(t *testing.T, nationalID, method, path string, ask, into any) {
	t.Helper()
	var body io.Reader
	if ask != nil {
		text, err := json.Marshal(ask)
		must(t, err)
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, h.portal+path, body)
	must(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if nationalID != "" {
		r.Header.Set("Authorization", "Bearer "+h.token(t, nationalID))
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s %s answered %d: %.400s", method, path, answer.StatusCode, text)
	}
	must(t, json.Unmarshal(text, into))
}

// page is the text of a page that must be there.
func (h *house) page(t *testing.T, path string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.portal+path, nil)
	must(t, err)
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("GET %s answered %d", path, answer.StatusCode)
	}
	return string(text)
}

// await asks again and again until it is so.
func await(t *testing.T, within time.Duration, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	over := time.After(within)
	for !so() {
		select {
		case <-over:
			t.Fatalf("waited %s for %s", within, what)
		case <-tick.C:
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// watched keeps what is written and can be read meanwhile.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
