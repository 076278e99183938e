package rpc_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

func TestRecoverCostsOneCall(t *testing.T) {
	t.Parallel()
	handler := &units{get: func(context.Context) (*directoryv1.Unit, error) { panic("số định danh 025090001234") }}
	h := open(t, handler, rpc.Limits{})
	_, err := h.GetUnit(reading(t, "en", rpc.RequestKey, "abc-1"), unit)
	e := wantFault(t, err, fault.Internal, "INTERNAL")
	if !strings.HasPrefix(e.Message, "Internal error.") || strings.Contains(err.Error(), "025090001234") {
		t.Errorf("the caller reads %q", e.Message)
	}
	if log := h.log.String(); !strings.Contains(log, "call panicked") || !strings.Contains(log, `"request_id":"abc-1"`) {
		t.Errorf("the log does not tell of the panic and its request: %s", log)
	}
	handler.get = nil
	if _, err := h.GetUnit(t.Context(), unit); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

func TestTheUnforeseenIsOneLogLineInside(t *testing.T) {
	t.Parallel()
	h := open(t, &units{get: func(context.Context) (*directoryv1.Unit, error) {
		return nil, errors.New("loading unit: connection reset")
	}}, rpc.Limits{})
	_, err := h.GetUnit(reading(t, "vi"), unit)
	e := wantFault(t, err, fault.Internal, "INTERNAL")
	if strings.Contains(e.Message, "connection reset") || !strings.HasPrefix(e.Message, "Hệ thống gặp lỗi") {
		t.Errorf("the caller reads %q", e.Message)
	}
	if n := strings.Count(h.log.String(), "connection reset"); n != 1 {
		t.Errorf("%d log lines tell the cause, want 1:\n%s", n, h.log)
	}
}

func TestEveryCallHasADeadline(t *testing.T) {
	t.Parallel()
	var left time.Duration
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		at, ok := ctx.Deadline()
		if !ok {
			return nil, errors.New("no deadline")
		}
		left = time.Until(at)
		return &directoryv1.Unit{}, nil
	}}, rpc.Limits{Deadline: time.Second, MaxDeadline: 4 * time.Second})
	for name, c := range map[string]struct{ asked, most time.Duration }{
		"too far":   {time.Hour, 4 * time.Second},
		"in bounds": {3 * time.Second, 3 * time.Second},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), c.asked)
		_, err := h.GetUnit(ctx, unit)
		cancel()
		if err != nil || left > c.most || left < c.most/2 {
			t.Errorf("%s: %v left (%v), want at most %v", name, left, err, c.most)
		}
	}
}

func TestAHandlerThatHangsIsCutOff(t *testing.T) {
	t.Parallel()
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}, rpc.Limits{MaxDeadline: 20 * time.Millisecond})
	_, err := h.GetUnit(t.Context(), unit)
	if status.Code(err) != codes.DeadlineExceeded {
		t.Fatalf("got %v, want DeadlineExceeded", err)
	}
	wantFault(t, err, fault.Unavailable, "DEADLINE_EXCEEDED")
}

