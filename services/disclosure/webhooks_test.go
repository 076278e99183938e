package disclosure_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure"
	"github.com/danchu-platform/danchu/services/platform/config"
)

// Programs that want to know are told what became public, was corrected and withdrawn, signed, and nothing about anybody.
func TestProgramsAreTold(t *testing.T) {
	t.Parallel()
	h := open(t)
	quiet := h.publish(t, fees, draftContent())
	if n := h.count(t, `SELECT count(*) FROM platform_notice WHERE channel = 'webhook'`); n != 0 {
		t.Errorf("%d notices to programs although none is configured, about %s", n, quiet.GetName())
	}
	type call struct {
		Type string            `json:"type"`
		Data map[string]string `json:"data"`
		text string
	}
	calls := make(chan call, 16)
	program := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		one := call{text: string(text)}
		if err := json.Unmarshal(text, &one); err == nil && strings.HasPrefix(r.Header.Get("webhook-signature"), "v1,") {
			calls <- one
		}
	}))
	t.Cleanup(program.Close)
	words, err := disclosure.Messages()
	must(t, err)
	h.service, err = disclosure.New(t.Context(), disclosure.Config{
		SweepEvery: time.Hour, JobPoll: 20 * time.Millisecond, PublicURL: "https://danchu.example/",
		Webhooks: config.Secret(`[{"name":"portal","url":"` + program.URL + `","secrets":["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"],"allow_private":true}]`),
	}, disclosure.Deps{DB: h.db, Bus: h.bus, Log: h.log, Clock: h.clock, Units: h.units, Signer: h.signer, Catalogue: words})
	must(t, err)
	h.serve(t)
	defer h.run(t, h.service)()

	c := draftContent()
	c.DocumentNumber, c.Body = "46/QĐ-UBND", "Hộ bà Lê Thị Sắn\nHộ ông Nguyễn Văn Khoai"
	p := h.publish(t, lists, c)
	changed := draftContent()
	changed.DocumentNumber, changed.Body = "46/QĐ-UBND", "Hộ bà Lê Thị Sắn"
	p = h.correct(t, p, changed)
	_, err = h.WithdrawPublication(h.as(t, chair), &disclosurev1.WithdrawPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Hộ ông Khoai không thuộc diện"})
	must(t, err)

	var types []string
	for len(types) < 3 {
		select {
		case one := <-calls:
			types = append(types, one.Type)
			if one.Data["publication"] != p.GetName() || one.Data["url"] != "https://danchu.example/disclosures/"+strings.TrimPrefix(p.GetName(), "publications/") || len(one.Data["digest"]) != 64 {
				t.Errorf("told %s", one.text)
			}
			for _, private := range []string{"Sắn", "Khoai", "Hạnh", issuer, "console", c.GetTitle()} {
				if strings.Contains(one.text, private) {
					t.Errorf("%q is told to a program: %s", private, one.text)
				}
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("told only %v", types)
		}
	}
	slices.Sort(types)
	if want := []string{"publication_corrected", "publication_published", "publication_withdrawn"}; !slices.Equal(types, want) {
		t.Errorf("told %v, want %v", types, want)
	}
}
