package grpcapi

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Every reason the contract documents has its sentence in every language.
func TestEveryReasonHasWords(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	shared, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	for number, name := range directoryv1.ErrorReason_name {
		reason := strings.TrimPrefix(name, "ERROR_REASON_")
		if number != 0 && !words.Has(reason) && !shared.Has("reason."+reason) {
			t.Errorf("no sentence for %s", reason)
		}
	}
}
