package story

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

func TestStepsHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, step := range Steps() {
		if step.Name == "" || step.Play == nil || seen[step.Name] {
			t.Errorf("step %q is empty or there twice", step.Name)
		}
		seen[step.Name] = true
	}
}

// Without the instance, or with one that answers nonsense, no step may say that it has shown something.
func TestNothingPassesByItself(t *testing.T) {
	t.Parallel()
	nonsense := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"message":"không có"}`))
	}))
	t.Cleanup(nonsense.Close)
	for _, step := range Steps() {
		stage, err := NewStage(nonsense.URL, "ktest", http.DefaultTransport, nil)
		if err != nil {
			t.Fatal(err)
		}
		stage.Patience = -1
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // whatever waits gives up after the first look
		if what, err := step.Play(ctx, stage); err == nil {
			t.Errorf("%q has shown %q", step.Name, what)
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	refusal := &Refusal{Status: 400, Message: "Thiếu ngày.", Reason: "DATE_INVALID", Fields: []string{"content.decision_date"}}
	for name, tc := range map[string]struct {
		err  error
		want want
		ok   bool
	}{
		"as wanted":          {refusal, want{400, "DATE_INVALID", "decision_date"}, true},
		"any reason":         {refusal, want{status: 400}, true},
		"another status":     {refusal, want{status: 403}, false},
		"another reason":     {refusal, want{400, "FOUR_EYES", ""}, false},
		"another field":      {refusal, want{400, "DATE_INVALID", "title"}, false},
		"allowed":            {nil, want{status: 400}, false},
		"without a sentence": {&Refusal{Status: 400}, want{status: 400}, false},
		"not answered":       {ErrGone, want{status: 400}, false},
	} {
		if _, err := refused(tc.err, tc.want); (err == nil) != tc.ok {
			t.Errorf("%s: %v, want ok %v", name, err, tc.ok)
		}
	}
}

func TestAJournalCutOffInTheMiddleIsRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	journal, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"publications/1", "publications/2"} {
		if err := journal.note("a", name, "1", "x"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := journal.file.WriteString(`{"who":"a","resou`); err != nil {
		t.Fatal(err)
	}
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := ReadJournal(path)
	if err != nil || len(entries) != 2 || entries[1].Resource != "publications/2" {
		t.Errorf("%v, %v", entries, err)
	}
	if err := os.WriteFile(path, []byte("broken\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadJournal(path); err == nil {
		t.Error("a broken line is read over")
	}
}

// An answer that was received is not asked for again, and one that was not is.
func TestAnAnswerIsAskedForOnce(t *testing.T) {
	t.Parallel()
	var asked []string
	instance := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked = append(asked, string(body))
		if len(asked) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"name": "publications/1", "etag": "1"})
	}))
	t.Cleanup(instance.Close)
	stage, err := NewStage(instance.URL, "ktest", http.DefaultTransport, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask := func() error {
		_, err := stage.create(t.Context(), stage.anybody(), "draft", roadItem, "", &disclosurev1.PublicationContent{Title: "x"})
		return err
	}
	if err := ask(); !errors.Is(err, ErrGone) {
		t.Errorf("an instance that is away: %v", err)
	}
	for range 2 {
		if err := ask(); err != nil {
			t.Error(err)
		}
	}
	if len(asked) != 2 || !strings.Contains(asked[0], stage.id("draft")) || !strings.Contains(asked[1], stage.id("draft")) {
		t.Errorf("asked %d times: %v", len(asked), asked)
	}
}

// What is lost, doubled or older than it was acknowledged is found.
func TestCheckFinds(t *testing.T) {
	t.Parallel()
	entry := Entry{Who: "", Resource: "publications/1", Etag: "3", Mark: "Tiêu đề"}
	for name, tc := range map[string]struct {
		answer string
		titles []string
		faults int
	}{
		"all is well": {`{"name":"publications/1","etag":"4"}`, []string{"Tiêu đề", "khác"}, 0},
		"older":       {`{"name":"publications/1","etag":"2"}`, []string{"Tiêu đề"}, 1},
		"lost":        {"", nil, 2},
		"doubled":     {`{"name":"publications/1","etag":"3"}`, []string{"Tiêu đề", "Tiêu đề"}, 1},
	} {
		instance := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/v1/publications/1" && tc.answer == "":
				w.WriteHeader(http.StatusNotFound)
			case r.URL.Path == "/v1/publications/1":
				_, _ = w.Write([]byte(tc.answer))
			case r.URL.Path == "/v1/publications":
				list := []map[string]string{}
				for _, title := range tc.titles {
					list = append(list, map[string]string{"title": title})
				}
				_ = json.NewEncoder(w).Encode(map[string]any{"publications": list})
			default:
				_, _ = w.Write([]byte(`{}`))
			}
		}))
		stage, err := NewStage(instance.URL, "ktest", http.DefaultTransport, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"", officer, citizen, communeAdmin, villageHead} {
			stage.people[who] = stage.browser(who)
		}
		report, err := Check(t.Context(), stage, []Entry{entry})
		instance.Close()
		if err != nil || len(report.Faults) != tc.faults {
			t.Errorf("%s: %v, %v; want %d faults", name, report.Faults, err, tc.faults)
		}
	}
}

func TestPageReadsForms(t *testing.T) {
	t.Parallel()
	page, err := readPage(nil, []byte(`<main><h1>Gửi <b>yêu cầu</b></h1><form action="/a"></form><form action="/requests/new"><input name="once" value="1"><input type="checkbox" name="no">
<textarea name="content">
x</textarea><select name="item"><option value="1"><option value="2" selected></select></form><script>không đọc</script></main>`))
	if err != nil {
		t.Fatal(err)
	}
	page.URL = httptest.NewRequest(http.MethodGet, "http://portal/x", nil).URL
	action, form, err := page.form("/requests/new")
	if err != nil || action != "http://portal/requests/new" || form.Get("once") != "1" || form.Has("no") || form.Get("content") != "x" || form.Get("item") != "2" {
		t.Errorf("%s %v %v", action, form, err)
	}
	if page.says("Gửi yêu cầu") != nil || page.says("không đọc") == nil || slices.Contains(page.Links(), "x") {
		t.Errorf("the page says %q", page.Text())
	}
	if _, _, err := page.form("/nothing"); err == nil {
		t.Error("a form that is not there is found")
	}
}
