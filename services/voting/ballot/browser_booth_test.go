package ballot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
)

// vote goes through the booth from choosing to the receipt.
func (h *hall) choose(t *testing.T, choice string) {
	t.Helper()
	h.press(t, `[value="`+choice+`"]`)
	h.press(t, `form[data-step="choosing"] button`)
	h.at(t, "confirming", "")
}

// counted fails unless exactly one ballot with that choice is in the box.
func (h *hall) counted(t *testing.T, choice string) {
	t.Helper()
	h.at(t, "done", "")
	if len(h.vote.Openings) != 1 || h.vote.Openings[0].Choice != choice || len(h.vote.Participants) != 1 {
		t.Fatalf("in the box: %d ballots of %d households", len(h.vote.Openings), len(h.vote.Participants))
	}
	var shown, kept string
	h.do(t, chromedp.Text(`[data-show="commitment"]`, &shown, chromedp.ByQuery), chromedp.WaitVisible(`[data-when="included"]`, chromedp.ByQuery))
	if shown != string(h.vote.Openings[0].Commitment) {
		t.Fatalf("the voter is shown %s", shown)
	}
	kept = js[string](t, h, `const store = await import("/static/ballot-store.js"); return JSON.stringify(await store.read(args[0]));`, votetest.UUID)
	for _, secret := range []string{"token", "signature", "salt", "choice", "inverse", choice} {
		if strings.Contains(kept, `"`+secret+`"`) {
			t.Errorf("after the receipt the device still keeps %s", secret)
		}
	}
}

func TestBooth(t *testing.T) {
	h := open(t, votetest.Open(t, 3, votetest.Key(t)))
	h.visit(t, "H1")
	h.at(t, "start", "")
	h.press(t, `[data-step="start"] button`)
	h.at(t, "choosing", "")
	h.press(t, `form[data-step="choosing"] button`)
	h.at(t, "choosing", "no-choice")
	h.choose(t, "DISAGREE")
	h.press(t, `[data-act="back"]`)
	h.choose(t, "AGREE")
	var shown string
	h.do(t, chromedp.Text(`[data-step="confirming"] [data-show="choice"]`, &shown, chromedp.ByQuery))
	if shown != "Đồng ý" {
		t.Fatalf("the voter is asked about %q", shown)
	}
	h.press(t, `[data-step="confirming"] [data-act="cast"]`)
	h.counted(t, "AGREE")
	h.visit(t, "H1")
	h.counted(t, "AGREE")

	// The saved file is checked on this device, and verify-vote can read it.
	saved := js[string](t, h, `return await (await (await import("/static/ballot-store.js")).read(args[0])).receipt.proof;`, votetest.UUID)
	receipt := votetest.Receipt{Commitment: string(h.vote.Openings[0].Commitment), Proof: saved}
	text, err := json.Marshal(receipt)
	if err != nil {
		t.Fatal(err)
	}
	h.check(t, string(text), "included")
	h.check(t, strings.Replace(string(text), receipt.Commitment[:4], "0000", 1), "wrong")
	h.check(t, "no receipt", "wrong")
	h.press(t, `[data-act="forget"]`)
	h.at(t, "forgotten", "")
}

func (h *hall) check(t *testing.T, receipt, want string) {
	t.Helper()
	h.do(t, chromedp.SetValue(`[data-ballot-check] textarea`, receipt, chromedp.ByQuery), chromedp.Click("#check", chromedp.ByQuery),
		chromedp.WaitVisible(`[data-result="`+want+`"]`, chromedp.ByQuery))
}

// The connection breaks at every step, before and after the server did its work; the
// voter presses again, or comes back another time. One ballot is counted.
func TestBoothSurvives(t *testing.T) {
	for _, c := range []struct{ path, when, step string }{
		{votetest.DrawPath, "before", "drawing"},
		{votetest.DrawPath, "after", "drawing"},
		{votetest.CastPath, "before", "casting"},
		{votetest.CastPath, "after", "casting"},
	} {
		for _, again := range []string{"presses again", "comes back"} {
			t.Run(c.step+" "+c.when+", "+again, func(t *testing.T) {
				h := open(t, votetest.Open(t, 3, votetest.Key(t)))
				h.visit(t, "H1")
				h.breaks(c.path, c.when)
				h.press(t, `[data-step="start"] button`)
				mend := func() {
					h.at(t, c.step, "offline")
					if again == "comes back" {
						h.visit(t, "H1")
					} else {
						h.press(t, `[data-step="`+c.step+`"] button`)
					}
				}
				if c.step == "drawing" {
					mend()
				}
				h.visit(t, "H1") // a reload between the steps, as well
				h.at(t, "choosing", "")
				h.choose(t, "AGREE")
				h.press(t, `[data-step="confirming"] [data-act="cast"]`)
				if c.step == "casting" {
					mend()
				}
				h.counted(t, "AGREE")
			})
		}
	}
}

