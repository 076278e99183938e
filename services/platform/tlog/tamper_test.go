package tlog_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

// filled is a log of 600 leaves.
func filled(t *testing.T) *house {
	t.Helper()
	h := build(t)
	h.append(h.log, leaves(0, 600)...)
	h.sequence()
	return h
}

// tamper does what only the owner of the database can.
func (h *house) tamper(statement string) {
	h.t.Helper()
	if _, err := h.db.Pool().Exec(context.Background(), `
ALTER TABLE tlog_leaf DISABLE TRIGGER ALL; ALTER TABLE tlog_tile DISABLE TRIGGER ALL; `+statement); err != nil {
		h.t.Fatal(err)
	}
}

func download(c *tlogclient.Client, at tlogclient.Signed) error {
	return c.Entries(context.Background(), at, func(int64, []byte) error { return nil })
}

// Somebody with the whole database in his hands changes entries: whoever
// downloads them sees it, and whoever checks one of them too.
func TestChangedEntriesAreSeen(t *testing.T) {
	t.Parallel()
	for name, statement := range map[string]string{
		"altered": `UPDATE tlog_leaf SET data = 'leaf x' WHERE idx = 300`,
		"moved":   `UPDATE tlog_leaf SET idx = CASE idx WHEN 3 THEN -3 ELSE 3 END WHERE idx IN (3, 4); UPDATE tlog_leaf SET idx = 4 WHERE idx = -3`,
		"doubled": `UPDATE tlog_leaf SET data = (SELECT data FROM tlog_leaf WHERE idx = 5) WHERE idx = 6`,
		"dropped": `DELETE FROM tlog_leaf WHERE idx = 7; UPDATE tlog_leaf SET idx = 7 WHERE idx = 599; UPDATE tlog_head SET size = 599, signed_size = 599`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := filled(t)
			c := h.client(h.log, origin, nil)
			at, _ := everything(t, c)
			if name == "dropped" { // the checkpoint stays, the entries no longer reach it
				h.tamper(statement)
				if err := download(c, at); err == nil {
					t.Fatal("not seen")
				}
				return
			}
			h.tamper(statement)
			if err := download(c, at); !errors.Is(err, tlogclient.ErrAltered) {
				t.Fatalf("%v", err)
			}
		})
	}
}

// The tiles do not help a liar either: they are hashed up to the signed root.
func TestChangedHashesAreSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	h.append(h.log, leaves(0, 400)...)
	h.sequence()
	c := h.client(h.log, origin, nil)
	older, _ := everything(t, c)
	h.append(h.log, leaves(400, 200)...)
	h.sequence()
	newer, _ := everything(t, c)
	h.tamper(`UPDATE tlog_tile SET data = overlay(data placing sha256('leaf x') from 1 + 32 * 17 for 32) WHERE level = 0 AND n = 0`)
	if err := c.Included(ctx, newer, 17, leaf(17).Data); err == nil || !strings.Contains(err.Error(), "inconsistent") {
		t.Errorf("inclusion under a changed tile: %v", err)
	}
	h.tamper(`UPDATE tlog_tile SET data = overlay(data placing sha256('leaf x') from 1 for 32) WHERE level = 1`)
	if err := c.Consistent(ctx, older, newer); err == nil {
		t.Error("growth under a changed tile is believed")
	}
}

// A log that begins again, as a database restored to an earlier state does, signs
// a second history. Two checkpoints are the proof.
func TestAForkIsProved(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	honest, forked := filled(t), build(t)
	c := honest.client(honest.log, origin, nil)
	kept, _ := everything(t, c)
	changed := leaves(0, 700)
	changed[299].Data = []byte("leaf x")
	forked.append(forked.log, changed...)
	forked.sequence()
	other := forked.client(forked.log, origin, nil)
	newer, _ := everything(t, other)
	var fork *tlogclient.ForkError
	if err := other.Consistent(ctx, kept, newer); !errors.As(err, &fork) || fork.Older.Size != 600 || fork.Newer.Size != 700 {
		t.Fatalf("%v", err)
	}
	for _, note := range [][]byte{fork.Older.Note, fork.Newer.Note} {
		if _, err := trust(t, honest.keys, origin).Open(note); err != nil {
			t.Errorf("the evidence is not signed: %v", err)
		}
	}
	same := build(t)
	same.append(same.log, changed[:600]...)
	same.sequence()
	at, _ := everything(t, same.client(same.log, origin, nil))
	if err := c.Consistent(ctx, kept, at); !errors.As(err, &fork) {
		t.Errorf("two logs of one size: %v", err)
	}
	honest.close(honest.log)
	honest.sequence()
	closed, _ := everything(t, c)
	if err := other.Consistent(ctx, closed, newer); !errors.As(err, &fork) {
		t.Errorf("a log that grew after it was closed: %v", err)
	}
}

// lying answers one path with something else.
func lying(path string, answer http.HandlerFunc) func(http.Handler) http.Handler {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				answer(w, r)
				return
			}
			honest.ServeHTTP(w, r)
		})
	}
}

func send(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(data) }
}

