package grpcapi

import (
	"context"
	"strings"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Surface is the directory's services over gRPC.
type Surface struct {
	do    *app.Directory
	may   *authz.Engine
	files *files.Store
	sign  *files.Signer
	words *i18n.Catalogue
}

// New makes the surface. files and sign may be nil: then uploads are unavailable.
func New(do *app.Directory, may *authz.Engine, store *files.Store, sign *files.Signer, words *i18n.Catalogue) *Surface {
	return &Surface{do: do, may: may, files: store, sign: sign, words: words}
}

// Register adds the services to a server.
func (s *Surface) Register(r grpc.ServiceRegistrar) {
	directoryv1.RegisterUnitServiceServer(r, unitServer{Surface: s})
	directoryv1.RegisterAgencyServiceServer(r, agencyServer{Surface: s})
	directoryv1.RegisterHouseholdServiceServer(r, householdServer{Surface: s})
	directoryv1.RegisterPersonServiceServer(r, personServer{Surface: s})
	directoryv1.RegisterRoleServiceServer(r, roleServer{Surface: s})
	directoryv1.RegisterCalendarServiceServer(r, calendarServer{Surface: s})
	directoryv1.RegisterImportServiceServer(r, importServer{Surface: s})
}

// id is what follows the collection in a resource name.
func id(name string) string {
	_, id, _ := strings.Cut(name, "/")
	return id
}

// date reads a civil date; the patterns of the contract let impossible days through.
func date(text, field string) (workday.Date, error) {
	if text == "" {
		return workday.Date{}, nil
	}
	d, err := workday.Parse(text)
	if err != nil {
		return d, domain.Refuse(domain.Malformed, domain.InvalidValue, field, "value", text)
	}
	return d, nil
}

// asOf reads a date to look at; today when empty.
func (s *Surface) asOf(text string) (workday.Date, error) {
	d, err := date(text, "as_of")
	if err == nil && d.IsZero() {
		d = s.do.Today()
	}
	return d, err
}

// unit finds the unit of a resource name: a key, or a code as of a day.
func (s *Surface) unit(ctx context.Context, name string, day workday.Date) (*domain.Unit, error) {
	key := id(name)
	if strings.Contains(key, "@") {
		return s.do.Store().Unit(ctx, domain.UnitKey(key))
	}
	return s.do.Store().UnitAt(ctx, key, day)
}

// unitNow is unit as of today, decided upon: the unit is the resource of the action.
func (s *Surface) unitNow(ctx context.Context, action, name string) (*domain.Unit, error) {
	u, err := s.unit(ctx, name, s.do.Today())
	if err != nil {
		return nil, err
	}
	return u, s.allow(ctx, action, u.Key())
}

func (s *Surface) allow(ctx context.Context, action string, key domain.UnitKey) error {
	return s.may.Allow(ctx, action, authz.OfUnit(units.Key(key)))
}

func (s *Surface) public(ctx context.Context, action string) error {
	return s.may.Allow(ctx, action, authz.Installation())
}
