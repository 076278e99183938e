package decision_test

import (
	"context"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/authz/decision"
)

func TestDerivedContextsShareOneMemory(t *testing.T) {
	t.Parallel()
	ctx := decision.With(context.Background())
	if decision.Recorded(ctx) {
		t.Fatal("recorded before anybody decided")
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	decision.Record(inner, "Publish")
	if got := decision.Actions(ctx); len(got) != 1 || got[0] != "Publish" {
		t.Fatalf("Actions = %v, want [Publish]", got)
	}
}

func TestWithoutMemoryNothingCounts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	decision.Record(ctx, "Publish")
	if decision.Recorded(ctx) {
		t.Fatal("a context without memory claims a decision")
	}
}
