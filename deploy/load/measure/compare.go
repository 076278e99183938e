package measure

import (
	"context"
	"fmt"
	"slices"
)

// Side is one of the two things compared: a round of it gives a figure.
type Side struct {
	Name  string
	Round func(ctx context.Context) (float64, error)
}

// Comparison is the outcome of interleaved rounds.
type Comparison struct {
	Title, Product, Baseline string
	ProductMedian            float64
	BaselineMedian           float64
	Low, High                float64 // range of the rounds' ratios
}

// Ratio is product over baseline, of the medians.
func (c Comparison) Ratio() float64 {
	if c.BaselineMedian == 0 {
		return 0
	}
	return c.ProductMedian / c.BaselineMedian
}

// Compare runs both sides in turns, changing who goes first, and at least three rounds.
func Compare(ctx context.Context, title string, product, baseline Side, rounds int) (Comparison, error) {
	rounds = max(rounds, 3)
	var ours, theirs, ratios []float64
	for round := range rounds {
		first, second := product, baseline
		if round%2 == 1 {
			first, second = baseline, product
		}
		a, err := first.Round(ctx)
		if err != nil {
			return Comparison{}, fmt.Errorf("%s, %s: %w", title, first.Name, err)
		}
		b, err := second.Round(ctx)
		if err != nil {
			return Comparison{}, fmt.Errorf("%s, %s: %w", title, second.Name, err)
		}
		if round%2 == 1 {
			a, b = b, a
		}
		ours, theirs = append(ours, a), append(theirs, b)
		if b != 0 {
			ratios = append(ratios, a/b)
		}
	}
	result := Comparison{
		Title: title, Product: product.Name, Baseline: baseline.Name,
		ProductMedian: Median(ours), BaselineMedian: Median(theirs),
	}
	if len(ratios) > 0 {
		result.Low, result.High = slices.Min(ratios), slices.Max(ratios)
	}
	return result, nil
}

// Median of the figures; 0 of none.
func Median(figures []float64) float64 {
	if len(figures) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(figures))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
