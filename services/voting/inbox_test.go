package voting_test

import (
	"strings"
	"testing"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Whose agreement is asked finds it in the inbox, and nobody else does.
func TestTheOtherSideIsTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	stop := h.run(t, h.service)
	defer stop()
	v := h.create(t, head, road())
	var told *votingv1.ListInboxResponse
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for told == nil || len(told.GetNotices()) == 0 {
		var err error
		told, err = h.ListInbox(h.as(t, villageMTTQ), &votingv1.ListInboxRequest{})
		must(t, err)
		select {
		case <-deadline.C:
			t.Fatal("nothing came")
		case <-tick.C:
		}
	}
	one := told.GetNotices()[0]
	if told.GetUnread() != 1 || one.GetResource() != v.GetName() || !strings.Contains(one.GetText(), v.GetTitle()) {
		t.Errorf("told %v", told)
	}
	none, err := h.ListInbox(h.as(t, head), &votingv1.ListInboxRequest{})
	must(t, err)
	if len(none.GetNotices()) != 0 {
		t.Errorf("the proposer is told of their own vote: %v", none)
	}
	left, err := h.MarkInboxRead(h.as(t, villageMTTQ), &votingv1.MarkInboxReadRequest{Names: []string{one.GetName()}})
	must(t, err)
	if left.GetUnread() != 0 {
		t.Errorf("%d are unread", left.GetUnread())
	}
	_, err = h.ListInbox(t.Context(), &votingv1.ListInboxRequest{})
	refused(t, err, fault.Unauthenticated, "SIGN_IN_REQUIRED")
}