// Whatever a server sends, the client ends with an error that says what and where.
func TestHostileServers(t *testing.T) {
	t.Parallel()
	h := filled(t)
	at, _ := everything(t, h.client(h.log, origin, nil))
	endless := func(w http.ResponseWriter, r *http.Request) {
		for block := make([]byte, 1<<16); r.Context().Err() == nil; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	}
	elsewhere := httptest.NewServer(send(at.Note))
	t.Cleanup(elsewhere.Close)
	for name, one := range map[string]struct {
		path   string
		answer http.HandlerFunc
		want   string
	}{
		"endless checkpoint":   {"/checkpoint", endless, "sends more than"},
		"empty checkpoint":     {"/checkpoint", send(nil), "signature"},
		"unsigned checkpoint":  {"/checkpoint", send([]byte(at.Body() + "\n")), "signature"},
		"redirect":             {"/checkpoint", http.RedirectHandler(elsewhere.URL, http.StatusFound).ServeHTTP, "answers 302"},
		"error":                {"/checkpoint", http.NotFound, "not there"},
		"endless bundle":       {"/tile/entries/001", endless, "sends more than"},
		"short bundle":         {"/tile/entries/001", send([]byte("\x00\x01")), "ends within entry 0"},
		"bundle without end":   {"/tile/entries/002.p/88", send(bytes.Repeat([]byte{0, 0}, 89)), "follow the last"},
		"bundle of nothing":    {"/tile/entries/001", send(nil), "ends before entry 0"},
		"missing bundle":       {"/tile/entries/002.p/88", http.NotFound, "not there"},
		"bundle of other data": {"/tile/entries/001", send(bytes.Repeat([]byte{0, 0}, 256)), "not those it has signed"},
		"endless tile":         {"/tile/0/000", endless, "sends more than"},
		"short tile":           {"/tile/0/000", send(make([]byte, 31)), "tile/0/000"},
		"tile of other hashes": {"/tile/0/000", send(make([]byte, 8192)), "inconsistent"},
		"failing tile":         {"/tile/0/000", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "answers 500"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := h.client(h.log, origin, lying(one.path, one.answer))
			found, err := c.Checkpoint(context.Background())
			if err == nil {
				err = download(c, found)
			}
			if err == nil {
				err = c.Included(context.Background(), found, 5, leaf(5).Data)
			}
			if err == nil || !strings.Contains(err.Error(), one.want) {
				t.Errorf("%v, want one that says %q", err, one.want)
			}
		})
	}
	huge := at
	huge.Size = 1 << 50
	if err := download(h.client(h.log, origin, nil), huge); err == nil || !strings.Contains(err.Error(), "claims") {
		t.Errorf("a log without end: %v", err)
	}
}

// A log that dropped its partial tiles once they were full is read as well.
func TestDroppedPartialTiles(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := filled(t)
	older, _ := everything(t, h.client(h.log, origin, nil))
	h.append(h.log, leaves(600, 300)...)
	h.sequence()
	c := h.client(h.log, origin, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/002.p/88") {
				http.NotFound(w, r)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	if err := download(c, older); err != nil {
		t.Error(err)
	}
	if err := c.Included(ctx, older, 599, leaf(599).Data); err != nil {
		t.Error(err)
	}
}

func TestServingSaysWhatItIs(t *testing.T) {
	t.Parallel()
	h := filled(t)
	server := httptest.NewServer(h.reader.Handler(h.log))
	t.Cleanup(server.Close)
	for path, want := range map[string]struct {
		status       int
		kind, caches string
		bytes        int
	}{
		"/checkpoint":             {200, "text/plain; charset=utf-8", "no-cache", 0},
		"/tile/0/000":             {200, "application/octet-stream", "public, max-age=31536000, immutable", 8192},
		"/tile/0/002.p/88":        {200, "application/octet-stream", "public, max-age=31536000, immutable", 88 * 32},
		"/tile/0/002.p/87":        {200, "application/octet-stream", "public, max-age=31536000, immutable", 87 * 32},
		"/tile/1/000.p/2":         {200, "application/octet-stream", "public, max-age=31536000, immutable", 64},
		"/tile/entries/002.p/88":  {200, "application/octet-stream", "public, max-age=31536000, immutable", 88 * (2 + len("leaf 512"))},
		"/tile/0/002":             {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/0/002.p/89":        {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/2/000.p/1":         {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/entries/003":       {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/8/0/000":           {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/0/000.p/0":         {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/0/x000/000":        {404, "text/plain; charset=utf-8", "no-store", 0},
		"/":                       {404, "text/plain; charset=utf-8", "no-store", 0},
		"/tile/entries/000%2f000": {404, "text/plain; charset=utf-8", "no-store", 0},
	} {
		answer, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		if answer.StatusCode != want.status || answer.Header.Get("Content-Type") != want.kind || answer.Header.Get("Cache-Control") != want.caches ||
			want.bytes > 0 && len(data) != want.bytes || answer.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d, %v, %d bytes", path, answer.StatusCode, answer.Header, len(data))
		}
	}
	answer, err := http.Post(server.URL+"/checkpoint", "text/plain", nil)
	if err != nil || answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("posting: %v, %v", answer.Status, err)
	}
	missing := httptest.NewServer(h.reader.Handler(h.log + 1000))
	t.Cleanup(missing.Close)
	if answer, err := http.Get(missing.URL + "/checkpoint"); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("a log that is not there: %v, %v", answer.Status, err)
	}
}

// What is placed and not signed is not shown: no key, no tiles.
func TestTheUnsignedIsNotShown(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := filled(t)
	mute := tlog.NewSequencer(h.db, noKeys{}, quiet)
	h.append(h.log, leaves(600, 10)...)
	if _, err := mute.Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	if head, err := h.reader.Head(ctx, h.log); err != nil || head.Size != 600 {
		t.Fatalf("%+v, %v", head, err)
	}
	if _, err := h.reader.ReadTile(ctx, h.log, 0, 2, 89); err == nil {
		t.Error("an unsigned hash is shown")
	}
	if _, err := h.reader.ReadEntries(ctx, h.log, 2, 89); err == nil {
		t.Error("an unsigned entry is shown")
	}
	if n := h.sequence(); n != 0 {
		t.Errorf("placed %d again", n)
	}
	if at, _ := everything(t, h.client(h.log, origin, nil)); at.Size != 610 {
		t.Errorf("%d entries once the key is there", at.Size)
	}
}
