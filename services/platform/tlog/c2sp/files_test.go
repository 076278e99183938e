package c2sp_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

var update = flag.Bool("update", false, "write the golden files again: every receipt ever given must still be read")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is now\n%s", name, got)
	}
}

func proof(t testing.TB) c2sp.Proof {
	own, _ := logSigner(t)
	return c2sp.Proof{
		Extra: []byte("salt"), Index: 1, Hashes: tlog.RecordProof{tlog.RecordHash(nil), tlog.NodeHash(tlog.Hash{}, tlog.Hash{})},
		Checkpoint: signed(t, own, witness(t)),
	}
}

// The bytes are an interface to people who are not here: they do not change.
func TestGoldenFiles(t *testing.T) {
	t.Parallel()
	own, key := logSigner(t)
	golden(t, "keys.txt", []byte(key+"\n"+witness(t).VerifierKey()+"\n"))
	golden(t, "checkpoint.txt", signed(t, own, witness(t)))
	golden(t, "receipt.tlog-proof", proof(t).Format())
	var bundle []byte
	for _, entry := range []string{"một", "", "three"} {
		var err error
		if bundle, err = c2sp.AppendEntry(bundle, []byte(entry)); err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "bundle.bin", bundle)
}

func TestTilesHaveOnePath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]c2sp.Tile{
		"tile/0/x001/x234/067":        {Index: 1234067, Width: 256},
		"tile/0/000":                  {Width: 256},
		"tile/63/999.p/1":             {Level: 63, Index: 999, Width: 1},
		"tile/entries/x001/000.p/255": {Entries: true, Index: 1000, Width: 255},
	} {
		got, err := c2sp.ParseTile(path)
		if err != nil || got != want || got.Path() != path {
			t.Errorf("%s: %+v, %s, %v", path, got, got.Path(), err)
		}
	}
	for _, path := range []string{
		"", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/x000/000", "tile/0/x001", "tile/0/001/000",
		"tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000.p/", "tile/0/000/", "tile/entries/abc", "tile/0/+01", "tile/data/000",
		"tile/0/../000", "/tile/0/000", "tile/8/0/000", "tile/0/x999/x999/x999/x999/x999/x999/999",
	} {
		if got, err := c2sp.ParseTile(path); err == nil {
			t.Errorf("%q is read as %+v", path, got)
		}
	}
}

// The sizes that the specification counts out for 70,000 and for 256 entries.
func TestWidths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size, index int64
		level, want int
	}{
		{70000, 272, 0, 256},
		{70000, 273, 0, 112},
		{70000, 274, 0, 0},
		{70000, 0, 1, 256},
		{70000, 1, 1, 17},
		{70000, 0, 2, 1},
		{70000, 0, 3, 0},
		{256, 0, 0, 256},
		{256, 0, 1, 1},
		{0, 0, 0, 0},
		{5, -1, 0, 0},
		{5, 0, -1, 0},
		{5, 0, 63, 0},
		{5, 1 << 48, 0, 0},
	} {
		if got := c2sp.WidthAt(c.size, c.level, c.index); got != c.want {
			t.Errorf("tile %d/%d of %d entries is %d wide, want %d", c.level, c.index, c.size, got, c.want)
		}
	}
}

func FuzzParseTile(f *testing.F) {
	f.Add("tile/0/x001/x234/067.p/112")
	f.Add("tile/entries/000")
	f.Fuzz(func(t *testing.T, path string) {
		if got, err := c2sp.ParseTile(path); err == nil && got.Path() != path {
			t.Errorf("%q has a second form %q", path, got.Path())
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(checkpoint().Body())
	f.Fuzz(func(t *testing.T, body string) {
		if got, err := c2sp.ParseCheckpoint(body); err == nil && got.Body() != body {
			t.Errorf("%q has a second form %q", body, got.Body())
		}
	})
}

func FuzzParseProof(f *testing.F) {
	f.Add(proof(f).Format())
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\nx"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if got, err := c2sp.ParseProof(file); err == nil && !bytes.Equal(got.Format(), file) {
			t.Errorf("%q has a second form %q", file, got.Format())
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	f.Add([]byte("\x00\x01a\x00\x00"), 2)
	f.Fuzz(func(t *testing.T, data []byte, width int) {
		entries, err := c2sp.ParseBundle(data, width)
		if err != nil {
			return
		}
		var again []byte
		for _, entry := range entries {
			if again, err = c2sp.AppendEntry(again, entry); err != nil {
				t.Fatal(err)
			}
		}
		if len(entries) != width || !bytes.Equal(again, data) {
			t.Errorf("%q is %d entries, again %q", data, len(entries), again)
		}
	})
}

func FuzzNewVerifier(f *testing.F) {
	_, own := logSigner(f)
	f.Add(own)
	f.Add(witness(f).VerifierKey())
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := c2sp.NewVerifier(text); err == nil && c2sp.CheckOrigin(v.Name()) != nil {
			t.Errorf("a key in the name of %q", v.Name())
		}
	})
}
