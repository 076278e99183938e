package seed

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// publishWeek publishes what the demo's communes decided in the last days, in
// time. A demo that was filled before keeps the dates it has.
func (s *seeder) publishWeek(ctx context.Context) error {
	week, err := demodata.Week()
	if err != nil {
		return err
	}
	today := workday.Today(time.Now())
	for _, e := range week {
		unit := "units/" + e.Unit
		there, err := disclosurev1.NewPublicationServiceClient(s.Disclosure).SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{Query: e.Title, Unit: unit, PageSize: 20})
		if err != nil {
			return fmt.Errorf("looking for %q: %w", e.Title, err)
		}
		// The search finds words with and without diacritics; only the very title counts.
		if slices.ContainsFunc(there.GetPublications(), func(p *disclosurev1.Publication) bool { return p.GetTitle() == e.Title }) {
			continue
		}
		err = s.carry(ctx, &disclosurev1.CreatePublicationRequest{
			Unit: unit, Item: "catalogueItems/" + e.Item, RequestId: requestID("create", e.Title, today),
			Content: &disclosurev1.PublicationContent{
				Title: e.Title, Body: e.Text, DocumentNumber: e.Number, DecisionDate: today.AddDays(-e.DaysAgo).String(),
			},
		})
		if err != nil {
			return fmt.Errorf("%q: %w", e.Title, err)
		}
	}
	return nil
}
