// Package disclosure is the door of the disclosure service: what must be public, by when, what is, and what is missing.
//
// The rules are in internal/domain, who may do what in internal/policy, the contract in proto/danchu/disclosure/v1.
package disclosure

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/grpcapi"
	"github.com/danchu-platform/danchu/services/disclosure/internal/policy"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres"
	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// Name is the one word: folder, database, stream, telemetry.
const Name = "disclosure"

//go:embed notices/*.txt
var noticeFiles embed.FS

// Config are the settings of disclosure beside those every service has.
type Config struct {
	// LawOverlays are YAML files with which a province or a sector law lays its own rules over the national ones, in
	// order, with commas. Empty: the national rules.
	LawOverlays []string `env:"LAW_OVERLAYS"`
	// SweepEvery is how often due work is looked for: expiry, reminders, overdue, forms that have lasted.
	SweepEvery time.Duration `env:"SWEEP_EVERY, default=5m"`
	// JobPoll is how long a due job waits at most to be seen.
	JobPoll time.Duration `env:"JOB_POLL, default=500ms"`
	// SMTPURL is the mail server, as notify.NewMailer reads it; empty sends no mail.
	SMTPURL config.Secret `env:"SMTP_URL"`
	// MailFrom is the sender of mails.
	MailFrom string `env:"MAIL_FROM, default=Dân chủ cơ sở <khong-tra-loi@localhost>"`
	// PublicURL is the portal's address, to which letters lead. Needed as soon as mail is sent.
	PublicURL string `env:"PUBLIC_URL"`
	// Webhooks is a JSON list of the programs that want to be told, as notify.LoadEndpoints reads it; empty tells none. The types are
	// publication_published, publication_corrected and publication_withdrawn; they carry ids, dates and digests.
	Webhooks config.Secret `env:"WEBHOOKS"`
}

// Deps are the parts disclosure is made of. All are required save Signer, without which no file can be attached.
type Deps struct {
	DB        *pg.DB
	Bus       *bus.Bus
	Log       *slog.Logger
	Clock     func() time.Time
	Units     *units.Copy
	Signer    *files.Signer
	Catalogue *i18n.Catalogue
}

// Service is disclosure.
type Service struct {
	deps    Deps
	actions *app.Actions
	surface *grpcapi.Surface
	relay   *outbox.Relay
	runner  *jobs.Runner
}

// Migrations are disclosure's tables, after the platform's.
func Migrations() []pg.Migrations { return postgres.Migrations() }

// Messages are disclosure's sentences.
func Messages() (*i18n.Catalogue, error) { return grpcapi.Messages() }

// New makes the service out of its parts; it starts nothing.
func New(_ context.Context, cfg Config, deps Deps) (*Service, error) {
	if deps.DB == nil || deps.Bus == nil || deps.Log == nil || deps.Clock == nil || deps.Units == nil || deps.Catalogue == nil {
		return nil, errors.New("disclosure: DB, Bus, Log, Clock, Units and Catalogue are required")
	}
	book, err := lawbook.Open(cfg.LawOverlays...)
	if err != nil {
		return nil, fmt.Errorf("disclosure: reading the law: %w", err)
	}
	engine, err := authz.New(policy.Text, deps.Units, authz.WithSchema(policy.Schema), authz.WithClock(deps.Clock))
	if err != nil {
		return nil, err
	}
	relay := outbox.NewRelay(deps.DB, deps.Bus, Name, deps.Log)
	ledger := change.NewLedger(deps.DB, relay, nil, deps.Clock)
	actions := &app.Actions{
		Store: postgres.New(ledger, deps.Clock), Book: book, Units: deps.Units, Policy: engine, Files: uploads{deps.Signer}, Clock: deps.Clock,
	}
	if cfg.SMTPURL != "" {
		actions.LettersFrom = strings.TrimSuffix(cfg.PublicURL, "/")
	}
	actions.Webhooks, actions.Portal = cfg.Webhooks != "", strings.TrimSuffix(cfg.PublicURL, "/")
	if err := actions.Check(); err != nil {
		return nil, err
	}
	s := &Service{deps: deps, actions: actions, relay: relay, surface: grpcapi.New(actions, deps.Catalogue, deps.DB)}
	if s.runner, err = s.newRunner(cfg); err != nil {
		return nil, err
	}
	return s, nil
}

// Register adds disclosure's services to a server.
func (s *Service) Register(r grpc.ServiceRegistrar) { s.surface.Register(r) }

// Run relays events, chains the audit trail and works off jobs until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, run := range []func(context.Context) error{
		s.relay.Run, audit.NewSequencer(s.deps.DB, s.deps.Log).Run, s.runner.Run,
	} {
		group.Go(func() error { return run(ctx) })
	}
	return group.Wait()
}

// uploads believes the handles the gateway signed for an uploader.
type uploads struct{ signer *files.Signer }

// Open verifies a handle given to that person.
func (u uploads) Open(handle, subject string) (domain.Attachment, error) {
	if u.signer == nil {
		return domain.Attachment{}, domain.Refuse(domain.AttachmentInvalid, "attachments")
	}
	h, err := u.signer.Verify(handle, subject)
	if err != nil {
		return domain.Attachment{}, err
	}
	return domain.Attachment{Handle: h.Key, FileName: h.Name, ContentType: h.Kind.ContentType(), Size: h.Size, SHA256: h.SHA256}, nil
}
