package issuer

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"fmt"
	"slices"
	"testing"
	"time"
)

// DESIGN.md V10: blind signatures beside the standard library's signatures of the same
// size, turn by turn so that a busy machine is busy for both.
func BenchmarkBlindSign(b *testing.B) {
	for _, bits := range []int{2048, 3072} {
		b.Run(fmt.Sprint(bits), func(b *testing.B) {
			k := generate(b, bits)
			std := standard(b, k)
			digest := sha512.Sum384([]byte("the same work"))
			m, err := rand.Int(rand.Reader, k.Public().N)
			if err != nil {
				b.Fatal(err)
			}
			blinded := m.FillBytes(make([]byte, k.size))
			var ours, theirs []time.Duration
			for b.Loop() {
				start := time.Now()
				if _, err := k.BlindSign(blinded); err != nil {
					b.Fatal(err)
				}
				half := time.Now()
				if _, err := rsa.SignPKCS1v15(nil, std, crypto.SHA384, digest[:]); err != nil {
					b.Fatal(err)
				}
				ours = append(ours, half.Sub(start))
				theirs = append(theirs, time.Since(half))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			mine, their := ours[len(ours)/2], theirs[len(theirs)/2]
			b.ReportMetric(float64(mine.Microseconds()), "µs/blind_signature")
			b.ReportMetric(float64(their.Microseconds()), "µs/std_signature")
			b.ReportMetric(float64(their)/float64(mine), "V10_ratio")
		})
	}
}
