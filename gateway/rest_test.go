package gateway_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/gateway"
)

// statusJSON is google.rpc.Status as it travels.
type statusJSON struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Details []struct {
		Type       string `json:"@type"`
		Reason     string `json:"reason"`
		Domain     string `json:"domain"`
		Violations []struct {
			Field string `json:"field"`
		} `json:"fieldViolations"`
	} `json:"details"`
}

func (s statusJSON) reason() string {
	for _, d := range s.Details {
		if d.Reason != "" {
			return d.Reason
		}
	}
	return ""
}

func (s statusJSON) field() string {
	for _, d := range s.Details {
		for _, v := range d.Violations {
			return v.Field
		}
	}
	return ""
}

func refusal(t *testing.T, w *httptest.ResponseRecorder) statusJSON {
	t.Helper()
	var s statusJSON
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		t.Fatalf("not a status: %v: %.300s", err, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("content type %q", got)
	}
	return s
}

func TestRESTRefuses(t *testing.T) {
	s := newStage(t, func(c *gateway.Config) { c.MaxBody = 1000 })
	big := `{"content":"` + strings.Repeat("x", 2000) + `"}`
	for _, c := range []struct {
		name, method, address, body, contentType string
		status                                   int
		reason, field                            string
	}{
		{"an unknown field", "POST", "/v1/informationRequests", `{"unit":"units/08584","contents":"x"}`, "application/json", 400, "UNKNOWN_FIELD", "contents"},
		{"an unknown field below", "POST", "/v1/publications", `{"content":{"titel":"x"}}`, "application/json", 400, "UNKNOWN_FIELD", "content.titel"},
		{"a field given twice", "POST", "/v1/informationRequests", `{"unit":"a","unit":"b"}`, "application/json", 400, "FIELD_TWICE", "unit"},
		{"something after the value", "POST", "/v1/informationRequests", `{} {}`, "application/json", 400, "MALFORMED_JSON", ""},
		{"no JSON", "POST", "/v1/informationRequests", `<xml/>`, "application/json", 400, "MALFORMED_JSON", ""},
		{"a wrong type", "POST", "/v1/informationRequests", `{"unit":7}`, "application/json", 400, "WANT_TEXT", "unit"},
		{"a wrong type far below", "POST", "/v1/publications", "{\n \"content\": {\"title\": \"Đường\", \"attachments\": [{}, {\"sha256\": {}}]}}", "application/json", 400, "WANT_TEXT", "content.attachments[1].sha256"},
		{"no list", "POST", "/v1/publications", `{"content":{"attachments":"x"}}`, "application/json", 400, "WANT_LIST", "content.attachments"},
		{"no object", "POST", "/v1/publications", `{"content":"x"}`, "application/json", 400, "WANT_OBJECT", "content"},
		{"a value that is none of the few", "POST", "/v1/informationRequests/x:receive", `{"complexity":"HARD"}`, "application/json", 400, "WANT_ONE_OF", "complexity"},
		{"cut in the middle", "POST", "/v1/informationRequests", `{"unit":`, "application/json", 400, "MALFORMED_JSON", "unit"},
		{"a form", "POST", "/v1/informationRequests", `unit=a`, "application/x-www-form-urlencoded", 415, "WANT_JSON", ""},
		{"no content type", "POST", "/v1/informationRequests", `{}`, "", 415, "WANT_JSON", ""},
		{"a body too large", "POST", "/v1/informationRequests", big, "application/json", 413, "BODY_TOO_LARGE", ""},
		{"an unknown parameter", "GET", "/v1/units?leve=3", "", "", 400, "UNKNOWN_PARAMETER", "leve"},
		{"an unknown parameter below", "GET", "/v1/units?parent.x=3", "", "", 400, "UNKNOWN_PARAMETER", "parent.x"},
		{"a parameter of a wrong type", "GET", "/v1/units?page_size=many", "", "", 400, "WANT_NUMBER", "page_size"},
		{"a parameter given twice", "GET", "/v1/units?page_size=1&page_size=2", "", "", 400, "FIELD_TWICE", "page_size"},
		{"no such address", "GET", "/v1/nothing", "", "", 404, "NO_SUCH_PAGE", ""},
		{"a method that is not there", "DELETE", "/v1/units", "", "", 405, "METHOD_NOT_ALLOWED", ""},
		{"what the service refuses", "GET", "/v1/units/99999", "", "", 404, "UNIT_NOT_FOUND", ""},
		{"nobody signed in", "POST", "/v1/informationRequests", `{"content":"x"}`, "application/json", 401, "UNAUTHENTICATED", ""},
		{"an upload by nobody", "POST", "/v1/files", "x", "text/plain", 401, "UNAUTHENTICATED", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.contentType != "" {
				headers = []string{"Content-Type", c.contentType}
			}
			w := s.do(c.method, c.address, strings.NewReader(c.body), headers...)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %.300s", w.Code, c.status, w.Body)
			}
			got := refusal(t, w)
			if got.reason() != c.reason || got.field() != c.field {
				t.Errorf("reason %q field %q, want %q and %q; %s", got.reason(), got.field(), c.reason, c.field, w.Body)
			}
			if got.Message == "" || w.Header().Get("X-Request-Id") == "" {
				t.Errorf("no sentence or no request id: %s", w.Body)
			}
		})
	}
}

