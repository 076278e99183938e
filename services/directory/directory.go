// Package directory is the door of the directory service: units over time,
// agencies, households, people, roles and the working-day calendar. Everything
// else in the platform hangs on it.
package directory

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/events"
	"github.com/danchu-platform/danchu/services/directory/internal/grpcapi"
	"github.com/danchu-platform/danchu/services/directory/internal/policy"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres"
	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// Name is the one word: folder, database, stream, telemetry.
const Name = "directory"

// Config are the settings of the directory beside those every service has.
type Config struct {
	// Catalogue enters the national catalogues and the calendar that come with the
	// program when the database has no units yet. false leaves it empty.
	Catalogue bool `env:"CATALOGUE, default=true"`
	// BootstrapAdmin is the subject ("<issuer>#<sub>") who becomes the first
	// administrator of BootstrapUnit. Empty: nobody. Several with commas.
	BootstrapAdmin string `env:"BOOTSTRAP_ADMIN"`
	// BootstrapUnit is the code of the province that this installation serves. Several with commas.
	BootstrapUnit string `env:"BOOTSTRAP_UNIT"`
}

// Deps are the parts the directory is made of. All are required save Blobs and
// Signer, without which files cannot be imported.
type Deps struct {
	DB        *pg.DB
	Bus       *bus.Bus
	Log       *slog.Logger
	Clock     func() time.Time
	Units     *units.Copy
	Blobs     *files.Store
	Signer    *files.Signer
	Catalogue *i18n.Catalogue
	// PersonKey is the secret under which national ids are hashed; at least 32
	// bytes, the same in every program.
	PersonKey config.Secret
}

// Service is the directory.
type Service struct {
	cfg     Config
	deps    Deps
	do      *app.Directory
	surface *grpcapi.Surface
	relay   *outbox.Relay
	runner  *jobs.Runner
}

// leastSecret is what a keyed hash of a twelve-digit number needs to be worth its name.
const leastSecret = 32

// Migrations are the directory's tables, after the platform's.
func Migrations() []pg.Migrations { return []pg.Migrations{postgres.Migrations()} }

// Messages are the directory's sentences, with those of the importer.
func Messages() (*i18n.Catalogue, error) {
	words, err := importer.Words()
	if err != nil {
		return nil, err
	}
	own, err := grpcapi.Messages()
	if err != nil {
		return nil, err
	}
	return words.Merge(own)
}

// New makes the service out of its parts; it starts nothing.
func New(_ context.Context, cfg Config, deps Deps) (*Service, error) {
	if deps.DB == nil || deps.Bus == nil || deps.Log == nil || deps.Clock == nil || deps.Units == nil || deps.Catalogue == nil {
		return nil, errors.New("directory: DB, Bus, Log, Clock, Units and Catalogue are required")
	}
	secret := []byte(deps.PersonKey.Reveal())
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("directory: DANCHU_PERSON_KEY must have at least %d bytes", leastSecret)
	}
	engine, err := authz.New(policy.Text, deps.Units, authz.WithSchema(policy.Schema), authz.WithClock(deps.Clock))
	if err != nil {
		return nil, err
	}
	relay := outbox.NewRelay(deps.DB, deps.Bus, Name, deps.Log)
	ledger := change.NewLedger(deps.DB, relay, nil, deps.Clock)
	store := postgres.New(ledger, events.Message, &mirror{copy: deps.Units, consumer: deps.Units.Consumer(), log: deps.Log}, deps.Clock)
	do := app.New(store, deps.Clock, func(id string) (string, error) { return authn.PersonKey(secret, id) })
	s := &Service{
		cfg: cfg, deps: deps, do: do, relay: relay,
		surface: grpcapi.New(do, engine, deps.Blobs, deps.Signer, deps.Catalogue),
	}
	if s.runner, err = s.newRunner(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Service) newRunner() (*jobs.Runner, error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &importWorker{do: s.do, files: s.deps.Blobs, log: s.deps.Log}); err != nil {
		return nil, err
	}
	if err := river.AddWorkerSafely(workers, &transferWorker{do: s.do}); err != nil {
		return nil, err
	}
	if err := river.AddWorkerSafely(workers, &followWorker{do: s.do}); err != nil {
		return nil, err
	}
	return jobs.New(s.deps.DB, workers, jobs.Config{
		Queues: map[string]int{river.QueueDefault: 2, app.ImportQueue: 1},
		Periodic: []*river.PeriodicJob{river.NewPeriodicJob(
			river.PeriodicInterval(transfersEvery), func() (river.JobArgs, *river.InsertOpts) { return transferJob{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true},
		), river.NewPeriodicJob(
			river.PeriodicInterval(transfersEvery), func() (river.JobArgs, *river.InsertOpts) { return app.FollowJob{}, nil },
			&river.PeriodicJobOpts{RunOnStart: true},
		)},
		Log: s.deps.Log,
	})
}

// Register adds the directory's services to a server.
func (s *Service) Register(r grpc.ServiceRegistrar) { s.surface.Register(r) }

// Run enters what the installation starts with, then relays events, chains the
// audit trail and works off imports until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	if err := s.bootstrap(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, run := range []func(context.Context) error{
		s.relay.Run, audit.NewSequencer(s.deps.DB, s.deps.Log).Run, s.runner.Run,
	} {
		group.Go(func() error { return run(ctx) })
	}
	return group.Wait()
}
