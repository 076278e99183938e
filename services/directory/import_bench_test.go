package directory_test

import (
	"bufio"
	"encoding/csv"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/files"
)

var benchHouseholds = flag.Int("households", 100_000, "rows of the benchmark's roll")

// BenchmarkHouseholdImport prints how the import of a roll compares with a bare
// COPY of the same rows into a table with a primary key alone, in one run:
//
//	go test -run xxx -bench HouseholdImport -benchtime 1x -households 1000000 .
func BenchmarkHouseholdImport(b *testing.B) {
	path := filepath.Join(b.TempDir(), "roll.csv")
	writeRoll(b, path, *benchHouseholds)
	for range b.N {
		h := province(b)
		bare := bareCopy(b, h, path)
		file, err := os.Open(path) //nolint:gosec // our own file
		must(b, err)
		handle, err := h.blobs.Put(b.Context(), "roll.csv", file, files.Limits{Size: 1 << 30, Kinds: files.Tables})
		must(b, err)
		must(b, file.Close())
		signed, err := h.signer.Sign(handle, admin, time.Hour)
		must(b, err)
		clearPeak()
		base := peakKiB(b)
		began := time.Now()
		made, err := h.CreateImport(h.as(b, admin), &directoryv1.CreateImportRequest{
			Kind: households, Unit: "units/25", ValidFrom: "2026-10-01", Source: &directoryv1.CreateImportRequest_File{File: signed},
		})
		must(b, err)
		i := h.finished(b, h.as(b, admin), made.GetName())
		took := time.Since(began)
		if i.GetState() != succeeded || i.GetCreated() != int64(*benchHouseholds) {
			b.Fatalf("%v", i)
		}
		b.ReportMetric(bare.Seconds(), "copy-s")
		b.ReportMetric(took.Seconds(), "import-s")
		b.ReportMetric(bare.Seconds()/took.Seconds(), "copy/import")
		b.ReportMetric(float64(peakKiB(b))/1024, "peak-MiB")
		b.ReportMetric(float64(base)/1024, "before-MiB")
	}
}

func writeRoll(b *testing.B, path string, n int) {
	b.Helper()
	file, err := os.Create(path) //nolint:gosec // our own file
	must(b, err)
	out := bufio.NewWriter(file)
	bigRoll(out, n)
	must(b, out.Flush())
	must(b, file.Close())
}

// bareCopy loads the same values into a table that has nothing but its key.
func bareCopy(b *testing.B, h *house, path string) time.Duration {
	b.Helper()
	_, err := h.db.Pool().Exec(b.Context(), `CREATE TABLE bare (
		village text, code text, address text, rep_name text, birth_year text, national_id text, phone text,
		PRIMARY KEY (village, code))`)
	must(b, err)
	file, err := os.Open(path) //nolint:gosec // our own file
	must(b, err)
	defer func() { _ = file.Close() }()
	rows := csv.NewReader(file)
	rows.ReuseRecord = true
	_, err = rows.Read()
	must(b, err)
	began := time.Now()
	_, err = h.db.Pool().CopyFrom(b.Context(), pgx.Identifier{"bare"},
		[]string{"village", "code", "address", "rep_name", "birth_year", "national_id", "phone"},
		pgx.CopyFromFunc(func() ([]any, error) {
			r, err := rows.Read()
			if err == io.EOF {
				return nil, nil
			}
			return []any{r[0], r[1], r[2], r[3], r[4], r[5], r[6]}, err
		}))
	must(b, err)
	took := time.Since(began)
	_, err = h.db.Pool().Exec(b.Context(), `DROP TABLE bare`)
	must(b, err)
	return took
}

// clearPeak asks the kernel to measure the peak from now on.
func clearPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0o600) }

func peakKiB(b *testing.B) (kib int) {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	must(b, err)
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			for _, r := range rest {
				if r >= '0' && r <= '9' {
					kib = kib*10 + int(r-'0')
				}
			}
		}
	}
	return kib
}
