// Package voting is the door of the voting service: villages, communes and agencies decide together, lawfully and provably.
//
// The rules are in internal/domain, who may do what in internal/policy, the contract in proto/danchu/voting/v1.
package voting

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

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
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/directory"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/grpcapi"
	"github.com/danchu-platform/danchu/services/voting/internal/policy"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres"
)

// Name is the one word: folder, database, stream, telemetry.
const Name = "voting"

//go:embed notices/*.txt
var noticeFiles embed.FS

// Config are the settings of voting beside those every service has.
type Config struct {
	// DirectoryAddr is where directory answers, as rpc.Dial takes it.
	DirectoryAddr string `env:"DIRECTORY_ADDR, default=directory:9090"`
	// PublicURL is the portal's address. Logs are named by its host, for ever: "danchu.phutho.gov.vn/log/votes/…".
	PublicURL string `env:"PUBLIC_URL, required"`
	// LogKeys sign the checkpoints of the logs: seeds of 32 bytes in base64, the current one first. To replace one put the new
	// one before it, publish its verifier key, and take the old one out when everybody has it.
	LogKeys config.Secret `env:"LOG_KEYS, required"`
	// BallotSecret seals the private keys of secret ballots: 32 bytes or more in base64, the current one first.
	BallotSecret config.Secret `env:"BALLOT_SECRET, required"`
	// LawOverlays are YAML files with which a province lays its own rules over the national ones, in order, with commas.
	// Empty: the national rules.
	LawOverlays []string `env:"LAW_OVERLAYS"`
	// SweepEvery is how often due work is looked for: ballots to open and close, days of effect, reminders.
	SweepEvery time.Duration `env:"SWEEP_EVERY, default=1m"`
	// JobPoll is how long a due job waits at most to be seen.
	JobPoll time.Duration `env:"JOB_POLL, default=500ms"`
}

// Deps are the parts voting is made of. All are required save Signer, without which no file can be attached.
type Deps struct {
	DB     *pg.DB
	Bus    *bus.Bus
	Log    *slog.Logger
	Clock  func() time.Time
	Units  *units.Copy
	Signer *files.Signer
	// Directory reaches the directory service and forwards the caller's token (rpc.DialOptions.Bearer: authn.Bearer).
	Directory grpc.ClientConnInterface
	Catalogue *i18n.Catalogue
}

// Service is voting.
type Service struct {
	deps    Deps
	actions *app.Actions
	surface *grpcapi.Surface
	logs    *tlog.Sequencer
	relay   *outbox.Relay
	runner  *jobs.Runner
}

// Migrations are voting's tables, after the platform's.
func Migrations() []pg.Migrations { return postgres.Migrations() }

// Messages are voting's sentences.
func Messages() (*i18n.Catalogue, error) { return grpcapi.Messages() }

// New makes the service out of its parts; it starts nothing.
func New(_ context.Context, cfg Config, deps Deps) (*Service, error) {
	if deps.DB == nil || deps.Bus == nil || deps.Log == nil || deps.Clock == nil || deps.Units == nil || deps.Directory == nil || deps.Catalogue == nil {
		return nil, errors.New("voting: DB, Bus, Log, Clock, Units, Directory and Catalogue are required")
	}
	book, err := lawbook.Open(cfg.LawOverlays...)
	if err != nil {
		return nil, fmt.Errorf("voting: reading the law: %w", err)
	}
	engine, err := authz.New(policy.Text, deps.Units, authz.WithSchema(policy.Schema), authz.WithClock(deps.Clock))
	if err != nil {
		return nil, err
	}
	relay := outbox.NewRelay(deps.DB, deps.Bus, Name, deps.Log)
	ledger := change.NewLedger(deps.DB, relay, nil, deps.Clock)
	logs, online, err := proofs(cfg, deps)
	if err != nil {
		return nil, err
	}
	actions := &app.Actions{
		Store: postgres.New(ledger, deps.Clock), Book: book, Units: deps.Units, Policy: engine, Files: uploads{deps.Signer},
		Directory: directory.New(deps.Directory), Online: online, Clock: deps.Clock,
	}
	if err := actions.Check(); err != nil {
		return nil, err
	}
	s := &Service{deps: deps, actions: actions, relay: relay, surface: grpcapi.New(actions, deps.Catalogue, deps.DB), logs: logs}
	if s.runner, err = s.newRunner(cfg); err != nil {
		return nil, err
	}
	return s, nil
}

// Register adds voting's services to a server.
func (s *Service) Register(r grpc.ServiceRegistrar) { s.surface.Register(r) }

// Run relays events, chains the audit trail, sequences the logs of votes and works off jobs until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, run := range []func(context.Context) error{
		s.relay.Run, audit.NewSequencer(s.deps.DB, s.deps.Log).Run, s.runner.Run, s.logs.Run, s.actions.Online.Run, s.followRolls,
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
