package recount_test

import (
	"errors"
	"flag"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
)

var (
	script  = flag.String("public-tools", "", "script that counts with public tools alone; make interop gives it")
	checker = flag.String("log-checker", "", "program of others that checks a log")
)

// A stranger with curl, jq and openssl comes to the same, and catches the same lies.
// It needs programs that not every machine has; make interop installs and names them.
func TestPublicToolsAlone(t *testing.T) {
	if *script == "" {
		return
	}
	for name, c := range map[string]struct {
		tamper func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf
		finds  string
	}{
		"an honest vote": {func(*votetest.Vote) func([]ballot.Leaf) []ballot.Leaf { return chain() }, ""},
		"a changed choice": {func(*votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			return once(disagrees, agree)
		}, "no choice was changed"},
		"a dropped ballot": {func(*votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			return without(func(l ballot.Leaf) bool { o, ok := l.(ballot.OpeningLeaf); return ok && disagrees(o) })
		}, "every ballot cast is opened"},
		"a doubled token": {func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			again := v.Openings[0]
			again.Salt[0] ^= 1
			return stuff(again)
		}, "no token was used twice"},
		"a forged token": {func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			return stuff(ballot.OpeningLeaf{Token: ballot.Token{7}, Signature: v.Openings[0].Signature, Choice: "AGREE"})
		}, "no token is forged"},
		"more ballots than credentials": {func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			return chain(stuff(genuine(t, v)), stuff(genuine(t, v)), stuff(genuine(t, v)))
		}, "41 ballots, 40 credentials"},
		"a tally that lies": {func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf { return settle(v, moveOne) }, "the result is the sum"},
		"other rules": {func(v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
			v.Page["rules"].(map[string]any)["canonical"] = votetest.Rules + "more"
			return chain()
		}, "the published rules"},
	} {
		t.Run(name, func(t *testing.T) {
			v := held(t)
			v.Close(t)
			rewrite(t, v, c.tamper(v))
			served := httptest.NewServer(v.Handler())
			defer served.Close()
			out, err := exec.Command(*script, served.URL, votetest.UUID, *checker).CombinedOutput()
			text := string(out)
			var ended *exec.ExitError
			switch {
			case err != nil && !errors.As(err, &ended):
				t.Fatal(err)
			case c.finds == "" && (err != nil || strings.Contains(text, "BAD")):
				t.Fatalf("an honest vote: %v\n%s", err, text)
			case c.finds != "" && (err == nil || !strings.Contains(text, "BAD  "+c.finds)):
				t.Fatalf("not found: %v\n%s", err, text)
			}
			t.Log("\n" + text)
		})
	}
}
