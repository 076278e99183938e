package recount_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// A server that wants to keep us busy, or send us elsewhere, is left.
func TestHostileServers(t *testing.T) {
	v := held(t)
	v.Close(t)
	honest := v.Handler()
	endless := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.Copy(w, io.LimitReader(zeros{}, 1<<30)) // ends when the reader leaves
	}
	elsewhere := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/else", http.StatusFound) }
	for name, c := range map[string]struct {
		part  string
		serve http.HandlerFunc
	}{
		"an endless record":            {"/v1/votes/" + votetest.UUID, endless},
		"an endless checkpoint":        {"/checkpoint", endless},
		"endless entries":              {"/tile/entries/000.p/80", endless},
		"an endless list":              {"/participants", endless},
		"a redirected record":          {"/v1/votes/" + votetest.UUID, elsewhere},
		"a redirected checkpoint":      {"/checkpoint", elsewhere},
		"no entries":                   {"/tile/entries/000.p/80", http.NotFound},
		"a record that is no record":   {"/v1/votes/" + votetest.UUID, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }},
		"a list that never ends":       {"/participants", forever},
		"a record of another vote":     {"/v1/votes/" + votetest.UUID, record(`{"log":{"origin":"danchu.example/log/votes/other","verifierKey":"x"}}`)},
		"a record without keys":        {"/v1/votes/" + votetest.UUID, record(`{"log":{"origin":"danchu.example/log/votes/` + votetest.UUID + `"}}`)},
		"a checkpoint that is no note": {"/checkpoint", record("none")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, c.part) {
					c.serve(w, r)
					return
				}
				honest.ServeHTTP(w, r)
			}))
			defer served.Close()
			place, err := recount.ParseAddress(served.URL + "/votes/" + votetest.UUID)
			if err != nil {
				t.Fatal(err)
			}
			r, err := recount.Run(context.Background(), place, recount.Options{})
			if err == nil && len(r.Broken()) == 0 {
				t.Fatalf("it is believed: %+v", r)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func record(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

func forever(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, `{"participants":[{"code":"1"},{"code":"2"}],"nextPageToken":"x","total":40}`)
}

// A log that is not a vote's, or claims what no village can be.
func TestLogsThatAreNone(t *testing.T) {
	for name, first := range map[string]func(*ballot.VoteLeaf){
		"of another vote":          func(l *ballot.VoteLeaf) { l.Vote = l.Vote[:35] + "b" },
		"too long for its village": func(l *ballot.VoteLeaf) { l.Households = 3 },
		"without a key":            func(l *ballot.VoteLeaf) { l.Key = "" },
	} {
		v := held(t)
		v.Close(t)
		leaf := v.First
		first(&leaf)
		leaves := v.Leaves()
		leaves[0] = leaf.Line()
		v.Rewrite(leaves)
		if r := counted(t, v, recount.Options{}); len(r.Broken()) == 0 || r.Finished {
			t.Errorf("%s: it is counted: %+v", name, r)
		}
	}
}
