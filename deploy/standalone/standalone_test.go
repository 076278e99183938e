package standalone_test

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/deploy/standalone"
)

// A stop and a start lose nothing and double nothing, and the seed that finds everything there makes nothing twice.
func TestItGoesOnWhereItStopped(t *testing.T) {
	dir := folder(t)
	first := start(t, dir)
	if page := first.page(t, "/"); !strings.Contains(page, "Phú Thọ") {
		t.Errorf("the first page does not name the province: %.300s", page)
	}
	first.whole(t)
	number := first.lettersGoOut(t)
	before := first.inventory(t)
	for what, names := range before {
		if len(names) == 0 {
			t.Errorf("no %s in the demo", what)
		}
	}
	first.end(t)

	second := start(t, dir)
	second.whole(t)
	after := second.inventory(t)
	for what, names := range before {
		if !maps.Equal(names, after[what]) {
			t.Errorf("%s: %d before, %d after", what, len(names), len(after[what]))
		}
	}
	var mine struct {
		InformationRequests []struct{ RegisterNumber, Answer string }
	}
	second.call(t, citizen, http.MethodGet, "/v1/informationRequests:mine", nil, &mine)
	if len(mine.InformationRequests) != 2 || mine.InformationRequests[1].RegisterNumber != number || mine.InformationRequests[1].Answer == "" {
		t.Errorf("the requests: %+v", mine)
	}
	second.end(t)
}

// inventory is what is there, by kind and name.
func (h *house) inventory(t *testing.T) map[string]map[string]bool {
	t.Helper()
	return map[string]map[string]bool{
		"publications": h.names(t, "", "/v1/publications:search", "publications", url.Values{"unit": {"units/25"}, "include_subtree": {"true"}}),
		"agencies":     h.names(t, "", "/v1/agencies", "agencies", url.Values{"unit": {"units/25"}}),
		"roles":        h.names(t, provinceAdmin, "/v1/roleBindings", "bindings", url.Values{"unit": {"units/25"}, "include_ended": {"true"}}),
		"villages":     h.names(t, "", "/v1/units", "units", url.Values{"parent": {"units/08584"}}),
		"households":   h.names(t, villageHead, "/v1/units/08584.001/households", "households", url.Values{}),
	}
}

// names reads all pages of a list.
func (h *house) names(t *testing.T, who, path, field string, query url.Values) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	query.Set("page_size", "50")
	for {
		var page map[string]any
		h.call(t, who, http.MethodGet, path+"?"+query.Encode(), nil, &page)
		list, _ := page[field].([]any)
		for _, one := range list {
			name, _ := one.(map[string]any)["name"].(string)
			if name == "" || names[name] {
				t.Fatalf("%s: %q without a name, or twice", path, name)
			}
			names[name] = true
		}
		token, _ := page["nextPageToken"].(string)
		if token == "" {
			return names
		}
		query.Set("page_token", token)
	}
}

// Whoever reaches the demo can be anybody, so nobody else may reach it.
func TestItListensOnTheLoopbackOnly(t *testing.T) {
	const own = "127.0.0.1:0"
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "danchu.example:0", "127.0.0.1"} {
		for _, cfg := range []standalone.Config{{HTTPAddr: address, GRPCAddr: own}, {HTTPAddr: own, GRPCAddr: address}} {
			cfg.Dir = filepath.Join(t.TempDir(), "data")
			err := standalone.Run(t.Context(), cfg, func(string) { t.Errorf("%q: it started", address) })
			if err == nil || !strings.Contains(err.Error(), address) {
				t.Errorf("%q: got %v, want an error that names it", address, err)
			}
			if _, err := os.Stat(cfg.Dir); err == nil {
				t.Errorf("%q: it made its folder before it refused", address)
			}
		}
	}
}

// Half a provider would leave the demo's, where anybody can be anybody, in the place of the real one.
func TestHalfAProviderIsRefused(t *testing.T) {
	for _, half := range []standalone.OIDC{{Issuer: "https://sso.example"}, {ClientID: "danchu"}, {ClientSecret: "s3cret"}} {
		err := standalone.Run(t.Context(), standalone.Config{
			Dir: filepath.Join(t.TempDir(), "data"), HTTPAddr: "127.0.0.1:0", GRPCAddr: "127.0.0.1:0", OIDC: half,
		}, func(string) { t.Error("it started") })
		if err == nil || !strings.Contains(err.Error(), "OIDC_ISSUER") || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v: %v", half, err)
		}
	}
}
