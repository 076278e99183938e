package measure_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/deploy/load/measure"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		figures []float64
		want    float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := measure.Median(c.figures); got != c.want {
			t.Errorf("Median(%v) = %v, want %v", c.figures, got, c.want)
		}
	}
}

// Both sides keep their own figures although they take turns at going first.
func TestCompareKeepsSidesApart(t *testing.T) {
	fixed := func(name string, figure float64) measure.Side {
		return measure.Side{Name: name, Round: func(context.Context) (float64, error) { return figure, nil }}
	}
	got, err := measure.Compare(t.Context(), "x", fixed("product", 10), fixed("baseline", 40), 4)
	if err != nil {
		t.Fatal(err)
	}
	if got.Ratio() != 0.25 || got.Low != 0.25 || got.High != 0.25 {
		t.Errorf("got %+v, want a ratio of 0.25 throughout", got)
	}
}

// A call that fails is never counted as a fast one.
func TestClosedReportsFailure(t *testing.T) {
	broken := errors.New("broken")
	_, err := measure.Closed(t.Context(), 2, time.Minute, func(context.Context, int) error { return broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the call's error", err)
	}
}
