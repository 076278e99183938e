package run

import (
	"context"
	"log/slog"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// Spec describes a service: a program with a database, the bus, a copy of the units and a gRPC door.
type Spec struct {
	// Name is the one word: folder, database, stream, telemetry.
	Name string
	// Summary is one line for the help text.
	Summary string
	// Config points to the service's own settings (package config), beside those every service has ([Settings]); nil when it
	// has none. It is filled in before Open is called.
	Config any
	// Migrations are the service's own families, after the platform's.
	Migrations func() []pg.Migrations
	// Messages are the service's sentences; nil when it has none.
	Messages func() (*i18n.Catalogue, error)
	// Unit tells which unit a call is about, for the limit per unit; nil when there is none.
	Unit func(ctx context.Context, method string, request proto.Message) string
	// Quiet are full methods of which no call leaves a trace, a metric or a log line ([rpc.Config.Quiet]).
	Quiet []string
	// Open makes the door out of its parts.
	Open func(ctx context.Context, parts *Parts) (Door, error)
}

// Door is what a service shows: its gRPC services and its background work.
type Door interface {
	// Register adds the services to the server.
	Register(grpc.ServiceRegistrar)
	// Run does the background work (relay, consumers, jobs) until ctx ends. Returning earlier stops the program.
	Run(ctx context.Context) error
}

// Parts are what a service is made of. They are open before Open is called and closed after Run has ended.
type Parts struct {
	DB  *pg.DB
	Bus *bus.Bus
	Log *slog.Logger
	// Clock is time.Now.
	Clock func() time.Time
	// Verifier believes the configured issuers and the gateway.
	Verifier authn.Verifier
	// Units is the service's copy of the tree. It is kept up to date by the program; the door only asks it.
	Units *units.Copy
	// Blobs keeps files; nil without DANCHU_BLOB_URL.
	Blobs *files.Store
	// Signer believes handles of uploaded files; nil without DANCHU_FILES_KEY.
	Signer *files.Signer
	Health *health.State
	// Catalogue holds the service's sentences and those of the platform's rooms.
	Catalogue *i18n.Catalogue
	// Settings are those every service has.
	Settings Settings
}

// ProgramSpec describes a program without database and gRPC door: the gateway.
type ProgramSpec struct {
	// Name is the one word.
	Name string
	// Summary is one line for the help text.
	Summary string
	// Config points to the program's own settings, beside [Common]; nil when it has none.
	Config any
	// Open makes what runs.
	Open func(ctx context.Context, base *Base) (Runner, error)
}

// Runner works until ctx ends, finishing what it has begun. Returning earlier stops the program.
type Runner interface {
	Run(ctx context.Context) error
}

// Base is what every program has.
type Base struct {
	Log *slog.Logger
	// Clock is time.Now.
	Clock  func() time.Time
	Health *health.State
	// Settings are those every program has.
	Settings Common
}
