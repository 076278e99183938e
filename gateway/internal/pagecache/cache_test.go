package pagecache

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// shop is a page whose text is a counter, behind a cache, on a clock that stands
// until it is moved.
type shop struct {
	cache *Cache
	made  int
	now   time.Time
	tags  []string
	after func() // runs while a page is being made
}

func newShop(limit int) *shop {
	s := &shop{now: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), tags: []string{"unit:08584"}}
	s.cache = New(limit, 30*time.Second, func() time.Time { return s.now }, func(r *http.Request) (string, bool) {
		return "vi", r.Header.Get("Cookie") != ""
	})
	return s
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.cache.Front(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, particular := s.cache.vary(r); particular {
			_, _ = io.WriteString(w, "for you alone")
			return
		}
		err := s.cache.Answer(w, r, []string{"item", "page"}, func(context.Context) (Page, error) {
			s.made++
			if s.after != nil {
				s.after()
			}
			return Page{Body: fmt.Appendf(nil, "bản %d", s.made), ContentType: "text/html; charset=utf-8", Tags: s.tags}, nil
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})).ServeHTTP(w, r)
}

func (s *shop) get(t *testing.T, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestAPageIsMadeOncePerChange(t *testing.T) {
	s := newShop(1 << 20)
	for range 3 {
		if got := s.get(t, "/units/08584").Body.String(); got != "bản 1" {
			t.Fatalf("got %q, want the kept page", got)
		}
	}
	s.cache.Forget("unit:99999")
	if got := s.get(t, "/units/08584").Body.String(); got != "bản 1" {
		t.Errorf("another unit's event dropped this page: %q", got)
	}
	s.cache.Forget("unit:08584")
	if got := s.get(t, "/units/08584").Body.String(); got != "bản 2" {
		t.Errorf("after the unit's event got %q, want a new page", got)
	}
	s.now = s.now.Add(31 * time.Second)
	if got := s.get(t, "/units/08584").Body.String(); got != "bản 3" {
		t.Errorf("without events a page may be 30 s old, got %q after 31 s", got)
	}
}

func TestAPageBegunBeforeAnEventIsNotKept(t *testing.T) {
	s := newShop(1 << 20)
	s.after = func() { s.cache.Forget("unit:08584"); s.after = nil }
	if got := s.get(t, "/units/08584").Body.String(); got != "bản 1" {
		t.Fatalf("got %q", got)
	}
	if got := s.get(t, "/units/08584").Body.String(); got != "bản 2" {
		t.Errorf("the page from before the event was kept: %q", got)
	}
}

func TestSomebodyInParticularNeverGetsAKeptPage(t *testing.T) {
	s := newShop(1 << 20)
	s.get(t, "/units/08584")
	if got := s.get(t, "/units/08584", "Cookie", "danchu-session=x").Body.String(); got != "for you alone" {
		t.Errorf("got %q", got)
	}
	if s.cache.Figures().Pages != 1 {
		t.Error("a page made for somebody was kept")
	}
}

func TestOnlyCanonicalAddressesAreKept(t *testing.T) {
	s := newShop(1 << 20)
	s.get(t, "/units/08584?item=commune.7&page=2")
	for _, address := range []string{"/units/08584?x=1", "/units/08584?item=", "/units/08584?page=2&item=commune.7", "/units/08584?"} {
		s.get(t, address)
	}
	if n := s.cache.Figures().Pages; n != 1 {
		t.Errorf("%d pages kept, want only the canonical one", n)
	}
}

func TestValidators(t *testing.T) {
	s := newShop(1 << 20)
	first := s.get(t, "/units/08584", "Accept-Encoding", "gzip, br")
	if first.Header().Get("Content-Encoding") != "gzip" || first.Header().Get("Content-Length") == "" {
		t.Errorf("a reader who takes gzip gets it with its length; headers %v", first.Header())
	}
	etag, modified := first.Header().Get("Etag"), first.Header().Get("Last-Modified")
	for _, c := range []struct {
		name, header, value string
		want                int
	}{
		{"same tag", "If-None-Match", etag, 304},
		{"weak tag among others", "If-None-Match", `"x", W/` + etag, 304},
		{"other tag", "If-None-Match", `"x"`, 200},
		{"same moment", "If-Modified-Since", modified, 304},
		{"earlier moment", "If-Modified-Since", s.now.Add(-time.Hour).Format(http.TimeFormat), 200},
		{"not a moment", "If-Modified-Since", "hôm qua", 200},
	} {
		if got := s.get(t, "/units/08584", c.header, c.value); got.Code != c.want {
			t.Errorf("%s: status %d, want %d", c.name, got.Code, c.want)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	s := newShop(10 * (overhead + 64))
	for i := range 200 {
		s.get(t, fmt.Sprintf("/disclosures?page=%d", i))
		if f := s.cache.Figures(); f.Bytes > s.cache.limit || f.Bytes < 0 {
			t.Fatalf("after %d pages %d bytes, limit %d", i+1, f.Bytes, s.cache.limit)
		}
	}
	s.cache.Forget("unit:08584")
	if f := s.cache.Figures(); f.Pages != 0 || f.Bytes != 0 || len(s.cache.byTag) != 0 {
		t.Errorf("after dropping everything %+v remain", f)
	}
	if !strings.HasPrefix(s.get(t, "/disclosures?page=1").Body.String(), "bản") {
		t.Error("the cache does not answer any more")
	}
}
