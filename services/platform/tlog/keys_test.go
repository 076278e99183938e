package tlog_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

type noKeys struct{}

func (noKeys) For(string) ([]note.Signer, error) { return nil, errors.New("the key is kept elsewhere") }

// oneKey has no key for one of the logs.
type oneKey struct {
	*tlog.Keys
	missing string
}

func (k oneKey) For(origin string) ([]note.Signer, error) {
	if origin == k.missing {
		return nil, errors.New("the key is kept elsewhere")
	}
	return k.Keys.For(origin)
}

// A log whose key is missing holds up no other, loses nothing, and is signed when
// the key is there.
func TestAMissingKeyHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	h := build(t)
	other := h.open(origin + "0")
	h.append(h.log, leaves(0, 3)...)
	h.append(other, leaves(0, 4)...)
	if n, err := tlog.NewSequencer(h.db, oneKey{h.keys, origin}, quiet).Sequence(context.Background()); n != 7 || err != nil {
		t.Fatalf("placed %d, %v", n, err)
	}
	if at, _ := everything(t, h.client(other, origin+"0", nil)); at.Size != 4 {
		t.Errorf("the other log has %d entries", at.Size)
	}
	if _, err := h.reader.ReadCheckpoint(context.Background(), h.log); !fault.Is(err, tlog.ReasonPending) {
		t.Errorf("a checkpoint without a key: %v", err)
	}
	h.sequence()
	if at, _ := everything(t, h.client(h.log, origin, nil)); at.Size != 3 {
		t.Errorf("%d entries once the key is there", at.Size)
	}
}

// While a key is replaced both sign, so readers of the old and of the new one are
// served; afterwards the old one's readers are told.
func TestAKeyIsReplaced(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := filled(t)
	old, both, fresh := h.keys, keys(t, seed(2)+", "+seed(1)), keys(t, seed(2))
	head := func(k *tlog.Keys) []byte {
		if _, err := tlog.NewSequencer(h.db, k, quiet).Sequence(ctx); err != nil {
			t.Fatal(err)
		}
		head, err := h.reader.ReadCheckpoint(ctx, h.log)
		if err != nil {
			t.Fatal(err)
		}
		return head
	}
	opens := func(k *tlog.Keys, head []byte) bool { _, err := trust(t, k, origin).Open(head); return err == nil }
	first, during, after := head(old), head(both), head(fresh)
	if !opens(old, first) || opens(fresh, first) || !opens(old, during) || !opens(fresh, during) || opens(old, after) || !opens(fresh, after) {
		t.Errorf("signatures:\n%s\n%s\n%s", first, during, after)
	}
	for _, setting := range []string{"", "x", seed(1)[:40], seed(1) + ","} {
		if _, err := tlog.ParseKeys(setting); err == nil {
			t.Errorf("%q is accepted as keys", setting)
		}
	}
}

type attendants struct {
	signers []*c2sp.Cosigner
	texts   []string
	known   []note.Verifier
}

func (a *attendants) add(t *testing.T, name string, b byte) {
	t.Helper()
	w, err := c2sp.NewCosigner(name, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, 32)), func() time.Time { return time.Unix(1_800_000_000, 0) })
	if err != nil {
		t.Fatal(err)
	}
	v, err := c2sp.NewVerifier(w.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	a.signers, a.texts, a.known = append(a.signers, w), append(a.texts, w.VerifierKey()), append(a.known, v)
}

// cosigned is a checkpoint of the log with lines of some witnesses.
func (h *house) cosigned(by ...*c2sp.Cosigner) []byte {
	h.t.Helper()
	text, err := h.reader.ReadCheckpoint(context.Background(), h.log)
	if err != nil {
		h.t.Fatal(err)
	}
	own, err := h.keys.For(origin)
	if err != nil {
		h.t.Fatal(err)
	}
	n, err := note.Open(text, note.VerifierList(own[0].(note.Verifier)))
	if err != nil {
		h.t.Fatal(err)
	}
	var signers []note.Signer
	for _, w := range by {
		signers = append(signers, w)
	}
	signed, err := note.Sign(n, signers...)
	if err != nil {
		h.t.Fatal(err)
	}
	return signed
}

