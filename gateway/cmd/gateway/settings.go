package main

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"strings"

	"github.com/danchu-platform/danchu/gateway"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/run"
)

// settings are the gateway's own, and where its neighbours are.
type settings struct {
	Gateway gateway.Config

	DirectoryAddr  string `env:"DIRECTORY_ADDR, default=directory:9090"`
	DisclosureAddr string `env:"DISCLOSURE_ADDR, default=disclosure:9090"`
	VotingAddr     string `env:"VOTING_ADDR, default=voting:9090"`
	NATSURL        string `env:"NATS_URL"` // empty: pages are kept for their TTL and no longer

	TokenKey      config.Secret `env:"TOKEN_KEY, required"` // PEM with Ed25519 keys, the signing one first
	TokenIssuer   string        `env:"TOKEN_ISSUER, default=danchu-gateway"`
	TokenAudience string        `env:"TOKEN_AUDIENCE, default=danchu"`
	Issuers       []string      `env:"ISSUERS"` // whose tokens may upload files

	BlobURL   string        `env:"BLOB_URL, required"`
	FilesKey  config.Secret `env:"FILES_KEY, required"`
	ClamdAddr string        `env:"CLAMD_ADDR"`
}

// open makes what the gateway stands on; if one part fails, those before it are closed.
func (s *settings) open(ctx context.Context, base *run.Base) (deps gateway.Deps, closeAll func(), err error) {
	var closers []func()
	closeAll = func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
	}
	defer func() {
		if err != nil {
			closeAll()
		}
	}()
	deps = gateway.Deps{Health: base.Health, Log: base.Log, Clock: base.Clock}
	if deps.Minter, err = s.minter(); err != nil {
		return deps, closeAll, err
	}
	if deps.Verifier, err = authn.NewVerifier(ctx, authn.Config{
		Audience: s.TokenAudience, Issuers: s.Issuers, PersonKey: []byte(s.Gateway.PersonKey.Reveal()), Clock: base.Clock,
	}); err != nil {
		return deps, closeAll, err
	}
	dialing, err := base.Settings.Dialing()
	if err != nil {
		return deps, closeAll, err
	}
	directory, err := rpc.Dial(s.DirectoryAddr, dialing)
	if err != nil {
		return deps, closeAll, err
	}
	closers = append(closers, func() { _ = directory.Close() })
	disclosure, err := rpc.Dial(s.DisclosureAddr, dialing)
	if err != nil {
		return deps, closeAll, err
	}
	closers = append(closers, func() { _ = disclosure.Close() })
	voting, err := rpc.Dial(s.VotingAddr, dialing)
	if err != nil {
		return deps, closeAll, err
	}
	closers = append(closers, func() { _ = voting.Close() })
	deps.Directory, deps.Disclosure, deps.Voting = directory, disclosure, voting
	if s.NATSURL != "" {
		events, err := bus.Connect(s.NATSURL)
		if err != nil {
			return deps, closeAll, err
		}
		closers = append(closers, events.Close)
		deps.Events = events
	}
	if deps.Signer, err = s.signer(base); err != nil {
		return deps, closeAll, err
	}
	if deps.Blobs, err = s.blobs(ctx); err != nil {
		return deps, closeAll, err
	}
	closers = append(closers, func() { _ = deps.Blobs.Close() })
	return deps, closeAll, nil
}

// minter signs with the first key and publishes all of them.
func (s *settings) minter() (*authn.Minter, error) {
	keys, err := authn.ParseKeys([]byte(s.TokenKey.Reveal()))
	if err != nil {
		return nil, fmt.Errorf("DANCHU_TOKEN_KEY: %w", err)
	}
	var published []ed25519.PublicKey
	for _, key := range keys[1:] {
		published = append(published, key.Public().(ed25519.PublicKey))
	}
	return authn.NewMinter(keys[0], s.TokenIssuer, s.TokenAudience, published...)
}

func (s *settings) signer(base *run.Base) (*files.Signer, error) {
	var keys [][]byte
	for key := range strings.SplitSeq(s.FilesKey.Reveal(), ",") {
		keys = append(keys, []byte(strings.TrimSpace(key)))
	}
	return files.NewSigner(base.Clock, keys...)
}

func (s *settings) blobs(ctx context.Context) (*files.Store, error) {
	var options files.Options
	if s.ClamdAddr != "" {
		scanner, err := files.NewClamd(s.ClamdAddr)
		if err != nil {
			return nil, err
		}
		options.Scanner = scanner
	}
	return files.Open(ctx, s.BlobURL, options)
}
