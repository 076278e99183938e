package notify_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/notify"
)

var (
	oldKey = []byte("0123456789abcdef0123456789abcdef")
	newKey = []byte("fedcba9876543210fedcba9876543210")
)

func secret(key []byte) string { return "whsec_" + base64.StdEncoding.EncodeToString(key) }

// call is what an endpoint received.
type call struct {
	id, timestamp, signature string
	body                     []byte
}

// receiver is an endpoint over TLS that answers with the statuses given, then 200.
func receiver(t *testing.T, statuses ...int) (*httptest.Server, chan call, *tls.Config) {
	t.Helper()
	calls := make(chan call, 16)
	var n atomic.Int32
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		calls <- call{r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), body}
		if i := int(n.Add(1)) - 1; i < len(statuses) {
			w.Header().Set("Location", "https://elsewhere.example/")
			w.WriteHeader(statuses[i])
		}
	}))
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return server, calls, &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
}

func hooks(t *testing.T, roots *tls.Config, endpoints ...notify.Endpoint) func(*notify.Deliverer) {
	t.Helper()
	return func(d *notify.Deliverer) {
		w, err := notify.NewWebhooks("disclosure", endpoints, roots)
		if err != nil {
			t.Fatal(err)
		}
		d.Webhooks = w
	}
}

// verify is the receiver's side of the Standard Webhooks specification.
func verify(c call, key []byte) bool {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(c.id + "." + c.timestamp + "." + string(c.body)))
	return slices.Contains(strings.Fields(c.signature), "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}

// Every endpoint that wants the type gets it, signed with each of its secrets; a
// failure is tried again under the same id, a redirect is a failure.
func TestWebhook(t *testing.T) {
	t.Parallel()
	server, calls, roots := receiver(t, http.StatusServiceUnavailable, http.StatusFound)
	db, _ := deliverer(t, hooks(t, roots,
		notify.Endpoint{Name: "so-noi-vu", URL: server.URL + "/hook", Secrets: []string{secret(newKey), secret(oldKey)}, AllowPrivate: true},
		notify.Endpoint{Name: "uninterested", URL: server.URL + "/no", Secrets: []string{secret(newKey)}, Types: []string{"other"}, AllowPrivate: true}))
	insert(t, db, answered(notify.Webhook, "", "requests/12"))
	first, second, third := <-calls, <-calls, <-calls
	if state, attempts := ended(t, db, "requests/12"); state != "delivered" || attempts != "http 503, http 302, delivered" {
		t.Fatalf("%s after %s", state, attempts)
	}
	for _, c := range []call{first, second, third} {
		if !verify(c, newKey) || !verify(c, oldKey) || verify(c, []byte("guessed")) || c.id != first.id || strings.Contains(c.id, ".") {
			t.Fatalf("bad signature or id: %+v", c)
		}
	}
	var got struct {
		Type      string            `json:"type"`
		Timestamp string            `json:"timestamp"`
		Data      map[string]string `json:"data"`
	}
	if err := json.Unmarshal(third.body, &got); err != nil || got.Type != "request_answered" || got.Data["number"] != "12/2026" || got.Timestamp == "" {
		t.Fatalf("%s, %v", third.body, err)
	}
	if len(calls) != 0 {
		t.Fatal("somebody else was called")
	}
}

// A name that leads to this network is refused when connecting, unless allowed.
func TestWebhookRefusesPrivateAddresses(t *testing.T) {
	t.Parallel()
	server, calls, roots := receiver(t)
	db, _ := deliverer(t, hooks(t, roots, notify.Endpoint{Name: "sly", URL: server.URL, Secrets: []string{secret(newKey)}}))
	insert(t, db, answered(notify.Webhook, "sly", "requests/12"))
	if state, attempts := ended(t, db, "requests/12"); state != "failed" || attempts != "private address refused" || len(calls) != 0 {
		t.Fatalf("%s after %s", state, attempts)
	}
}

func TestWebhookGone(t *testing.T) {
	t.Parallel()
	server, _, roots := receiver(t, http.StatusGone)
	db, _ := deliverer(t, hooks(t, roots, notify.Endpoint{Name: "gone", URL: server.URL, Secrets: []string{secret(newKey)}, AllowPrivate: true}))
	insert(t, db, answered(notify.Webhook, "gone", "requests/12"))
	if state, attempts := ended(t, db, "requests/12"); state != "failed" || attempts != "http 410" {
		t.Fatalf("%s after %s", state, attempts)
	}
}

func TestEndpointsAreChecked(t *testing.T) {
	t.Parallel()
	good := `{"name":"a","url":"https://a.example/hook","secrets":["` + secret(newKey) + `"]}`
	if endpoints, err := notify.LoadEndpoints(strings.NewReader("[" + good + "]")); err != nil || len(endpoints) != 1 {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"http":          `[{"name":"a","url":"http://a.example","secrets":["` + secret(newKey) + `"]}]`,
		"user":          `[{"name":"a","url":"https://u:p@a.example","secrets":["` + secret(newKey) + `"]}]`,
		"short secret":  `[{"name":"a","url":"https://a.example","secrets":["whsec_c2hvcnQ="]}]`,
		"bare secret":   `[{"name":"a","url":"https://a.example","secrets":["MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="]}]`,
		"no secret":     `[{"name":"a","url":"https://a.example"}]`,
		"name":          `[{"name":"A b","url":"https://a.example","secrets":["` + secret(newKey) + `"]}]`,
		"twice":         "[" + good + "," + good + "]",
		"unknown field": `[{"name":"a","url":"https://a.example","secret":"x"}]`,
	} {
		if _, err := notify.LoadEndpoints(strings.NewReader(bad)); err == nil || strings.Contains(err.Error(), "whsec_c2h") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
