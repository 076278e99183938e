package seed

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// registerAgencies registers the agencies that the demo's documents name.
func (s *seeder) registerAgencies(ctx context.Context) error {
	documents, err := demodata.Documents()
	if err != nil {
		return err
	}
	client := directoryv1.NewAgencyServiceClient(s.Directory)
	for _, d := range documents {
		if d.Agency == "" || s.agencies[d.Agency] != "" {
			continue
		}
		agency, err := patiently(ctx, func() (*directoryv1.Agency, error) {
			return client.RegisterAgency(s.as(ctx, Author), &directoryv1.RegisterAgencyRequest{
				Agency: &directoryv1.Agency{
					DisplayName: d.Agency, Kind: directoryv1.AgencyKind_AGENCY_KIND_ADMINISTRATIVE,
					Unit: "units/" + d.Unit, ValidFrom: TwoTiers,
				},
				RequestId: requestID("agency", d.Agency),
			})
		})
		if err != nil {
			return fmt.Errorf("registering %s: %w", d.Agency, err)
		}
		s.agencies[d.Agency] = agency.GetName()
	}
	return nil
}
