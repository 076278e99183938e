package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

// The program offers what it is started for: the gateway finds it where its address says.
func TestDiscoveryNamesTheAddressGiven(t *testing.T) {
	provider, err := open(settings{URL: "http://127.0.0.1:18090", PublicURL: "http://127.0.0.1:18080", ClientID: "danchu", ClientSecret: "demo", Audience: "danchu"})
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	provider.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/.well-known/openid-configuration", nil))
	var document struct {
		Issuer string `json:"issuer"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &document); err != nil || document.Issuer != "http://127.0.0.1:18090" {
		t.Errorf("%d %s: %v", answer.Code, answer.Body, err)
	}
}

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	if _, err := open(settings{URL: "127.0.0.1:18090", PublicURL: "http://127.0.0.1:18080", ClientID: "danchu", Audience: "danchu"}); err == nil {
		t.Error("an address without a scheme was taken")
	}
}
