package run

import (
	"context"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// openMessages joins the service's sentences with those of the platform's rooms.
func (s *service) openMessages(_ context.Context, parts *Parts, _ *closers) error {
	var own *i18n.Catalogue
	if s.spec.Messages != nil {
		var err error
		if own, err = s.spec.Messages(); err != nil {
			return err
		}
	}
	words, err := files.Words()
	if err != nil {
		return err
	}
	parts.Catalogue, err = words.Merge(own)
	return err
}

func (s *service) openUnits(ctx context.Context, parts *Parts, _ *closers) error {
	parts.Units = units.New(s.spec.Name, parts.DB, s.log)
	if err := parts.Units.Refresh(ctx); err != nil {
		return err
	}
	s.health.Ready(unitsCopy)
	return nil
}

func (s *service) openVerifier(ctx context.Context, parts *Parts, _ *closers) (err error) {
	parts.Verifier, err = authn.NewVerifier(ctx, s.settings.authn(s.clock))
	return err
}

// openFiles opens what the settings name of the store of files and the signer of their handles.
func (s *service) openFiles(ctx context.Context, parts *Parts, stack *closers) error {
	if keys := s.settings.FilesKey.Reveal(); keys != "" {
		var all [][]byte
		for key := range strings.SplitSeq(keys, ",") {
			all = append(all, []byte(strings.TrimSpace(key)))
		}
		signer, err := files.NewSigner(s.clock, all...)
		if err != nil {
			return err
		}
		parts.Signer = signer
	}
	if s.settings.BlobURL == "" {
		return nil
	}
	options := files.Options{}
	if s.settings.ClamdAddr != "" {
		scanner, err := files.NewClamd(s.settings.ClamdAddr)
		if err != nil {
			return err
		}
		options.Scanner = scanner
	}
	store, err := files.Open(ctx, s.settings.BlobURL, options)
	if err != nil {
		return err
	}
	stack.add("files", func(context.Context) error { return store.Close() })
	parts.Blobs = store
	return nil
}
