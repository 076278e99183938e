package config_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/config"
)

type limits struct {
	Rate int `env:"RATE, default=10"`
}

func (l *limits) Validate() error {
	if l.Rate < 0 {
		return errors.New("DANCHU_LIMIT_RATE must not be negative")
	}
	return nil
}

type settings struct {
	Database config.Secret `env:"DATABASE_URL, required"`
	Addr     string        `env:"GRPC_ADDR, default=:9090"`
	Drain    time.Duration `env:"DRAIN_WAIT, default=5s"`
	Level    slog.Level    `env:"LOG_LEVEL, default=INFO"`
	Issuers  []string      `env:"ISSUERS"`
	NATS     string        `env:"NATS_URL"`
	Key      string        `env:"KEY" secret:"true"`
	Limits   limits        `env:", prefix=LIMIT_"`
}

func load(t *testing.T, environ ...string) (*settings, error) {
	t.Helper()
	s := &settings{}
	return s, config.Load(context.Background(), s, environ)
}

func TestLoad(t *testing.T) {
	t.Parallel()
	s, err := load(t, "PATH=/bin", "DANCHU_DATABASE_URL=postgres://db", "DANCHU_DRAIN_WAIT=250ms",
		"DANCHU_ISSUERS=https://a,https://b", "DANCHU_LIMIT_RATE=3", "DANCHU_LOG_LEVEL=debug", "DANCHU_GRPC_ADDR=")
	if err != nil {
		t.Fatal(err)
	}
	if s.Database.Reveal() != "postgres://db" || s.Addr != ":9090" || s.Drain != 250*time.Millisecond || s.Level != slog.LevelDebug ||
		!slices.Equal(s.Issuers, []string{"https://a", "https://b"}) || s.Limits.Rate != 3 {
		t.Fatalf("got %+v", s)
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "database")
	if err := os.WriteFile(path, []byte("postgres://from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := load(t, "DANCHU_DATABASE_URL_FILE="+path)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Database.Reveal(); got != "postgres://from-file" {
		t.Fatalf("got %q, want the file's content without its line break", got)
	}
}

func TestLoadTellsEveryFaultByItsVariable(t *testing.T) {
	t.Parallel()
	_, err := load(t, "DANCHU_DRAIN_WAIT=soon", "DANCHU_LIMIT_RATE=many", "DANCHU_KEY_FILE=/does/not/exist")
	if err == nil || !strings.Contains(err.Error(), "DANCHU_KEY_FILE") {
		t.Fatalf("got %v, want the file that cannot be read", err)
	}
	_, err = load(t, "DANCHU_DRAIN_WAIT=soon", "DANCHU_LIMIT_RATE=many")
	for _, name := range []string{"DANCHU_DATABASE_URL is required", "DANCHU_DRAIN_WAIT", "DANCHU_LIMIT_RATE"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want it to name %s", err, name)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	if _, err := load(t, "DANCHU_DATABASE_URL=x", "DANCHU_DATABASE_URL_FILE=/x"); err == nil || !strings.Contains(err.Error(), "keep one") {
		t.Errorf("value and file together: %v", err)
	}
	if _, err := load(t, "DANCHU_DATABASE_URL=x", "DANCHU_LIMIT_RATE=-1"); err == nil || !strings.Contains(err.Error(), "must not be negative") {
		t.Errorf("Validate of an inner struct was not asked: %v", err)
	}
	var prefixed struct {
		A string `env:"DANCHU_A"`
	}
	if err := config.Load(context.Background(), &prefixed, nil); err == nil || !strings.Contains(err.Error(), "without DANCHU_") {
		t.Errorf("a tag that carries the prefix: %v", err)
	}
	if err := config.Load(context.Background(), settings{}, nil); err == nil {
		t.Error("loaded into something that is no pointer")
	}
	type sealed struct {
		PIN config.Secret `env:"PIN, required"`
		Key int           `env:"KEY" secret:"true"`
	}
	err := config.Load(context.Background(), &sealed{}, []string{"DANCHU_PIN=1", "DANCHU_KEY=hunter2"})
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v, want an error that does not spell the secret", err)
	}
}

func TestPrintHidesSecrets(t *testing.T) {
	t.Parallel()
	s, err := load(t, "DANCHU_DATABASE_URL=postgres://u:opensesame@db/x", "DANCHU_KEY=opensesame",
		"DANCHU_NATS_URL=nats://svc:opensesame@nats:4222", "DANCHU_ISSUERS=https://a?client_secret=opensesame,https://b")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := config.Print(&out, s); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "opensesame") {
		t.Fatalf("a secret is printed:\n%s", out.String())
	}
	for _, want := range []string{
		"DANCHU_DATABASE_URL=(hidden)\n", "DANCHU_KEY=(hidden)\n", "DANCHU_NATS_URL=nats://svc:hidden@nats:4222\n",
		"DANCHU_GRPC_ADDR=:9090\n", "DANCHU_DRAIN_WAIT=5s\n", "DANCHU_LOG_LEVEL=INFO\n", "DANCHU_LIMIT_RATE=10\n", ",https://b\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("missing %q in\n%s", want, out.String())
		}
	}
}

func TestPrintDifferencesShowsOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	s, err := load(t, "DANCHU_DATABASE_URL=postgres://db", "DANCHU_DRAIN_WAIT=5000ms", "DANCHU_LIMIT_RATE=11")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := config.PrintDifferences(&out, s); err != nil {
		t.Fatal(err)
	}
	if want := "DANCHU_DATABASE_URL=(hidden)\nDANCHU_LIMIT_RATE=11\n"; out.String() != want {
		t.Fatalf("got\n%swant\n%s", out.String(), want)
	}
}

func TestSecretNeverSpellsItself(t *testing.T) {
	t.Parallel()
	secret := config.Secret("opensesame")
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "key", secret)
	encoded, err := json.Marshal(map[string]any{"key": secret})
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{fmt.Sprint(secret), fmt.Sprintf("%v %+v %#v %q", secret, secret, secret, secret), log.String(), string(encoded)} {
		if strings.Contains(shown, "opensesame") {
			t.Errorf("spelt: %s", shown)
		}
	}
}

func TestUnknownFindsMisspellings(t *testing.T) {
	t.Parallel()
	got := config.Unknown([]string{"DANCHU_GRPC_ADR=:1", "DANCHU_KEY_FILE=/k", "HOME=/"}, &settings{})
	if !slices.Equal(got, []string{"DANCHU_GRPC_ADR"}) {
		t.Fatalf("Unknown = %v", got)
	}
}
