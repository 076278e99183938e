package law

import (
	"fmt"
	"math/bits"
)

// Whole is what a share is a part of. A village decides by all its households,
// absent ones too; an agency by those who came.
type Whole string

// Wholes of the law (Điều 16, 21, 50, 51 Luật 10/2022/QH15; Nghị định
// 59/2023/NĐ-CP Điều 3).
const (
	Households     Whole = "households"      // all households of the village
	Villages       Whole = "villages"        // all villages of the commune
	Attending      Whole = "attending"       // representatives of households at the meeting
	Staff          Whole = "staff"           // everybody employed
	StaffAttending Whole = "staff_attending" // those at the conference
	Delegates      Whole = "delegates"       // delegates summoned to it
)

// Share is a part of a whole, kept exact: two thirds is {2, 3, false}, "more
// than half" is {1, 2, true}. It never becomes a floating-point number.
//
// What the whole is (all households, those attending, all villages) stands
// beside it in Rule.Of: the law differs between villages and agencies.
type Share struct {
	Num    int  `json:"num"`
	Den    int  `json:"den"`
	Strict bool `json:"strict,omitempty"` // more than, not at least
}

// Valid reports whether the share is a part between nothing and the whole that
// can be reached at all.
func (s Share) Valid() bool {
	return s.Den > 0 && s.Num > 0 && (s.Num < s.Den || s.Num == s.Den && !s.Strict)
}

// Reached reports whether yes of total is enough. Nothing is enough of nothing:
// with no total, and for impossible numbers, the answer is no.
func (s Share) Reached(yes, total int) bool {
	if !s.Valid() || total <= 0 || yes < 0 || yes > total {
		return false
	}
	gotHigh, got := bits.Mul64(uint64(yes), uint64(s.Den))
	askHigh, ask := bits.Mul64(uint64(s.Num), uint64(total))
	if gotHigh != askHigh {
		return gotHigh > askHigh
	}
	if s.Strict {
		return got > ask
	}
	return got >= ask
}

// Needed returns the smallest number that reaches the share of total: 41 of 61
// for two thirds, 31 of 61 for more than half. Of nothing, nothing can be
// reached: it returns 1.
func (s Share) Needed(total int) int {
	if !s.Valid() || total <= 0 {
		return 1
	}
	high, low := bits.Mul64(uint64(s.Num), uint64(total))
	// The quotient is at most total because Num ≤ Den, so it fits.
	quotient, rest := bits.Div64(high, low, uint64(s.Den))
	if s.Strict || rest > 0 {
		quotient++
	}
	return int(quotient)
}

// String returns "≥ 2/3" or "> 1/2".
func (s Share) String() string {
	sign := "≥"
	if s.Strict {
		sign = ">"
	}
	return fmt.Sprintf("%s %d/%d", sign, s.Num, s.Den)
}
