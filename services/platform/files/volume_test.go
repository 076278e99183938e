package files_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/files"
)

// In a cluster the bucket is a volume and the system's temporary folder is another one, or not there: keeping a file
// must not pass through it.
func TestABucketOnAVolumeNeedsNoOtherFolder(t *testing.T) {
	spool := t.TempDir()
	store, err := files.Open(context.Background(), "file://"+t.TempDir()+"?create_dir=1", files.Options{SpoolDir: spool})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	t.Setenv("TMPDIR", spool+"/not-there")
	if _, err := store.Put(context.Background(), "ke-hoach.txt", bytes.NewReader([]byte("Kế hoạch công khai\n")), files.Limits{Size: 1 << 20, Kinds: []files.Kind{files.Text}}); err != nil {
		t.Fatal(err)
	}
}
