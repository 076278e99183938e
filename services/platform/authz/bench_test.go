package authz_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
)

// BenchmarkAllow is the price of one decision, which every call pays at least once.
func BenchmarkAllow(b *testing.B) {
	e, err := authz.New(policies, held("province_inspector", authztest.OwnProvince, ""))
	if err != nil {
		b.Fatal(err)
	}
	signedIn := authn.With(b.Context(), authn.Caller{Subject: "iss#u", Kind: authn.Person})
	r := document(authztest.OwnVillage)
	b.Run("inspector", func(b *testing.B) {
		for b.Loop() {
			if !e.Can(signedIn, "InspectDocument", r) {
				b.Fatal("refused")
			}
		}
	})
	b.Run("anonymous", func(b *testing.B) {
		for b.Loop() {
			if !e.Can(b.Context(), "GetDocument", r) {
				b.Fatal("refused")
			}
		}
	})
}
