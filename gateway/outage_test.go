package gateway_test

import (
	"testing"
	"time"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// A service that is not there is said to be unreachable, long before the time of the
// request is over, by a page that says what to do.
func TestAServiceThatIsNotThere(t *testing.T) {
	gone := rpc.NewMemory()
	conn, err := gone.Dial(rpc.DialOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := gone.Listener().Close(); err != nil {
		t.Fatal(err)
	}
	s := newStageWith(t, func(d *gateway.Deps) { d.Directory, d.Disclosure = conn, conn })
	w := s.get("/units/08584")
	if w.Header().Get("Retry-After") == "" {
		t.Error("the page does not say when to come back")
	}
	p := s.page(w, 503)
	p.says("h1", "Hệ thống đang bận")
	p.says("p", "chưa kết nối được") // the reason of not reaching it, not of time that ran out
	p.says("p", "bảng niêm yết")
	if got := refusal(t, s.get("/v1/units/08584")); got.reason() != "SERVICE_UNREACHABLE" {
		t.Errorf("REST says %q", got.reason())
	}
}

// While the services are away, what was public a while ago is still read; what was
// forgotten is not.
func TestKeptPagesOutliveAnOutage(t *testing.T) {
	clock := now
	s := newStageWith(t, func(d *gateway.Deps) { d.Clock = func() time.Time { return clock } })
	const address = "/disclosures/" + publicationID
	s.page(s.get(address), 200)
	s.fixed.clerk.refuseRead("GetPublication", fault.New(fault.Unavailable, ""))
	clock = clock.Add(time.Hour)
	w := s.get(address)
	if w.Code != 200 || w.Header().Get("Warning") == "" {
		t.Errorf("an hour later: %d, Warning %q", w.Code, w.Header().Get("Warning"))
	}
	s.page(s.get("/disclosures/"+someID), 503)
	clock = clock.Add(25 * time.Hour)
	s.page(s.get(address), 503)

	clock = now
	s.fixed.clerk.refuses = nil
	s.page(s.get(address), 200)
	s.fixed.clerk.refuseRead("GetPublication", fault.New(fault.NotFound, ""))
	clock = clock.Add(time.Hour)
	s.page(s.get(address), 404) // an answer is an answer
}