// A receipt whose proof is not there yet is a promise; later the proof is fetched.
func TestBoothWaitsForTheLog(t *testing.T) {
	h := open(t, votetest.Open(t, 3, votetest.Key(t)))
	h.visit(t, "H1")
	h.press(t, `[data-step="start"] button`)
	h.choose(t, "AGREE")
	h.press(t, `[data-step="confirming"] [data-act="cast"]`)
	h.at(t, "done", "")
	js[bool](t, h, `const store = await import("/static/ballot-store.js"), record = await store.read(args[0]);
		record.receipt.proof = ""; await store.write(record); return true;`, votetest.UUID)
	h.breaks(votetest.ReceiptPath+string(h.vote.Openings[0].Commitment), "before")
	h.visit(t, "H1")
	h.do(t, chromedp.WaitVisible(`[data-when="waiting"]`, chromedp.ByQuery))
	h.visit(t, "H1")
	h.do(t, chromedp.WaitVisible(`[data-when="included"]`, chromedp.ByQuery))
}

// What must not go on does not, and says why.
func TestBoothRefuses(t *testing.T) {
	t.Run("a household that drew elsewhere", func(t *testing.T) {
		v := votetest.Open(t, 3, votetest.Key(t))
		h := open(t, v)
		if _, err := v.Draw("H1", []byte{255: 1}); err != nil {
			t.Fatal(err)
		}
		h.visit(t, "H1")
		h.press(t, `[data-step="start"] button`)
		h.at(t, "drawing", "CREDENTIAL_DRAWN")
	})
	t.Run("a key for one household alone", func(t *testing.T) {
		v := votetest.Open(t, 3, votetest.Key(t))
		h := open(t, v)
		h.page = strings.Replace(h.page, v.First.Key, "AAAA", 1)
		h.visit(t, "H1")
		h.press(t, `[data-step="start"] button`)
		h.at(t, "start", "wrong-key")
		if len(v.Participants) > 0 {
			t.Fatal("it was drawn all the same")
		}
	})
	t.Run("an answer that is no signature", func(t *testing.T) {
		v := votetest.Open(t, 3, votetest.Key(t))
		v.Issuer = wrong{v.Issuer}
		h := open(t, v)
		h.visit(t, "H1")
		h.press(t, `[data-step="start"] button`)
		h.at(t, "drawing", "wrong-answer")
	})
	t.Run("a vote that is closed", func(t *testing.T) {
		v := votetest.Open(t, 3, votetest.Key(t))
		h := open(t, v)
		h.visit(t, "H1")
		h.press(t, `[data-step="start"] button`)
		h.choose(t, "AGREE")
		v.Close(t)
		h.press(t, `[data-step="confirming"] [data-act="cast"]`)
		h.at(t, "casting", "VOTE_CLOSED")
		var told string
		h.do(t, chromedp.Text("[data-say]", &told, chromedp.ByQuery))
		if told != "Máy chủ từ chối: VOTE_CLOSED" { // the server's sentence, where the page has none
			t.Fatalf("the voter is told %q", told)
		}
	})
	t.Run("a browser without scripts", func(t *testing.T) {
		h := open(t, votetest.Open(t, 3, votetest.Key(t)))
		h.do(t, withoutScript(true), chromedp.Navigate(h.url+"/booth"), chromedp.WaitVisible(`[data-step="unsupported"]`, chromedp.ByQuery),
			chromedp.WaitNotVisible(`[data-step="start"]`, chromedp.ByQuery))
	})
}

type wrong struct{ votetest.Issuer }

func (w wrong) BlindSign(blinded []byte) ([]byte, error) {
	answer, err := w.Issuer.BlindSign(blinded)
	if err == nil {
		answer[len(answer)-1] ^= 1
	}
	return answer, err
}

// Two windows of one household end with one token and one ballot.
func TestBoothInTwoWindows(t *testing.T) {
	v := votetest.Open(t, 3, votetest.Key(t))
	h := open(t, v)
	h.visit(t, "H1")
	got := js[[]string](t, h, `const store = await import("/static/ballot-store.js");
		const kept = await Promise.all(["one", "two", "three"].map((token) => store.claim({ vote: args[0], token })));
		return kept.map((record) => record.token);`, "another vote")
	if got[0] != got[1] || got[1] != got[2] {
		t.Fatalf("the windows hold %q", got)
	}
}
