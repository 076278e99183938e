package notify_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/notify"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

var texts = fstest.MapFS{
	"notices/request_answered.vi.txt": {Data: []byte("Đã trả lời yêu cầu {{.number}}\n\nKính gửi ông/bà,\n\nYêu cầu {{.number}} đã được trả lời.\n")},
	"notices/request_answered.en.txt": {Data: []byte("Request {{.number}} was answered\n\nRequest {{.number}} was answered.\n")},
}

func templates(t testing.TB) *notify.Templates {
	t.Helper()
	loaded, err := notify.LoadTemplates(texts, "notices")
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// logged is what the program logged, for looking for what must not be there.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// deliverer runs the deliveries of a fresh database until the test ends.
func deliverer(t *testing.T, set func(*notify.Deliverer)) (*pg.DB, *logged) {
	t.Helper()
	db := pgtest.New(t)
	out := &logged{}
	log := slog.New(slog.NewTextHandler(out, nil))
	d := &notify.Deliverer{DB: db, Templates: templates(t), Clock: time.Now, Log: log, Backoff: []time.Duration{time.Millisecond}}
	set(d)
	workers := river.NewWorkers()
	d.Register(workers)
	runner, err := jobs.New(db, workers, jobs.Config{PollEvery: 20 * time.Millisecond, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- runner.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return db, out
}

func insert(t *testing.T, db *pg.DB, notices ...notify.Notice) {
	t.Helper()
	err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
		return notify.Insert(ctx, tx, time.Now(), notices...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited 30 s in vain: %s", what)
		}
	}
}

// ended waits for the end of a notice and returns its state and the log of its attempts.
func ended(t *testing.T, db *pg.DB, dedup string) (state, attempts string) {
	t.Helper()
	eventually(t, "the end of notice "+dedup, func() bool {
		err := db.Pool().QueryRow(context.Background(), `
SELECT max(n.state), string_agg(a.outcome, ', ' ORDER BY a.number)
FROM platform_notice n JOIN platform_notice_attempt a ON a.notice_id = n.id
WHERE n.dedup_key = $1 AND n.recipient <> ''
HAVING max(n.state) <> 'queued'`, dedup).Scan(&state, &attempts)
		return err == nil
	})
	return state, attempts
}

func answered(channel notify.Channel, recipient, key string) notify.Notice {
	return notify.Notice{
		Channel: channel, Recipient: recipient, Template: "request_answered", DedupKey: key,
		Params: map[string]string{"number": "12/2026", "link": "/requests/12"},
	}
}

func mailer(p *post) func(*notify.Deliverer) {
	return func(d *notify.Deliverer) {
		m, err := notify.NewMailer("smtp+insecure://"+p.address, "Dân chủ cơ sở <khong-tra-loi@phutho.example>", nil)
		if err != nil {
			p.t.Fatal(err)
		}
		d.Mail = m
	}
}

// A mail arrives over real SMTP, in Vietnamese, once although inserted twice.
func TestMail(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	db, _ := deliverer(t, mailer(p))
	insert(t, db, answered(notify.Mail, "an@hogia.example", "requests/12"))
	insert(t, db, answered(notify.Mail, "an@hogia.example", "requests/12"))
	got := <-p.letters
	want := letter{
		from: "khong-tra-loi@phutho.example", to: "an@hogia.example", subject: "Đã trả lời yêu cầu 12/2026",
		body: "Kính gửi ông/bà,\n\nYêu cầu 12/2026 đã được trả lời.\n", id: got.id,
	}
	if got.body = strings.TrimRight(got.body, "\n") + "\n"; got != want {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
	if !strings.HasPrefix(got.id, "<notice-") || !strings.HasSuffix(got.id, "@phutho.example>") {
		t.Errorf("message id %s", got.id)
	}
	if state, attempts := ended(t, db, "requests/12"); state != "delivered" || attempts != "delivered" || len(p.letters) != 0 {
		t.Fatalf("%s after %s, %d more letters", state, attempts, len(p.letters))
	}
}

// A server that is busy is asked again; the address stays out of the log.
func TestMailIsTriedAgain(t *testing.T) {
	t.Parallel()
	p := newPost(t, "451 later", "451 later")
	db, out := deliverer(t, mailer(p))
	insert(t, db, answered(notify.Mail, "an@hogia.example", "requests/12"))
	<-p.letters
	if state, attempts := ended(t, db, "requests/12"); state != "delivered" || attempts != "smtp 451, smtp 451, delivered" {
		t.Fatalf("%s after %s", state, attempts)
	}
	if text := out.String(); strings.Contains(text, "hogia") || strings.Contains(text, "12/2026") || !strings.Contains(text, "smtp 451") {
		t.Fatalf("log: %s", text)
	}
	var errors string
	if err := db.Pool().QueryRow(context.Background(), `SELECT errors::text FROM river_job`).Scan(&errors); err != nil || strings.Contains(errors, "hogia") {
		t.Fatalf("the job's errors tell the address: %s %v", errors, err)
	}
}

func TestMailRefusedForGood(t *testing.T) {
	t.Parallel()
	p := newPost(t, "550 no such person")
	db, _ := deliverer(t, mailer(p))
	insert(t, db, answered(notify.Mail, "nobody@hogia.example", "requests/12"))
	if state, attempts := ended(t, db, "requests/12"); state != "failed" || attempts != "smtp 550" {
		t.Fatalf("%s after %s", state, attempts)
	}
}

// A server without TLS does not get mail that must be encrypted on its way.
func TestMailNeedsTLS(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	m, err := notify.NewMailer("smtp://"+p.address, "a@b.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(context.Background(), notify.Letter{ID: "1", To: "an@hogia.example", Subject: "s", Body: "b", At: time.Now()}); err == nil || len(p.letters) != 0 {
		t.Fatalf("sent in clear: %v", err)
	}
}

func TestChannelNotConfigured(t *testing.T) {
	t.Parallel()
	db, _ := deliverer(t, func(*notify.Deliverer) {})
	insert(t, db, answered(notify.Mail, "an@hogia.example", "requests/12"))
	if state, attempts := ended(t, db, "requests/12"); state != "failed" || attempts != "channel not configured" {
		t.Fatalf("%s after %s", state, attempts)
	}
}

func TestInbox(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, _ := deliverer(t, func(*notify.Deliverer) {})
	english := answered(notify.Inbox, "iss#an", "b")
	english.Lang = "en"
	insert(t, db, answered(notify.Inbox, "iss#an", "a"), answered(notify.Inbox, "iss#binh", "a"))
	eventually(t, "the first", func() bool { n, err := notify.Unread(ctx, db, "iss#an"); return err == nil && n == 1 })
	insert(t, db, english)
	eventually(t, "the second", func() bool { n, err := notify.Unread(ctx, db, "iss#an"); return err == nil && n == 2 })
	items, err := notify.ListInbox(ctx, db, "iss#an", 0, 10)
	if err != nil || len(items) != 2 {
		t.Fatalf("%+v, %v", items, err)
	}
	if items[0].Title != "Request 12/2026 was answered" || items[1].Title != "Đã trả lời yêu cầu 12/2026" || items[0].Link != "/requests/12" || items[0].Read {
		t.Fatalf("%+v", items)
	}
	if older, err := notify.ListInbox(ctx, db, "iss#an", items[0].ID, 10); err != nil || len(older) != 1 || older[0].ID != items[1].ID {
		t.Fatalf("older: %+v, %v", older, err)
	}
	if n, err := notify.MarkRead(ctx, db, "iss#binh", time.Now(), items[0].ID); err != nil || n != 0 {
		t.Fatalf("somebody else marked %d of mine, %v", n, err)
	}
	if n, err := notify.MarkRead(ctx, db, "iss#an", time.Now(), items[0].ID); err != nil || n != 1 {
		t.Fatalf("marked %d, %v", n, err)
	}
	if n, err := notify.MarkRead(ctx, db, "iss#an", time.Now()); err != nil || n != 1 {
		t.Fatalf("marked the rest: %d, %v", n, err)
	}
	if n, err := notify.Unread(ctx, db, "iss#an"); err != nil || n != 0 {
		t.Fatalf("%d unread, %v", n, err)
	}
}

func TestPruneForgets(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p := newPost(t)
	db, _ := deliverer(t, mailer(p))
	insert(t, db, answered(notify.Mail, "an@hogia.example", "requests/12"), answered(notify.Inbox, "iss#an", "requests/12"))
	<-p.letters
	ended(t, db, "requests/12")
	eventually(t, "the inbox", func() bool { n, err := notify.Unread(ctx, db, "iss#an"); return err == nil && n == 1 })
	if n, err := notify.Prune(ctx, db, notify.Mail, time.Now().Add(-time.Hour)); err != nil || n != 0 {
		t.Fatalf("pruned %d young notices, %v", n, err)
	}
	eventually(t, "the mail's end", func() bool {
		n, err := notify.Prune(ctx, db, notify.Mail, time.Now().Add(time.Hour))
		return err == nil && n == 1
	})
	if n, err := notify.Unread(ctx, db, "iss#an"); err != nil || n != 1 {
		t.Fatalf("the inbox went too: %d, %v", n, err)
	}
}

func TestNoticesAreChecked(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for name, bad := range map[string]notify.Notice{
		"no template":  {Channel: notify.Mail, Recipient: "a@b.example", DedupKey: "k"},
		"no key":       {Channel: notify.Mail, Recipient: "a@b.example", Template: "t"},
		"no recipient": {Channel: notify.Inbox, Template: "t", DedupKey: "k"},
		"no channel":   {Recipient: "a", Template: "t", DedupKey: "k"},
	} {
		err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
			return notify.Insert(ctx, tx, time.Now(), bad)
		})
		if err == nil {
			t.Errorf("%s: passes", name)
		}
	}
}

func TestTemplatesAreChecked(t *testing.T) {
	t.Parallel()
	good := "t\n\nb"
	for name, bad := range map[string]fstest.MapFS{
		"one language": {"n/a.vi.txt": {Data: []byte(good)}},
		"no title":     {"n/a.vi.txt": {Data: []byte("\n\nb")}, "n/a.en.txt": {Data: []byte(good)}},
		"syntax":       {"n/a.vi.txt": {Data: []byte("{{ t\n\nb")}, "n/a.en.txt": {Data: []byte(good)}},
	} {
		if _, err := notify.LoadTemplates(bad, "n"); err == nil {
			t.Errorf("%s: passes", name)
		}
	}
	loaded := templates(t)
	if _, _, err := loaded.Render("request_answered", "vi", nil); err == nil {
		t.Error("a missing parameter is an empty word")
	}
	if _, _, err := loaded.Render("request_answered", "vi", map[string]string{"number": "1\nBcc: x@y"}); err == nil {
		t.Error("a parameter breaks the title's line")
	}
}
