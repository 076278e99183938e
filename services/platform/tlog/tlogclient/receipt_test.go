package tlogclient_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

const origin = "log.example.vn/votes/1"

type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s signer) Sign(text []byte) ([]byte, error) { return ed25519.Sign(s.key, text), nil }

// receipts makes a log of five entries without any server, who trusts it, and a
// receipt for each.
func receipts(t testing.TB) (tlogclient.Trust, [][]byte) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	text, err := note.NewEd25519VerifierKey(origin, key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := tlogclient.NewTrust(origin, []string{text}, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, i := range indexes {
			hashes = append(hashes, stored[i])
		}
		return hashes, nil
	})
	const size = 5
	for i := range int64(size) {
		more, err := tlog.StoredHashes(i, entry(i), read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(size, read)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: c2sp.Checkpoint{Origin: origin, Size: size, Root: root}.Body()}, signer{v, key})
	if err != nil {
		t.Fatal(err)
	}
	var files [][]byte
	for i := range int64(size) {
		hashes, err := tlog.ProveRecord(size, i, read)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, c2sp.Proof{Index: i, Hashes: hashes, Checkpoint: signed}.Format())
	}
	return trust, files
}

func entry(i int64) []byte { return fmt.Appendf(nil, "entry %d", i) }

// A receipt proves its own entry, offline, and nothing else.
func TestReceiptsProveOneEntry(t *testing.T) {
	t.Parallel()
	trust, files := receipts(t)
	for i, file := range files {
		for j := range int64(len(files)) {
			got, err := trust.VerifyReceipt(file, entry(j))
			if (err == nil) != (int64(i) == j) || err == nil && got.Index != j {
				t.Errorf("the receipt of entry %d for entry %d: %+v, %v", i, j, got, err)
			}
		}
		for name, change := range map[string][2]string{
			"index beyond":  {"\nindex ", "\nindex 9"},
			"header":        {"proof@v1", "proof@v2"},
			"no checkpoint": {"\n\n" + origin, "\n" + origin},
			"origin":        {origin + "\n5", origin + "0\n5"},
			"size":          {origin + "\n5", origin + "\n6"},
		} {
			if _, err := trust.VerifyReceipt([]byte(strings.Replace(string(file), change[0], change[1], 1)), entry(int64(i))); err == nil {
				t.Errorf("entry %d, another %s: accepted", i, name)
			}
		}
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	t.Parallel()
	trust, _ := receipts(t)
	for _, address := range []string{"", "log.example.vn", "ftp://log.example.vn", "file:///etc", "https://a@b/c", "https://b/c?d", "https://b/c#d", "https://b/%zz"} {
		if _, err := tlogclient.New(address, trust, nil); err == nil {
			t.Errorf("%q is accepted", address)
		}
	}
}

// Whatever file is made up, it proves nothing but what is in the log.
func FuzzVerifyReceipt(f *testing.F) {
	trust, files := receipts(f)
	for i, file := range files {
		f.Add(file, entry(int64(i)))
	}
	f.Fuzz(func(t *testing.T, file, one []byte) {
		if got, err := trust.VerifyReceipt(file, one); err == nil && !bytes.Equal(one, entry(got.Index)) {
			t.Errorf("%q is proved to be entry %d by %q", one, got.Index, file)
		}
	})
}
