package faults_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the machine has no zones

	"github.com/danchu-platform/danchu/deploy/standalone"
	"github.com/danchu-platform/danchu/deploy/standalone/faults"
)

// The test program is the product too, when it is started as its own child.
const asProduct = "DANCHU_TEST_AS_PRODUCT"

func TestMain(m *testing.M) {
	if os.Getenv(asProduct) == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	err := standalone.Run(ctx, standalone.Config{
		Dir: os.Args[1], HTTPAddr: os.Args[2], GRPCAddr: os.Args[3], HouseholdsPerVillage: 2, Progress: io.Discard,
	}, func(string) {})
	if err != nil && ctx.Err() == nil {
		_, _ = os.Stderr.WriteString(err.Error() + "\n") // the parent has gone
		os.Exit(1)
	}
}

// The short version of `make killtest`.
func TestKilledInTheMiddle(t *testing.T) {
	dir, err := os.MkdirTemp("", "danchu-killed-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the system removes what is left
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	sum, err := faults.Kill(t.Context(), faults.Options{
		Command: func(dir, http, grpc string) *exec.Cmd {
			child := exec.Command(os.Args[0], dir, http, grpc)
			child.Env = append(os.Environ(), asProduct+"=1")
			return child
		},
		Dir: dir, Kills: 3, Seed: uint64(os.Getpid()), Out: t.Output(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range sum.Faults {
		t.Error(fault)
	}
	t.Logf("%d kills, %d with the database; %d changes acknowledged, %d audit entries", sum.Kills, sum.WithDatabase, sum.Check.Changes, sum.Chained)
}
