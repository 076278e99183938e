package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// The program over the life of a vote, with one memory, as a neighbour would run it.
func TestOverTheLifeOfAVote(t *testing.T) {
	v := votetest.Open(t, 3, votetest.Key(t))
	served := httptest.NewServer(v.Handler())
	defer served.Close()
	address := served.URL + "/votes/" + votetest.UUID
	folder := t.TempDir()
	state, receipt := filepath.Join(folder, "seen.json"), filepath.Join(folder, "receipt.json")

	verify := func(want int, args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if got := run(context.Background(), append(append([]string{"-state", state}, args...), address), &out, &problems); got != want {
			t.Fatalf("exit code %d, not %d:\n%s%s", got, want, out.String(), problems.String())
		}
		return out.String() + problems.String()
	}
	mine := v.Vote(t, "H1", "AGREE")
	v.Vote(t, "H2", "DISAGREE")
	kept, err := json.Marshal(mine)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(receipt, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	if text := verify(notFinished, "-receipt", receipt); !strings.Contains(text, "chưa có kết quả") || !strings.Contains(text, "chưa mở") {
		t.Fatal(text)
	}
	v.Close(t)
	if text := verify(allKept, "-receipt", receipt); !strings.Contains(text, "Không đạt tỷ lệ") || !strings.Contains(text, "lựa chọn AGREE") {
		t.Fatal(text)
	}
	var report recount.Report
	if err := json.Unmarshal([]byte(verify(allKept, "-json")), &report); err != nil || report.Ballots != 2 || !report.KeysPinned {
		t.Fatalf("%+v, %v", report, err)
	}
	// The same result, told otherwise: nothing is wrong in the log alone.
	leaves := v.Leaves()
	leaves[1], leaves[2] = leaves[2], leaves[1]
	v.Rewrite(leaves)
	if text := verify(someBroken, "-lang", "en"); !strings.Contains(text, "[BROKEN] The log only grew") || !strings.Contains(text, "Evidence") {
		t.Fatal(text)
	}
	verify(someBroken) // the lie is not remembered in place of the truth
	verify(allKept, "-state", "none")
	v.Page["title"] = "\x1b[31mđỏ"
	if text := verify(allKept, "-state", "none"); strings.Contains(text, "\x1b") {
		t.Fatal("a text of the server reaches the terminal as it is")
	}
	if text := verify(notCounted, "-receipt", state); text == "" {
		t.Fatal("no reason is told")
	}
	served.Close()
	if text := verify(notCounted); !strings.Contains(text, "Không kiểm được") {
		t.Fatal(text)
	}
}

func TestCommandLines(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"-lang", "fr", "https://a.example/votes/" + votetest.UUID},
		{"https://a.example/votes/1"},
		{"-unknown"},
		{"-workers", "-1", "https://a.example/votes/" + votetest.UUID},
	} {
		var out, problems bytes.Buffer
		if code := run(context.Background(), args, &out, &problems); code != wrongUse || problems.Len() == 0 {
			t.Errorf("%q: %d %s", args, code, problems.String())
		}
	}
}

// A receipt that the log never signed proves nothing against it.
func TestForeignReceipts(t *testing.T) {
	v, other := votetest.Open(t, 3, votetest.Key(t)), votetest.Open(t, 3, votetest.Key(t))
	served := httptest.NewServer(v.Handler())
	defer served.Close()
	mine := other.Vote(t, "H1", "AGREE")
	for name, r := range map[string]recount.Receipt{
		"the promise of another key": {Commitment: mine.Commitment, Promise: mine.Promise},
		"the proof of another key":   {Commitment: mine.Commitment, Proof: mine.Proof},
		"of another vote":            {Vote: "votes/x", Commitment: mine.Commitment, Promise: mine.Promise},
		"of another ballot":          {Commitment: strings.Repeat("0", 64), Promise: v.Vote(t, "H2", ballot.Agree).Promise},
		"nothing":                    {Commitment: mine.Commitment},
	} {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "receipt.json")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		var out, problems bytes.Buffer
		args := []string{"-state", "none", "-receipt", file, served.URL + "/votes/" + votetest.UUID}
		if code := run(context.Background(), args, &out, &problems); code != notCounted {
			t.Errorf("%s: exit code %d\n%s", name, code, out.String())
		}
	}
}
