package law_test

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/law"
)

var (
	twoThirds = law.Share{Num: 2, Den: 3}               // Điều 21.1 Luật 10/2022/QH15, items 1 and 2
	majority  = law.Share{Num: 1, Den: 2, Strict: true} // Điều 21.1, items 3 to 6
	tenth     = law.Share{Num: 1, Den: 10}              // Điều 16.3
	oneThird  = law.Share{Num: 1, Den: 3}               // Điều 50.1
	half      = law.Share{Num: 1, Den: 2}               // NĐ 59/2023 Điều 9
)

func TestNeeded(t *testing.T) {
	cases := []struct {
		why    string
		share  law.Share
		total  int
		needed int
	}{
		{"Điều 21.1: two thirds of 61 households", twoThirds, 61, 41},
		{"Điều 21.1: more than half of 61 households", majority, 61, 31},
		{"two thirds of 60 is exactly 40", twoThirds, 60, 40},
		{"more than half of 60 is 31", majority, 60, 31},
		{"Điều 16.3: ten per cent of 61 households, rounded up", tenth, 61, 7},
		{"ten per cent of 60", tenth, 60, 6},
		{"Điều 50.1: a third of 10 staff", oneThird, 10, 4},
		{"NĐ 59/2023 Điều 9: half of 61 households", half, 61, 31},
		{"half of 60 households", half, 60, 30},
		{"two thirds of 7 villages", twoThirds, 7, 5},
		{"a single household", majority, 1, 1},
		{"no household at all", twoThirds, 0, 1},
		{"the largest number there is", twoThirds, math.MaxInt, 6148914691236517205},
		{"everybody", law.Share{Num: 1, Den: 1}, 9, 9},
	}
	for _, tc := range cases {
		t.Run(tc.why, func(t *testing.T) {
			if got := tc.share.Needed(tc.total); got != tc.needed {
				t.Errorf("%s of %d is %d, want %d", tc.share, tc.total, got, tc.needed)
			}
			if tc.total > 0 && (!tc.share.Reached(tc.needed, tc.total) || tc.share.Reached(tc.needed-1, tc.total)) {
				t.Errorf("%s of %d: Reached disagrees at %d", tc.share, tc.total, tc.needed)
			}
		})
	}
}

func TestReachedRefusesTheImpossible(t *testing.T) {
	for _, tc := range []struct {
		share      law.Share
		yes, total int
	}{
		{twoThirds, 0, 0},
		{twoThirds, 5, 0},
		{twoThirds, -1, 10},
		{twoThirds, 11, 10},
		{majority, 1, -1},
		{law.Share{}, 10, 10},
		{law.Share{Num: 1, Den: 1, Strict: true}, 10, 10},
		{law.Share{Num: 3, Den: 2}, 10, 10},
	} {
		if tc.share.Reached(tc.yes, tc.total) {
			t.Errorf("%+v: %d of %d was enough", tc.share, tc.yes, tc.total)
		}
	}
}

func TestShareAgreesWithBigNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.IntRange(2, math.MaxInt).Draw(t, "den")
		share := law.Share{Num: rapid.IntRange(1, den-1).Draw(t, "num"), Den: den, Strict: rapid.Bool().Draw(t, "strict")}
		total := rapid.IntRange(1, math.MaxInt).Draw(t, "total")
		yes := rapid.IntRange(0, total).Draw(t, "yes")
		left := new(big.Int).Mul(big.NewInt(int64(yes)), big.NewInt(int64(share.Den)))
		right := new(big.Int).Mul(big.NewInt(int64(share.Num)), big.NewInt(int64(total)))
		want := left.Cmp(right) > 0 || !share.Strict && left.Cmp(right) == 0
		if share.Reached(yes, total) != want || (yes >= share.Needed(total)) != want {
			t.Fatalf("%s: %d of %d: reached %v, needed %d, want %v", share, yes, total, share.Reached(yes, total), share.Needed(total), want)
		}
	})
}
