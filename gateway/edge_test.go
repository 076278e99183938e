package gateway_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/gateway"
)

func TestEveryAnswerCarriesSecurityHeaders(t *testing.T) {
	s := newStage(t, func(c *gateway.Config) { c.FrameAncestors = []string{"https://vomieu.phutho.gov.vn"} })
	for _, address := range []string{"/", "/khong-co", "/v1/units/99999", "/units/08584", "/feeds/disclosures.atom", "/static/none.css", "/healthz"} {
		for _, round := range []string{"first", "kept"} {
			h := s.get(address).Header()
			policy := h.Get("Content-Security-Policy")
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" || h.Get("X-Request-Id") == "" ||
				!strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s (%s): %v", address, round, h)
			}
			if embeddable := strings.Contains(policy, "https://vomieu.phutho.gov.vn"); embeddable != strings.HasPrefix(address, "/units/") {
				t.Errorf("%s may be embedded: %v", address, embeddable)
			}
		}
	}
}

func TestFloodsAreRefused(t *testing.T) {
	s := newStage(t, func(c *gateway.Config) { c.ClientRate, c.ClientBurst, c.UnitRate, c.UnitBurst = 0.001, 5, 0.001, 2 })
	for range 2 {
		s.page(s.get("/units/08584"), 200)
	}
	w := s.get("/units/08584")
	s.page(w, 429).says("h1", "Xin chờ một lát")
	if w.Header().Get("Retry-After") == "" {
		t.Error("not told when to come back")
	}
	s.page(s.get("/units/08542"), 200) // another unit is not to suffer
	s.page(s.get("/about"), 200)
	if got := refusal(t, s.get("/v1/units")); got.reason() != "TOO_MANY_REQUESTS" {
		t.Errorf("the sixth request of one client: %+v", got)
	}
}

func TestAStrangersForwardedAddressIsIgnored(t *testing.T) {
	s := newStage(t, func(c *gateway.Config) { c.ClientRate, c.ClientBurst = 0.001, 1 })
	s.page(s.get("/about", "X-Forwarded-For", "203.0.113.1"), 200)
	s.page(s.get("/about", "X-Forwarded-For", "203.0.113.2"), 429)
	s = newStage(t, func(c *gateway.Config) {
		c.ClientRate, c.ClientBurst, c.TrustedProxies = 0.001, 1, []string{"192.0.2.0/24"}
	})
	s.page(s.get("/about", "X-Forwarded-For", "203.0.113.1"), 200)
	s.page(s.get("/about", "X-Forwarded-For", "6.6.6.6, 203.0.113.2"), 200)
	s.page(s.get("/about", "X-Forwarded-For", "203.0.113.1"), 429)
}

func TestConfigurationThatCannotWorkIsRefused(t *testing.T) {
	for name, c := range map[string]gateway.Config{
		"no scheme":         {PublicURL: "danchu.example"},
		"a path":            {PublicURL: "https://danchu.example/portal"},
		"plain http abroad": {PublicURL: "http://danchu.example"},
	} {
		if c.Validate() == nil {
			t.Errorf("%s: %q is accepted", name, c.PublicURL)
		}
	}
}

func TestFeeds(t *testing.T) {
	s := newStage(t)
	w := s.get("/feeds/units/08584.atom?item=commune.7")
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Entries []struct {
			ID    string `xml:"id"`
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil || w.Code != 200 {
		t.Fatalf("%d %v %.300s", w.Code, err, w.Body)
	}
	if len(feed.Entries) != 2 || feed.Entries[0].ID != "urn:uuid:"+publicationID || feed.ID != "http://127.0.0.1:8080/feeds/units/08584.atom?item=commune.7" || feed.Updated == "" {
		t.Errorf("%+v", feed)
	}
	var jsonFeed struct {
		Version string `json:"version"`
		Items   []any  `json:"items"`
	}
	w = s.get("/feeds/disclosures.json", "Cookie", "danchu-lang=en")
	if err := json.Unmarshal(w.Body.Bytes(), &jsonFeed); err != nil || len(jsonFeed.Items) != 2 || jsonFeed.Version != "https://jsonfeed.org/version/1.1" {
		t.Errorf("%v %.300s", err, w.Body)
	}
	s.page(s.get("/feeds/units/08584.rss"), 404)
	s.page(s.get("/feeds/units/99999.atom"), 404)
}

func TestUploading(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreateFormFile("file", "../../biên bản.txt")
	_, _ = part.Write([]byte("Biên bản niêm yết"))
	_ = form.Close()
	w := s.do(http.MethodPost, "/v1/files", &body, "Cookie", cookie, "Content-Type", form.FormDataContentType())
	var taken struct{ Handle, FileName, ContentType, SizeBytes, Sha256 string }
	if err := json.Unmarshal(w.Body.Bytes(), &taken); err != nil || w.Code != http.StatusCreated {
		t.Fatalf("%d %v %s", w.Code, err, w.Body)
	}
	if taken.FileName != "biên bản.txt" || taken.Handle == "" || taken.SizeBytes != "23" || len(taken.Sha256) != 64 {
		t.Errorf("%+v", taken)
	}

	// The file is on no publication yet, so nobody can fetch it.
	s.page(s.get("/disclosures/"+publicationID+"/files/"+taken.Sha256+"/x.txt"), 404)
	s.fixed.attached = taken.Sha256
	w = s.get("/disclosures/" + publicationID + "/files/" + taken.Sha256 + "/x.txt")
	if w.Code != 200 || w.Body.String() != "Biên bản niêm yết" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") ||
		!strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d %v %q", w.Code, w.Header(), w.Body)
	}
	if got := refusal(t, s.do(http.MethodPost, "/v1/files?name=anh.png", strings.NewReader("<html>"), "Cookie", cookie, "Content-Type", "image/png")); got.reason() != "FILE_KIND_MISMATCH" {
		t.Errorf("a page called a picture: %+v", got)
	}
}
