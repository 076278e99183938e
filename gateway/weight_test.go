package gateway_test

import "testing"

// A first view is the page, the style sheet, the mark and the script, as a browser
// that takes gzip receives them.
func TestAFirstViewWeighsLessThan60kB(t *testing.T) {
	s := newStage(t)
	around := 0
	p := s.page(s.get("/"), 200)
	for _, address := range p.addresses("link[rel=stylesheet], link[rel=icon], script[src]") {
		w := s.get(address, "Accept-Encoding", "gzip")
		if w.Code != 200 {
			t.Errorf("%s answers %d", address, w.Code)
		}
		around += w.Body.Len()
	}
	for _, c := range publicPages {
		page := s.get(c.address, "Accept-Encoding", "gzip").Body.Len()
		t.Logf("%-70s %6d B, with what is around it %6d B", c.address, page, page+around)
		if page+around > 60_000 {
			t.Errorf("%s: %d bytes", c.address, page+around)
		}
	}
}