func TestAClientThatGoesAwayStopsTheWork(t *testing.T) {
	t.Parallel()
	entered, stopped := make(chan struct{}), make(chan error, 1)
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		close(entered)
		<-ctx.Done()
		stopped <- ctx.Err()
		return nil, ctx.Err()
	}}, rpc.Limits{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-entered; cancel() }()
	if _, err := h.GetUnit(ctx, unit); status.Code(err) != codes.Canceled {
		t.Errorf("got %v, want Canceled", err)
	}
	if err := <-stopped; !errors.Is(err, context.Canceled) {
		t.Errorf("the handler saw %v", err)
	}
	if strings.Contains(h.log.String(), "call failed") {
		t.Error("a client that went away is logged as our failure")
	}
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()
	var caller authn.Caller
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		caller = authn.From(ctx)
		return &directoryv1.Unit{}, nil
	}}, rpc.Limits{})
	if _, err := h.GetUnit(t.Context(), unit); err != nil || caller.Kind != authn.Anonymous {
		t.Errorf("no header: %+v, %v; want anonymous", caller, err)
	}
	if _, err := h.GetUnit(h.as(t, "https://sso#hanh"), unit); err != nil || caller.Subject != "https://sso#hanh" {
		t.Errorf("minted token: %+v, %v", caller, err)
	}
	token, err := h.minter.Mint(authn.Caller{Subject: "https://sso#hanh", Kind: authn.Person})
	if err != nil {
		t.Fatal(err)
	}
	for name, headers := range map[string][]string{
		"forged":       {rpc.AuthorizationKey, "Bearer " + token[:len(token)-6] + "AAAAAA"},
		"not a token":  {rpc.AuthorizationKey, "Bearer x"},
		"no token":     {rpc.AuthorizationKey, "Bearer "},
		"other scheme": {rpc.AuthorizationKey, "Basic dTpw"},
		"two headers":  {rpc.AuthorizationKey, "Bearer " + token, rpc.AuthorizationKey, "Bearer " + token},
	} {
		_, err := h.GetUnit(reading(t, "vi", headers...), unit)
		if e := fault.From(err); e == nil || e.Kind != fault.Unauthenticated || !strings.Contains(e.Message, "đăng nhập") {
			t.Errorf("%s: %v, want Unauthenticated in Vietnamese", name, err)
		}
	}
	h.clock.advance(10 * time.Minute)
	_, err = h.GetUnit(reading(t, "vi", rpc.AuthorizationKey, "Bearer "+token), unit)
	if e := fault.From(err); e == nil || e.Kind != fault.Unauthenticated {
		t.Errorf("expired: %v, want Unauthenticated", err)
	}
	if log := h.log.String(); strings.Contains(log, token) || strings.Contains(log, "Hạnh") || strings.Contains(log, "https://sso#hanh") {
		t.Error("the log names the caller or the token")
	}
}

func TestNoPolicyNoEntry(t *testing.T) {
	t.Parallel()
	h := open(t, &units{undecided: true}, rpc.Limits{})
	_, err := h.GetUnit(t.Context(), unit)
	wantFault(t, err, fault.Internal, "INTERNAL") // reasons of internal errors stay inside
	if !strings.Contains(h.log.String(), "answered without asking who may") {
		t.Errorf("the log does not name the forgotten check: %s", h.log)
	}
}

func TestRefusalOfAHandlerReachesTheCaller(t *testing.T) {
	t.Parallel()
	h := open(t, &units{undecided: true, get: func(context.Context) (*directoryv1.Unit, error) {
		return nil, fault.New(fault.NotFound, "")
	}}, rpc.Limits{})
	_, err := h.GetUnit(reading(t, "en"), unit)
	if e := wantFault(t, err, fault.NotFound, "NOT_FOUND"); e.Message != "What was asked for was not found." {
		t.Errorf("the caller reads %q", e.Message)
	}
}

func TestRequestIDsComeBackAndAreSafeToLog(t *testing.T) {
	t.Parallel()
	var seen, lang string
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		seen, lang = telemetry.Request(ctx), i18n.Lang(ctx)
		return &directoryv1.Unit{}, nil
	}}, rpc.Limits{})
	for given, kept := range map[string]bool{"abc-1_Z": true, "a b": false, strings.Repeat("a", 65): false} {
		var header metadata.MD
		if _, err := h.GetUnit(reading(t, "en-GB", rpc.RequestKey, given), unit, grpc.Header(&header)); err != nil {
			t.Fatal(err)
		}
		if back := header.Get(rpc.RequestKey); len(back) != 1 || back[0] != seen || (seen == given) != kept {
			t.Errorf("gave %q: handler saw %q, answer says %v", given, seen, back)
		}
	}
	if lang != "en" {
		t.Errorf("language %q, want en", lang)
	}
}

func TestAMessageTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{MaxRequest: 1 << 10})
	_, err := h.GetUnit(t.Context(), &directoryv1.GetUnitRequest{Name: strings.Repeat("0", 2<<10)})
	if status.Code(err) != codes.ResourceExhausted {
		t.Fatalf("got %v, want ResourceExhausted", err)
	}
}

func TestProbesNeedNoCallerAndNoPolicy(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{AnonymousRate: 1, AnonymousBurst: 1})
	for range 3 {
		ctx := reading(t, "vi", rpc.AuthorizationKey, "Basic x", rpc.ClientKey, "probe")
		answer, err := healthpb.NewHealthClient(h.conn).Check(ctx, &healthpb.HealthCheckRequest{})
		if err != nil || answer.GetStatus() != healthpb.HealthCheckResponse_SERVING {
			t.Fatalf("%v, %v", answer, err)
		}
	}
}
