package files_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

func TestSafeName(t *testing.T) {
	for in, want := range map[string]string{
		"Quyết định số 12.pdf":      "Quyết định số 12.pdf",
		"../../etc/passwd":          "passwd",
		`C:\Users\a\Danh sách.xlsx`: "Danh sách.xlsx",
		"anh\u202egnp.exe":          "anhgnp.exe",
		"a\x00b\r\nc.pdf":           "ab c.pdf",
		`x";filename="y.pdf`:        "x__filename=_y.pdf",
		"":                          "tep", "..": "tep", ".htaccess": "tep.htaccess", "   .pdf": "tep.pdf",
		strings.Repeat("ắ", 500) + ".pdf": strings.Repeat("ắ", 116) + ".pdf",
		vntext.NFD("Hoà.pdf"):             "Hoà.pdf",
	} {
		if got := files.SafeName(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestServe(t *testing.T) {
	s := store(t, nil)
	h, err := s.Put(context.Background(), "Quyết định \"12\".pdf", strings.NewReader(pdf("")), files.Limits{Size: 1 << 20, Kinds: files.Documents})
	if err != nil {
		t.Fatal(err)
	}
	get := func(header, value string) *http.Response {
		request := httptest.NewRequest(http.MethodGet, "/files/x", nil)
		if header != "" {
			request.Header.Set(header, value)
		}
		w := httptest.NewRecorder()
		if err := s.Serve(w, request, h); err != nil {
			t.Fatal(err)
		}
		return w.Result()
	}
	response := get("", "")
	body, _ := io.ReadAll(response.Body)
	if string(body) != pdf("") {
		t.Error("another content came back")
	}
	for header, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
		"Content-Disposition":     `attachment; filename="quyet dinh _12_.pdf"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20_12_.pdf`,
	} {
		if got := response.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if again := get("If-None-Match", response.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d for a copy that is current", again.StatusCode)
	}
	if part := get("Range", "bytes=0-3"); part.StatusCode != http.StatusPartialContent {
		t.Errorf("status %d for a range", part.StatusCode)
	}
	h.Key = "00/none"
	w := httptest.NewRecorder()
	if err := s.Serve(w, httptest.NewRequest(http.MethodGet, "/", nil), h); !fault.Is(err, files.ReasonGone) || w.Body.Len() > 0 {
		t.Errorf("a file that is gone: %v", err)
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	words, err := files.Words()
	if err != nil {
		t.Fatal(err)
	}
	if missing := words.Missing(files.Reasons()...); len(missing) > 0 {
		t.Error(missing)
	}
}
