package ballot_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
)

// policy is the content policy the gateway sends with every page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// hall is a vote, the voters' page and a browser before it.
type hall struct {
	vote *votetest.Vote
	url  string
	ctx  context.Context

	mu      sync.Mutex
	cut     map[string]string // path: "before" or "after" the work, once
	page    string
	problem []string
}

// browser starts one browser for all tests of the package; each has a tab of its own.
var browser = sync.OnceValues(func() (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(time.Minute))
	if path := os.Getenv("DANCHU_CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, _ := chromedp.NewExecAllocator(context.Background(), options...) // ends with the tests
	ctx, _ := chromedp.NewContext(allocator)
	return ctx, chromedp.Run(ctx)
})

// open serves the vote with the gateway's own scripts and opens a tab as the household.
func open(t *testing.T, v *votetest.Vote) *hall {
	t.Helper()
	h := &hall{vote: v, cut: map[string]string{}, page: boothPage(v)}
	mux := http.NewServeMux()
	votes := v.Handler()
	mux.Handle("/v1/", votes)
	mux.Handle("/log/", votes)
	v.HandleVoters(mux)
	mux.Handle("/static/", http.StripPrefix("/static/", http.FileServerFS(os.DirFS("../../../gateway/assets"))))
	mux.HandleFunc("/sign-in/{household}", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: votetest.Cookie, Value: r.PathValue("household"), Path: "/", HttpOnly: true})
	})
	mux.HandleFunc("/booth", func(w http.ResponseWriter, _ *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		_, _ = w.Write([]byte(h.page))
	})
	served := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.serve(mux, w, r) }))
	served.Config.SetKeepAlivesEnabled(false) // a browser repeats what it sent over a connection it kept
	served.Start()
	t.Cleanup(served.Close)
	h.url = served.URL
	root, err := browser()
	if err != nil {
		t.Fatalf("starting Chromium (on Debian: apt-get install chromium): %v", err)
	}
	// Another port is another origin, so what a test keeps is its own.
	tab, end := chromedp.NewContext(root)
	t.Cleanup(end)
	bounded, stop := context.WithTimeout(tab, 3*time.Minute)
	t.Cleanup(stop)
	h.ctx = bounded
	chromedp.ListenTarget(tab, func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.problem = append(h.problem, e.ExceptionDetails.Error())
		}
	})
	t.Cleanup(func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if len(h.problem) > 0 {
			t.Errorf("the scripts throw: %q", h.problem)
		}
	})
	return h
}

// serve answers, or breaks the connection before or after the work is done.
func (h *hall) serve(next http.Handler, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy)
	h.mu.Lock()
	when := h.cut[r.URL.Path]
	delete(h.cut, r.URL.Path)
	h.mu.Unlock()
	switch when {
	case "after":
		next.ServeHTTP(httptest.NewRecorder(), r)
		fallthrough
	case "before":
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	next.ServeHTTP(w, r)
}

func (h *hall) breaks(path, when string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cut[path] = when
}

