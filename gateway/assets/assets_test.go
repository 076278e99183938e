package assets

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A script names the scripts it imports by the addresses they are served at, and
// every one of those is served.
func TestImportsAreServed(t *testing.T) {
	files, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	url, err := files.URL("ballot.js")
	if err != nil {
		t.Fatal(err)
	}
	read := func(url string) string {
		w := httptest.NewRecorder()
		files.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", url, w.Code)
		}
		return w.Body.String()
	}
	body := read(url)
	for _, name := range []string{"ballot-rsa.js", "ballot-log.js", "ballot-store.js"} {
		url, err := files.URL(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(body, `from ".`+strings.TrimPrefix(url, "/static")+`"`) || strings.Contains(body, `"./`+name) {
			t.Errorf("ballot.js does not import %s from %s", name, url)
		}
		read(url)
	}
}