func TestRESTSpeaksTheCallersLanguage(t *testing.T) {
	s := newStage(t)
	vi := refusal(t, s.get("/v1/units?leve=3"))
	en := refusal(t, s.get("/v1/units?leve=3", "Accept-Language", "en-GB,en;q=0.9"))
	if !strings.Contains(vi.Message, "Không có tham số “leve”") || !strings.Contains(en.Message, "takes no parameter “leve”") {
		t.Errorf("vi %q, en %q", vi.Message, en.Message)
	}
}

// No sentence has an empty place in it, whatever was known when it was said.
func TestRESTSentencesAreWhole(t *testing.T) {
	s := newStage(t)
	for body, want := range map[string][2]string{
		"{} {}":                      {"JSON hợp lệ: sai ở dòng 1, cột 4.", "not valid JSON: wrong at line 1, column 4."},
		"<xml/>":                     {"JSON hợp lệ: sai ở dòng 1, cột 1.", "not valid JSON: wrong at line 1, column 1."},
		"{\"unit\":":                 {"JSON hợp lệ: sai ở dòng 1, cột 9.", "not valid JSON: wrong at line 1, column 9."},
		`{"content": true}`:          {"“content” phải là văn bản", "“content” must be text"},
		`{"unit":"a","unit":"b"}`:    {"“unit” được ghi nhiều lần", "“unit” is given more than once"},
		"{\"a\u001fb\x1fc\": \"x\"}": {"sai ở dòng 1", "wrong at line 1"},
	} {
		for i, lang := range []string{"vi", "en"} {
			got := refusal(t, s.do("POST", "/v1/informationRequests", strings.NewReader(body), "Content-Type", "application/json", "Accept-Language", lang))
			if !strings.Contains(got.Message, want[i]) || strings.Contains(got.Message, " .") || strings.Contains(got.Message, "  ") {
				t.Errorf("%s in %s: %q, want %q", body, lang, got.Message, want[i])
			}
		}
	}
}

func TestRESTAnswers(t *testing.T) {
	s := newStage(t)
	w := s.get("/v1/units/08584")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"fullName":"Xã Võ Miếu"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w = s.get("/v1/publications:search?query=nha&page_size=5")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"nextPageToken":"next"`) {
		t.Errorf("%d %.300s", w.Code, w.Body)
	}
	if w := s.get("/openapi.json"); w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) {
		t.Errorf("the description answered %d", w.Code)
	}
	if w := s.get("/.well-known/jwks.json"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"Ed25519"`) {
		t.Errorf("the key set answered %d %s", w.Code, w.Body)
	}
}

// What a contract answers as a file comes as that file and not as JSON around it.
func TestRESTAnswersAFileAsItIs(t *testing.T) {
	s, cookie := deskStage(t)
	w := s.get("/v1/imports/"+someID+"/errors.csv", "Cookie", cookie)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv" || w.Body.String() != "dòng,cột\n17,năm sinh\n" {
		t.Errorf("%d %s %q", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
}

func TestABearerTokenWinsOverTheSession(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	s.get("/v1/informationRequests:mine", "Cookie", cookie, "Authorization", "Bearer machine")
	if got := s.fixed.tokens[len(s.fixed.tokens)-1]; got != "Bearer machine" {
		t.Errorf("the service was called with %q", got)
	}
}
