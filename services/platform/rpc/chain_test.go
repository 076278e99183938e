package rpc

import (
	"encoding/json"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	_ "github.com/danchu-platform/danchu/proto/danchu/directory/v1" // whose contracts the service config reads
)

// The order is a promise to handlers (see the package comment) and to whoever reads a log: changing it is a decision.
func TestTheOrderOfTheChain(t *testing.T) {
	t.Parallel()
	var names []string
	for _, i := range (Config{Clock: time.Now}).interceptors(validator{}) {
		names = append(names, i.name)
	}
	want := []string{"recover", "telemetry", "deadline", "language", "fault", "authenticate", "limit", "validate", "decision"}
	if !slices.Equal(names, want) {
		t.Fatalf("order %v, want %v", names, want)
	}
}

func TestBucketsForgetTheLongestSilent(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 25, 8, 0, 0, 0, time.UTC)
	b := newBuckets(1, 1, 2)
	for _, key := range []string{"a", "b"} {
		if wait := b.take(key, now); wait != 0 {
			t.Fatalf("%s waits %v", key, wait)
		}
	}
	if b.take("a", now) == 0 {
		t.Fatal("a took two of one")
	}
	b.take("c", now) // forgets b, the longest silent
	if len(b.byKey) != 2 || b.order.Len() != 2 {
		t.Fatalf("remembers %d, want 2", len(b.byKey))
	}
	if b.take("a", now) == 0 {
		t.Error("a was forgotten though b was silent longer")
	}
	if newBuckets(-1, 1, 1).take("x", now) != 0 {
		t.Error("a negative rate should limit nothing")
	}
	if newBuckets(1, -1, 1).take("x", now) == 0 {
		t.Error("a bucket without burst lets something through")
	}
}

func TestWhoAnAnonymousClientIs(t *testing.T) {
	t.Parallel()
	l := newLimiter(Limits{Gateways: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}.withDefaults(), time.Now)
	for _, c := range []struct {
		addr, named, want string
		limited           bool
	}{
		{"203.0.113.7:4711", "", "203.0.113.7", true},
		{"203.0.113.7:4711", "somebody else", "203.0.113.7", true}, // strangers cannot name themselves
		{"10.1.2.3:4711", "client 1", "client client 1", true},
		{"10.1.2.3:4711", "", "", false},
		{"10.1.2.3:4711", strings.Repeat("x", 200), "", false},
		{"[2001:db8:1:2:3:4:5:6]:4711", "", "2001:db8:1:2::/64", true},
		{"[::ffff:203.0.113.7]:4711", "", "203.0.113.7", true},
	} {
		addr, err := net.ResolveTCPAddr("tcp", c.addr)
		if err != nil {
			t.Fatal(err)
		}
		ctx := peer.NewContext(t.Context(), &peer.Peer{Addr: addr})
		if c.named != "" {
			ctx = metadata.NewIncomingContext(ctx, metadata.Pairs(ClientKey, c.named))
		}
		if got, limited := l.client(ctx); got != c.want || limited != c.limited {
			t.Errorf("%s named %.10q: %q %v, want %q %v", c.addr, c.named, got, limited, c.want, c.limited)
		}
	}
}

func TestOnlyReadsAreRepeated(t *testing.T) {
	t.Parallel()
	text, err := serviceConfig(10 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var cfg clientConfig
	if err := json.Unmarshal([]byte(text), &cfg); err != nil {
		t.Fatal(err)
	}
	repeated := map[string]bool{}
	for _, m := range cfg.Methods {
		for _, name := range m.Name {
			if m.RetryPolicy != nil {
				repeated[name.Service+"/"+name.Method] = true
			}
		}
	}
	if !repeated["danchu.directory.v1.UnitService/GetUnit"] || !repeated["danchu.directory.v1.UnitService/ListUnits"] {
		t.Errorf("reads are not repeated: %v", repeated)
	}
	for name := range repeated {
		if strings.Contains(name, "/Create") || strings.Contains(name, "/Reorganise") || strings.HasSuffix(name, "/") {
			t.Errorf("%s would be repeated", name)
		}
	}
}
