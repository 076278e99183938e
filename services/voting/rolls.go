package voting

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres"
)

// rollChanged is directory's word that the roll of a village reads differently.
const rollChanged = "danchu.directory.v1.household_roll_changed"

// RollSizes keeps how many households each village has, as directory tells it. A citizen who begins an initiative may not
// read the roll of the village, but ten per cent of it is what they need.
func RollSizes() bus.Consumer {
	return bus.Consumer{
		Name: Name + "_rolls", Stream: "directory", Types: []string{rollChanged},
		Handle: func(ctx context.Context, tx pgx.Tx, event bus.Event) error {
			var fact directoryv1.HouseholdRollChanged
			if err := proto.Unmarshal(event.Data, &fact); err != nil {
				return fmt.Errorf("reading %s: %w", event.Type, err)
			}
			return postgres.KeepVillageSize(ctx, tx, fact.GetVillage(), int(fact.GetHouseholds()), fact.GetRevision())
		},
	}
}

// followRolls listens to directory until ctx ends.
func (s *Service) followRolls(ctx context.Context) error {
	return s.deps.Bus.Run(ctx, s.deps.DB, s.deps.Log, RollSizes())
}
