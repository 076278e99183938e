package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
)

// Điều 30 Luật 104/2016/QH13: a simple request over the network has three working days. Once they are over, taking it up
// as complex would give it a later day and hide that it is late.
func TestLateIsNotMadeComplex(t *testing.T) {
	t.Parallel()
	for taken, refused := range map[string]bool{"2026-03-12": false, "2026-03-13": true} {
		with := setting(t, "communes.12", "2026-03-09")
		r, _, err := domain.Request{
			ID: "1", Unit: "08584@2025-07-01", Channel: domain.Network, Content: "Danh mục phí", RequesterName: "Phan Thị Lan",
		}.Submit(with)
		if err != nil {
			t.Fatal(err)
		}
		with.Now = at(taken)
		if _, err = r.TakeUp(domain.Complex, domain.Actor{Subject: "officer"}, with); (err != nil) != refused {
			t.Errorf("taken up on %s (due %s): %v", taken, r.Due.Date, err)
		}
	}
}
