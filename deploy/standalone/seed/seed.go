// Package seed fills an empty installation with the demo province. It does so as
// people would, over the services' own gRPC with tokens of the demo's personas, so
// what it makes has passed every rule and policy that real data pass.
package seed

import (
	"context"
	"fmt"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/services/platform/authn"
)

// Province is the code of the demo's province, Phú Thọ.
const Province = "25"

// TwoTiers is the first day of the two-tier catalogue (Nghị quyết 202/2025/QH15).
const TwoTiers = "2025-07-01"

// Deps is what the seed works with.
type Deps struct {
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	// Mint makes a token for a caller.
	Mint func(authn.Caller) (string, error)
	// PersonKey hashes national ids as the installation does.
	PersonKey []byte
	// Households is how many households to make up for each village.
	Households int
	// Step tells what is being done; the function it returns is called when it is done.
	Step func(what string) (done func())
}

type seeder struct {
	Deps
	people   map[string]demodata.Persona
	agencies map[string]string // by display name: resource name
}

// Run seeds the installation. The first administrator of the province must be
// bound already. Running it again changes nothing.
func Run(ctx context.Context, deps Deps) error {
	people, err := demodata.Personas()
	if err != nil {
		return err
	}
	s := &seeder{Deps: deps, people: map[string]demodata.Persona{}, agencies: map[string]string{}}
	for _, p := range people {
		s.people[p.Subject] = p
	}
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"agencies", s.registerAgencies},
		{"roles", s.bindRoles},
		{"villages", s.importVillages},
		{"village roles", s.bindVillageRoles},
		{"representatives", s.importRepresentatives},
		{"documents", s.publishDocuments},
		{"everyday disclosures", s.publishWeek},
		{"households", s.importHouseholds},
	} {
		done := s.Step(step.what)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("seeding %s: %w", step.what, err)
		}
		done()
	}
	return nil
}
