package importer_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/importer"
)

func BenchmarkXLSX(b *testing.B) {
	const rows = 100_000
	var file bytes.Buffer
	w, err := importer.NewXLSXWriter(&file, "Hộ")
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Write("Mã xã", "Họ và tên", "Điện thoại", "Ghi chú"); err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		if err := w.Write(fmt.Sprintf("%05d", i), "Nguyễn Thị Hồng Vân", "+84912000000", fmt.Sprintf("Thôn số %d", i)); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	before, most := heap(), uint64(0)
	for b.Loop() {
		reader, err := importer.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "a.xlsx", options)
		if err != nil {
			b.Fatal(err)
		}
		most = max(most, heap())
		if n, faults, err := readAll(reader); err != nil || n != rows || faults > 0 {
			b.Fatal(n, faults, err)
		}
		if err := reader.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(most-min(before, most))/(1<<20), "MiB-heap-open")
	b.ReportAllocs()
}
