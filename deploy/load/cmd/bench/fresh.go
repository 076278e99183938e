package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/deploy/standalone/seed"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// The commune whose page is watched: one where the demo's two callers may draft and approve.
const (
	watchedUnit = "units/25912"
	watchedItem = "catalogueItems/communes.04.regulation"
)

// freshPages is how many publications are watched.
const freshPages = 100

// freshPage times how long after the answer to PublishPublication a reader who
// asks for the commune's kept page again and again sees the new publication.
func freshPage(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	reader, err := connect(h.webAddress(), "/"+watchedUnit)
	if err != nil {
		return err
	}
	defer reader.conn.Close()
	var took, answers []time.Duration
	for n := range freshPages {
		p, err := h.approved(ctx, n)
		if err != nil {
			return err
		}
		if _, err := reader.sees(p.GetName()); err != nil { // the page is kept now
			return err
		}
		published, answered, err := h.publish(ctx, p)
		if err != nil {
			return err
		}
		answers = append(answers, answered)
		for {
			seen, err := reader.sees(p.GetName())
			if err != nil {
				return err
			}
			if seen {
				break
			}
			if time.Since(published) > 30*time.Second {
				return fmt.Errorf("the page of %s does not show %s 30 s after it was published", watchedUnit, p.GetName())
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(published))
	}
	slices.Sort(took)
	slices.Sort(answers)
	fmt.Printf("  (PublishPublication itself: p50 %s)\n", seconds(answers[len(answers)/2].Seconds()))
	p99 := quantile(took, 0.99)
	b.print(line{
		what:    fmt.Sprintf("published to the unit's page, %d times", len(took)),
		product: fmt.Sprintf("p50 %s, p99 %s", seconds(quantile(took, 0.5).Seconds()), seconds(p99.Seconds())),
		target:  "p99 ≤ 2 s", met: holds(p99 <= 2*time.Second),
	})
	return nil
}

// quantile of sorted durations.
func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func (w *wire) sees(publication string) (bool, error) {
	var page bytes.Buffer
	a, err := w.call(&page)
	if err == nil && a.status != 200 {
		err = fmt.Errorf("the unit's page answered %d", a.status)
	}
	return bytes.Contains(page.Bytes(), []byte(strings.TrimPrefix(publication, "publications/"))), err
}

// as speaks for one of the demo's callers.
func (h *house) as(ctx context.Context, subject string) (context.Context, error) {
	text, err := h.tokens.of(subject)
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+text), err
}

// approved takes a publication to the last step before the public.
func (h *house) approved(ctx context.Context, n int) (*disclosurev1.Publication, error) {
	client := disclosurev1.NewPublicationServiceClient(h.toDisclosure)
	author, err := h.as(ctx, seed.Author)
	if err != nil {
		return nil, err
	}
	p, err := client.CreatePublication(author, &disclosurev1.CreatePublicationRequest{
		Unit: watchedUnit, Item: watchedItem,
		Content: &disclosurev1.PublicationContent{
			Title: fmt.Sprintf("Quy chế phối hợp số %d của Ủy ban nhân dân phường", n+1), DecisionDate: "2025-08-01",
			Body: strings.Repeat("Ủy ban nhân dân phường công khai để nhân dân biết, giám sát việc thực hiện. ", 20),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("drafting: %w", err)
	}
	if p, err = client.SubmitPublication(author, &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true}); err != nil {
		return nil, fmt.Errorf("submitting: %w", err)
	}
	approver, err := h.as(ctx, seed.Approver)
	if err != nil {
		return nil, err
	}
	if p, err = client.ApprovePublication(approver, &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag()}); err != nil {
		return nil, fmt.Errorf("approving: %w", err)
	}
	return p, nil
}

// publish answers with the moment at which the commit was known, and how long the call took.
func (h *house) publish(ctx context.Context, p *disclosurev1.Publication) (at time.Time, took time.Duration, err error) {
	approver, err := h.as(ctx, seed.Approver)
	if err != nil {
		return at, 0, err
	}
	began := time.Now()
	_, err = disclosurev1.NewPublicationServiceClient(h.toDisclosure).PublishPublication(approver, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	return time.Now(), time.Since(began), err
}
