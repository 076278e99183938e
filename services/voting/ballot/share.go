package ballot

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Needed is the smallest number out of total that reaches a share written as in the
// rule pack: "2/3" is at least, ">1/2" more than. It is written here once more, apart
// from the law book, so that a recount does not lean on what it checks.
func Needed(share string, total int) (int, error) {
	text, strict := strings.CutPrefix(share, ">")
	a, b, ok := strings.Cut(text, "/")
	num, err1 := strconv.ParseUint(a, 10, 31)
	den, err2 := strconv.ParseUint(b, 10, 31)
	if !ok || err1 != nil || err2 != nil || num == 0 || num > den || strict && num == den || total <= 0 {
		return 0, fmt.Errorf("%.40q of %d is no share", share, total)
	}
	high, low := bits.Mul64(num, uint64(total))
	quotient, rest := bits.Div64(high, low, den) // at most total, because num ≤ den
	if strict || rest > 0 {
		quotient++
	}
	return int(quotient), nil //nolint:gosec // at most total and one
}
