package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
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
	reader, err := connect(h.webAddress(), "/"+commune)
	if err != nil {
		return err
	}
	defer reader.conn.Close()
	var took, answers []time.Duration
	for n := range freshPages {
		p, err := h.approved(ctx, n+1)
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
				return fmt.Errorf("the page of %s does not show %s 30 s after it was published", commune, p.GetName())
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
