package disclosure_test

import (
	"testing"

	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

func TestUnitOfACall(t *testing.T) {
	t.Parallel()
	for want, requests := range map[string][]proto.Message{
		"08584": {
			&disclosurev1.GetCompletenessRequest{Unit: "units/08584@2025-07-01"}, &disclosurev1.SearchPublicationsRequest{Unit: "units/08584"},
			&disclosurev1.CreatePublicationRequest{Unit: "units/08584"},
		},
		"": {&disclosurev1.SearchPublicationsRequest{Query: "phí"}, &disclosurev1.GetPublicationRequest{Name: "publications/x"}},
	} {
		for _, request := range requests {
			if got := disclosure.Unit(t.Context(), "", request); got != want {
				t.Errorf("%T is about %q, want %q", request, got, want)
			}
		}
	}
}

// Everybody asking about one commune at once leaves its neighbour alone.
func TestAFloodOfOneUnitSparesItsSibling(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.serveWith(t, rpc.Limits{CallerRate: -1, AnonymousRate: -1, UnitRate: 1, UnitBurst: 5, Unit: disclosure.Unit})
	ask := func(unit string) error {
		_, err := h.GetCompleteness(t.Context(), &disclosurev1.GetCompletenessRequest{Unit: "units/" + unit, Year: 2026})
		return err
	}
	for range 5 {
		must(t, ask(commune))
	}
	refused(t, ask(commune), fault.Limited, "UNIT_RATE_EXCEEDED")
	refused(t, ask("08584"), fault.Limited, "UNIT_RATE_EXCEEDED") // under another name, the same
	for range 5 {
		must(t, ask(other))
	}
}
