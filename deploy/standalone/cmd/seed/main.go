// Seed fills an installation in a cluster with the demo province, over the services' own gRPC, and ends. It mints its
// tokens with the gateway's key; directory must have its two callers as administrators (seed.Author, seed.Approver in
// seed.Provinces). Running it again changes nothing. It is for the chart's demo profile only.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the image has no zones

	"github.com/danchu-platform/danchu/deploy/standalone/seed"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// settings are the variables of the program.
type settings struct {
	DirectoryAddr  string `env:"DIRECTORY_ADDR, required"`
	DisclosureAddr string `env:"DISCLOSURE_ADDR, required"`
	// TokenKey is the gateway's.
	TokenKey      config.Secret `env:"TOKEN_KEY, required"`
	TokenIssuer   string        `env:"TOKEN_ISSUER, default=danchu-gateway"`
	TokenAudience string        `env:"TOKEN_AUDIENCE, default=danchu"`
	// PersonKey is the one of all programs.
	PersonKey config.Secret `env:"PERSON_KEY, required"`
	// Households is how many to make up for each village.
	Households int `env:"SEED_HOUSEHOLDS, default=20"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Environ()); err != nil {
		fmt.Fprintln(os.Stderr, "seed:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, environ []string) error {
	var cfg settings
	if err := config.Load(ctx, &cfg, environ); err != nil {
		return err
	}
	keys, err := authn.ParseKeys([]byte(cfg.TokenKey.Reveal()))
	if err != nil {
		return err
	}
	minter, err := authn.NewMinter(keys[0], cfg.TokenIssuer, cfg.TokenAudience)
	if err != nil {
		return err
	}
	directory, err := rpc.Dial(cfg.DirectoryAddr, rpc.DialOptions{Timeout: time.Minute})
	if err != nil {
		return err
	}
	defer directory.Close()
	disclosure, err := rpc.Dial(cfg.DisclosureAddr, rpc.DialOptions{Timeout: time.Minute})
	if err != nil {
		return err
	}
	defer disclosure.Close()
	return seed.Run(ctx, seed.Deps{
		Directory: directory, Disclosure: disclosure, Mint: minter.Mint, PersonKey: []byte(cfg.PersonKey.Reveal()),
		Households: cfg.Households, Step: step,
	})
}

// step prints what is being done, and how long it took.
func step(what string) (done func()) {
	began := time.Now()
	fmt.Printf("%s ...\n", what)
	return func() { fmt.Printf("%s: %.1f s\n", what, time.Since(began).Seconds()) }
}