// Overseers cosign; two of three are then in every receipt, and a reader who asks
// for two believes nothing less.
func TestWitnesses(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := filled(t)
	var w attendants
	w.add(t, "mttq.example.vn", 11)
	w.add(t, "hdnd.example.vn", 12)
	w.add(t, "thanhtra.example.vn", 13)
	texts, err := h.keys.VerifierKeys(origin)
	if err != nil {
		t.Fatal(err)
	}
	two, err := tlogclient.NewTrust(origin, texts, w.texts, 2)
	if err != nil {
		t.Fatal(err)
	}
	kept := tlog.NewCosigners(h.db, h.keys)
	receipt := func(i int) error {
		p, err := h.reader.Receipt(ctx, h.log, leaf(i).Key)
		if err != nil {
			t.Fatal(err)
		}
		_, err = two.VerifyReceipt(p.Format(), leaf(i).Data)
		return err
	}
	for i, signer := range w.signers[:2] {
		if err := receipt(5); err == nil || !strings.Contains(err.Error(), "are needed") {
			t.Fatalf("with %d witnesses: %v", i, err)
		}
		for range 2 { // the second time changes nothing
			if n, err := kept.Attach(ctx, h.log, h.cosigned(signer), w.known); err != nil || n != i+1 {
				t.Fatalf("%d cosigned, %v", n, err)
			}
		}
	}
	if err := receipt(5); err != nil {
		t.Fatal(err)
	}
	head, err := h.reader.ReadCheckpoint(ctx, h.log)
	if err != nil {
		t.Fatal(err)
	}
	at, err := two.Open(head)
	if err != nil || len(at.Witnesses) != 2 || at.Witnesses[0].At.Unix() != 1_800_000_000 {
		t.Fatalf("%+v, %v", at, err)
	}
	h.append(h.log, leaves(600, 50)...)
	h.sequence()
	if err := receipt(5); err != nil {
		t.Errorf("the receipt no longer stands under the cosigned checkpoint: %v", err)
	}
	if err := receipt(620); err == nil {
		t.Error("an entry nobody has witnessed yet is believed to be")
	}
}

func TestCosignaturesThatAreRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h, other := filled(t), build(t)
	other.append(other.log, leaves(1, 500)...)
	other.sequence()
	var w, stranger attendants
	w.add(t, "mttq.example.vn", 11)
	stranger.add(t, "ai-do.example.vn", 12)
	kept := tlog.NewCosigners(h.db, h.keys)
	good := h.cosigned(w.signers[0])
	line := string(good[bytes.LastIndex(good, []byte("— ")):])
	for name, text := range map[string][]byte{
		"of an unknown witness":    h.cosigned(stranger.signers[0]),
		"of nobody":                h.cosigned(),
		"of another tree":          other.cosigned(w.signers[0]),
		"of another size":          bytes.Replace(good, []byte("\n600\n"), []byte("\n599\n"), 1),
		"without the log":          append([]byte(string(good[:bytes.Index(good, []byte("— "))])), line...),
		"with a changed signature": []byte(strings.Replace(string(good), line, line[:len(line)-8]+"AAAAAA=\n", 1)),
		"garbage":                  []byte("x"),
	} {
		if n, err := kept.Attach(ctx, h.log, text, w.known); err == nil {
			t.Errorf("%s: accepted, %d", name, n)
		}
	}
	texts, _ := h.keys.VerifierKeys(origin)
	for name, one := range map[string]struct {
		logs, witnesses []string
		quorum          int
	}{
		"no key":                {nil, w.texts, 0},
		"a witness as the log":  {w.texts, nil, 0},
		"the log as a witness":  {texts, texts, 0},
		"one witness twice":     {texts, append(w.texts, w.texts...), 2},
		"more than there are":   {texts, w.texts, 2},
		"fewer than none":       {texts, w.texts, -1},
		"a key that is not one": {[]string{"x"}, nil, 0},
		"a witness that is not": {texts, []string{"x"}, 0},
	} {
		if _, err := tlogclient.NewTrust(origin, one.logs, one.witnesses, one.quorum); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// The sequencer at work: a receipt comes by itself, in whichever replica one waits.
func TestSequencersRun(t *testing.T) {
	t.Parallel()
	h := build(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	done := make(chan error, 2)
	second := tlog.NewSequencer(h.db, h.keys, quiet)
	for _, s := range []*tlog.Sequencer{h.sequencer, second} {
		go func() { done <- s.Run(ctx) }()
	}
	for i, s := range []*tlog.Sequencer{h.sequencer, second} {
		h.append(h.log, leaf(i))
		p, err := s.Await(ctx, h.reader, h.log, leaf(i).Key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := trust(t, h.keys, origin).VerifyReceipt(p.Format(), leaf(i).Data); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if _, err := h.sequencer.Await(ctx, h.reader, h.log, []byte("nobody's")); !fault.Is(err, tlog.ReasonPending) {
		t.Errorf("a receipt for nothing: %v", err)
	}
}
