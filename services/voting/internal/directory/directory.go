// Package directory asks the directory service about households, with the caller's own token: the connection it is given
// forwards it (rpc.DialOptions.Bearer). Names and addresses come through here and go to the roll only.
package directory

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Directory is the client.
type Directory struct {
	households directoryv1.HouseholdServiceClient
	people     directoryv1.PersonServiceClient
}

var _ app.Directory = (*Directory)(nil)

// New makes the client over a connection that forwards the caller's token.
func New(conn grpc.ClientConnInterface) *Directory {
	return &Directory{households: directoryv1.NewHouseholdServiceClient(conn), people: directoryv1.NewPersonServiceClient(conn)}
}

// page is how many households are asked for at once: as many as directory gives.
const page = 100

// Households lists the roll of a village as of today. It fails as a whole: half a roll is none.
func (d *Directory) Households(ctx context.Context, village string) ([]domain.RollEntry, error) {
	var all []domain.RollEntry
	for token := ""; ; {
		answer, err := d.households.ListHouseholds(ctx, &directoryv1.ListHouseholdsRequest{Parent: "units/" + village, PageSize: page, PageToken: token})
		if err != nil {
			return nil, told(err)
		}
		for _, household := range answer.GetHouseholds() {
			all = append(all, entry(household))
		}
		if token = answer.GetNextPageToken(); token == "" {
			return all, nil
		}
	}
}

// MyHousehold is the household the caller represents today.
func (d *Directory) MyHousehold(ctx context.Context) (app.Household, bool, error) {
	me, err := d.people.GetMe(ctx, &directoryv1.GetMeRequest{})
	if err != nil {
		return app.Household{}, false, told(err)
	}
	household := me.GetHousehold()
	if household == nil {
		return app.Household{}, false, nil
	}
	return app.Household{Village: strings.TrimPrefix(household.GetVillage(), "units/"), Entry: entry(household)}, true, nil
}

func entry(h *directoryv1.Household) domain.RollEntry {
	return domain.RollEntry{
		Household: strings.TrimPrefix(h.GetName(), "households/"), Code: h.GetCode(), Address: h.GetAddress(),
		Name: h.GetRepresentative().GetPerson().GetFullName(),
	}
}

// told passes on what directory says to the caller about their rights; that it cannot be reached is our own trouble.
func told(err error) error {
	switch status.Code(err) {
	case codes.PermissionDenied, codes.Unauthenticated, codes.NotFound, codes.InvalidArgument:
		return fault.FromStatus(status.Convert(err))
	}
	return fault.New(fault.Unavailable, "", fault.Wrap(err))
}