func (h *hall) do(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(h.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// visit opens the page as the household and waits until the script says where it is.
func (h *hall) visit(t *testing.T, household string) {
	t.Helper()
	h.do(t, chromedp.Navigate(h.url+"/sign-in/"+household), chromedp.Navigate(h.url+"/booth"))
	h.idle(t)
}

// idle waits until nothing is under way.
func (h *hall) idle(t *testing.T) {
	t.Helper()
	h.do(t, chromedp.WaitReady("[data-ballot][data-at]:not([aria-busy])", chromedp.ByQuery))
}

func (h *hall) press(t *testing.T, selector string) {
	t.Helper()
	h.do(t, chromedp.WaitVisible(selector, chromedp.ByQuery), chromedp.Click(selector, chromedp.ByQuery))
	h.idle(t)
}

// at fails unless the voter sees that step and is told that.
func (h *hall) at(t *testing.T, step, said string) {
	t.Helper()
	var now, told, shown string
	h.do(t,
		chromedp.Evaluate(`document.querySelector("[data-ballot]").dataset.at`, &now),
		chromedp.Evaluate(`document.querySelector("[data-say]").dataset.said ?? ""`, &told),
		chromedp.Evaluate(`[...document.querySelectorAll("[data-step]")].filter((e) => !e.hidden).map((e) => e.dataset.step).join()`, &shown))
	if now != step || shown != step || told != said {
		t.Fatalf("the voter is at %q, sees %q and is told %q, not at %q and told %q", now, shown, told, step, said)
	}
}

// js runs a module's code in the page and gives what it resolves to.
func js[T any](t *testing.T, h *hall, code string, args ...any) T {
	t.Helper()
	given, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	script := `(async (...args) => {
		const rsa = await import("/static/ballot-rsa.js"), log = await import("/static/ballot-log.js");
		return JSON.stringify(await (async (rsa, log, args) => {` + code + `})(rsa, log, args));
	})(...` + string(given) + `)`
	h.do(t, chromedp.Evaluate(script, &text, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	var result T
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return result
}

func withoutScript(on bool) chromedp.Action { return emulation.SetScriptExecutionDisabled(on) }

// boothPage is a page as ballot.js asks for one.
func boothPage(v *votetest.Vote) string {
	return strings.NewReplacer("{uuid}", votetest.UUID, "{key}", v.First.Key, "{origin}", v.Origin, "{verifier}", v.VerifierKey(),
		"{draw}", votetest.DrawPath, "{cast}", votetest.CastPath, "{receipts}", votetest.ReceiptPath).Replace(`<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>Bỏ phiếu kín</title>
<script type="module" src="/static/ballot.js"></script><script type="module" src="/static/ballot-check.js"></script>
<section data-ballot data-vote="{uuid}" data-key="{key}" data-origin="{origin}" data-verifier-key="{verifier}"
  data-log="/log/votes/{uuid}" data-draw="{draw}" data-cast="{cast}" data-receipts="{receipts}">
<div data-step="unsupported">Cần trình duyệt có JavaScript; có thể bỏ phiếu với sự giúp đỡ.</div>
<div data-step="start" hidden><button data-act="draw">Nhận thẻ</button></div>
<div data-step="drawing" hidden><button data-act="draw">Thử lại</button></div>
<form data-step="choosing" hidden>
  <label><input type="radio" name="choice" value="AGREE" data-label="Đồng ý">Đồng ý</label>
  <label><input type="radio" name="choice" value="DISAGREE" data-label="Không đồng ý">Không đồng ý</label>
  <button>Xem lại</button></form>
<div data-step="confirming" hidden><b data-show="choice"></b><button data-act="cast">Bỏ phiếu</button><button data-act="back">Sửa</button></div>
<div data-step="casting" hidden><b data-show="choice"></b><button data-act="cast">Gửi lại</button></div>
<div data-step="done" hidden><code data-show="commitment"></code><a data-show="file" download="bien-nhan.json">Lưu biên nhận</a>
  <p data-when="included" hidden>Đã có trong nhật ký.</p><p data-when="waiting" hidden>Đang chờ.</p><p data-when="unverified" hidden>Không kiểm được chữ ký.</p>
  <button data-act="forget">Xóa khỏi máy này</button></div>
<div data-step="forgotten" hidden>Đã xóa.</div>
<p data-say role="status"></p>
<p data-message="offline" hidden>Mất kết nối. Phiếu chưa mất; bấm để gửi lại.</p>
<p data-message="refused" hidden>Máy chủ từ chối.</p>
</section>
<form data-ballot-check data-vote="{uuid}" data-origin="{origin}" data-verifier-key="{verifier}">
  <input type="file" name="file"><textarea name="text"></textarea><button id="check">Kiểm tra</button>
  <div data-result="included" hidden><b data-show="index"></b>/<b data-show="size"></b></div><div data-result="promised" hidden>Đã ký nhận.</div>
  <div data-result="unverified" hidden>Không kiểm được.</div><div data-result="wrong" hidden>Không đúng.</div>
</form>`)
}
