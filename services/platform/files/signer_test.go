package files_test

import (
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
)

func TestSigner(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	oldKey, newKey := []byte(strings.Repeat("o", 32)), []byte(strings.Repeat("n", 32))
	signer, err := files.NewSigner(clock, newKey, oldKey)
	if err != nil {
		t.Fatal(err)
	}
	h := files.Handle{Key: "ab/abcd", Name: "Quyết định.pdf", Kind: files.PDF, Size: 7, SHA256: "abcd"}
	signed, err := signer.Sign(h, "issuer#an", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := signer.Verify(signed, "issuer#an"); err != nil || got != h {
		t.Errorf("%+v, %v", got, err)
	}
	before, err := files.NewSigner(clock, oldKey)
	if err != nil {
		t.Fatal(err)
	}
	if earlier, _ := before.Sign(h, "issuer#an", time.Hour); earlier == "" {
		t.Error("not signed")
	} else if _, err := signer.Verify(earlier, "issuer#an"); err != nil {
		t.Errorf("a handle signed before the key changed: %v", err)
	}
	payload, sum, _ := strings.Cut(signed, ".")
	for name, tc := range map[string]struct{ signed, uploader string }{
		"another uploader":   {signed, "issuer#binh"},
		"nobody":             {signed, ""},
		"a changed payload":  {payload[:10] + "A" + payload[11:] + "." + sum, "issuer#an"},
		"a changed sum":      {payload + "." + strings.Repeat("A", len(sum)), "issuer#an"},
		"no sum":             {payload, "issuer#an"},
		"an empty sum":       {payload + ".", "issuer#an"},
		"no base64":          {"***.***", "issuer#an"},
		"nothing":            {"", "issuer#an"},
		"very long":          {strings.Repeat("A", 100_000) + "." + sum, "issuer#an"},
		"swapped":            {sum + "." + payload, "issuer#an"},
		"trailing bits":      {signed + "A", "issuer#an"},
		"signed by a forger": {forged(t, clock, h), "issuer#an"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := signer.Verify(tc.signed, tc.uploader); !fault.Is(err, files.ReasonHandleInvalid) || got != (files.Handle{}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	now = now.Add(time.Hour)
	if _, err := signer.Verify(signed, "issuer#an"); !fault.Is(err, files.ReasonHandleExpired) {
		t.Errorf("an hour later: %v", err)
	}
	if _, err := signer.Verify(signed, "issuer#binh"); !fault.Is(err, files.ReasonHandleInvalid) {
		t.Errorf("somebody else's expired handle says no more than any other: %v", err)
	}
}

func forged(t *testing.T, clock func() time.Time, h files.Handle) string {
	t.Helper()
	forger, err := files.NewSigner(clock, []byte(strings.Repeat("f", 32)))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := forger.Sign(h, "issuer#an", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestSignerRefusesShortKeys(t *testing.T) {
	for _, keys := range [][][]byte{nil, {[]byte("short")}, {[]byte(strings.Repeat("k", 32)), nil}} {
		if _, err := files.NewSigner(time.Now, keys...); err == nil {
			t.Errorf("%d keys were accepted", len(keys))
		}
	}
}
