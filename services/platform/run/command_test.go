package run

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

type own struct {
	Key  config.Secret `env:"FILES_KEY, required"`
	Days int           `env:"REMIND_DAYS, default=3"`
}

// invoke runs one command line of a service and gives its exit code, output and errors.
func invoke(t *testing.T, environ []string, args ...string) (code int, out, errs string) {
	t.Helper()
	spec := Spec{Name: "disclosure", Summary: "what must be public", Config: &own{}, Open: func(context.Context, *Parts) (Door, error) {
		return nil, errors.New("not to be opened")
	}}
	var stdout, stderr strings.Builder
	code = execute(t.Context(), spec.Name, spec.Summary, serviceCommands(spec), call{args: args, environ: environ, out: &stdout}, &stderr)
	return code, stdout.String(), stderr.String()
}

var complete = []string{
	"DANCHU_DATABASE_URL=postgres://danchu:opensesame@db/disclosure", "DANCHU_NATS_URL=nats://svc:opensesame@nats:4222",
	"DANCHU_TOKEN_JWKS_URL=http://gateway/keys", "DANCHU_PERSON_KEY=opensesame", "DANCHU_FILES_KEY=opensesame", "DANCHU_REMIND_DAYS=5",
}

func TestConfigHidesSecrets(t *testing.T) {
	t.Parallel()
	code, out, errs := invoke(t, complete, "config")
	if code != 0 || strings.Contains(out+errs, "opensesame") {
		t.Fatalf("%d\n%s%s", code, out, errs)
	}
	for _, want := range []string{"DANCHU_GRPC_ADDR=:9090\n", "DANCHU_DATABASE_URL=(hidden)\n", "DANCHU_FILES_KEY=(hidden)\n", "DANCHU_REMIND_DAYS=5\n", "DANCHU_DRAIN_WAIT=5s\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("missing %q in\n%s", want, out)
		}
	}
	_, diff, _ := invoke(t, complete, "config", "-diff")
	if strings.Contains(diff, "DRAIN_WAIT") || !strings.Contains(diff, "DANCHU_REMIND_DAYS=5\n") {
		t.Errorf("-diff shows\n%s", diff)
	}
}

func TestConfigPrintsAndThenTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	code, out, errs := invoke(t, []string{"DANCHU_TLS_CERT_FILE=/c", "DANCHU_GATEWAY_NETWORKS=ten"}, "config")
	if code != 1 || !strings.Contains(out, "DANCHU_GRPC_ADDR=:9090") {
		t.Errorf("%d\n%s", code, out)
	}
	for _, want := range []string{"DANCHU_DATABASE_URL is required", "DANCHU_NATS_URL is required", "DANCHU_FILES_KEY is required"} {
		if !strings.Contains(errs, want) {
			t.Errorf("missing %q in\n%s", want, errs)
		}
	}
}

func TestSettingsThatContradictEachOtherAreRefused(t *testing.T) {
	t.Parallel()
	for variable, want := range map[string]string{
		"DANCHU_TLS_CERT_FILE=/c":         "belong together",
		"DANCHU_CALL_CERT_FILE=/c":        "belong together",
		"DANCHU_TLS_CLIENT_CA_FILE=/c":    "in clear nobody shows",
		"DANCHU_GATEWAY_NETWORKS=ten":     "is no network",
		"DANCHU_TOKEN_JWKS_URL=":          "nobody could sign in",
		"DANCHU_DRAIN_WAIT=-1s":           "must not be negative",
		"DANCHU_TRACE_SHARE=2":            "from 0 to 1",
		"DANCHU_DATABASE_URL_FILE=/x/y/z": "keep one",
	} {
		code, _, errs := invoke(t, append(append([]string{}, complete...), variable), "serve")
		if code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%s: %d %s, want %q", variable, code, errs, want)
		}
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "usage: disclosure <command>"},
		{[]string{"help"}, 0, "audit verify"},
		{[]string{"serve", "-h"}, 0, ""},
		{[]string{"audit"}, 2, `no command "audit"`},
		{[]string{"config", "please"}, 2, "one word too many"},
		{[]string{"migrate", "-x"}, 2, "not defined: -x"},
		{[]string{"outbox", "replay", "-from", "yesterday"}, 2, "must look like"},
		{[]string{"audit", "verify", "-head", "12"}, 2, "must look like"},
		{[]string{"version"}, 0, "\n"},
	} {
		code, out, errs := invoke(t, nil, c.args...)
		if code != c.code || !strings.Contains(out+errs, c.want) {
			t.Errorf("%v: %d %q, want %d %q", c.args, code, out+errs, c.code, c.want)
		}
	}
}

func TestCommandsOnADatabase(t *testing.T) {
	t.Parallel()
	environ := []string{"DANCHU_DATABASE_URL=" + pgtest.EmptyURL(t)}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"migrate", "-list"}, "platform/"},
		{[]string{"migrate"}, "platform/"},
		{[]string{"migrate"}, "up to date"},
		{[]string{"audit", "verify"}, "whole"},
		{[]string{"bus", "parked"}, "0 parked"},
		{[]string{"bus", "replay"}, "0 given again"},
		{[]string{"outbox", "replay", "-from", "2026-11-25T08:00:00+07:00"}, "0 queued"},
	} {
		if code, out, errs := invoke(t, environ, c.args...); code != 0 || !strings.Contains(out, c.want) {
			t.Fatalf("%v: %d %q %q, want %q", c.args, code, out, errs, c.want)
		}
	}
	if code, _, errs := invoke(t, environ, "audit", "verify", "-head", "7:00ff"); code != 1 || !strings.Contains(errs, "broken") {
		t.Errorf("a head nobody has: %d %q, want the chain called broken", code, errs)
	}
}
