package importer_test

import (
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/importer"
)

// households is a stream of a header and n rows that is never held in memory.
type households struct {
	n, at int
	rest  []byte

	number [20]byte
}

func (h *households) Read(p []byte) (int, error) {
	if len(h.rest) == 0 {
		switch {
		case h.at == 0:
			h.rest = append(h.rest[:0], "Mã xã,Họ và tên,Điện thoại,Ghi chú\n"...)
		case h.at > h.n:
			return 0, io.EOF
		default:
			number := strconv.AppendInt(h.number[:0], int64(h.at)+10_000_000, 10)
			h.rest = append(append(append(h.rest[:0], number[3:]...), ",Nguyễn Thị Hồng Vân,+84912"...), number[2:]...)
			h.rest = append(append(append(h.rest, ",Thôn Quyết Tiến số "...), number...), '\n')
		}
		h.at++
	}
	n := copy(p, h.rest)
	h.rest = h.rest[n:]
	return n, nil
}

func readAll(reader *importer.Reader) (rows, faults int, err error) {
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return rows, faults, nil
		}
		if err != nil {
			return rows, faults, err
		}
		rows++
		faults += len(row.Errors)
	}
}

// watched reports the most live heap seen while a stream is read.
type watched struct {
	io.Reader
	reads int
	most  uint64
}

func (w *watched) Read(p []byte) (int, error) {
	if w.reads++; w.reads%256 == 0 {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		w.most = max(w.most, now.HeapInuse)
	}
	return w.Reader.Read(p)
}

// memoryBound is a quarter of what is promised, so that the streams can be short.
const memoryBound = 16 << 20

func heap() uint64 {
	runtime.GC()
	debug.FreeOSMemory()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	return now.HeapInuse
}

func TestMemoryIsBoundedWhateverComes(t *testing.T) {
	endless := func(s string, times int) io.Reader { return io.LimitReader(&repeated{text: s}, int64(len(s)*times)) }
	header := strings.NewReader
	const titles = "Mã xã,Họ và tên,Điện thoại,Ghi chú\n"
	for name, tc := range map[string]struct {
		stream io.Reader
		rows   int
	}{
		"a long list":              {&households{n: 100_000}, 100_000},
		"cells of ten megabytes":   {io.MultiReader(header(titles), endless("00004,"+strings.Repeat("x", 10<<20)+",,\n", 3)), 3},
		"a quote that never ends":  {io.MultiReader(header(titles+"00004,\""), endless("00007,Bình,,\n", 2<<20)), 1},
		"one line that never ends": {io.MultiReader(header(titles+"00004,"), endless("xxxxxxxxxxxxxxxx", 2<<20)), 1},
	} {
		t.Run(name, func(t *testing.T) {
			before := heap()
			w := &watched{Reader: tc.stream}
			reader, err := importer.Open(w, -1, "a.csv", options)
			if err != nil {
				t.Fatal(err)
			}
			rows, _, err := readAll(reader)
			if err != nil || rows != tc.rows {
				t.Fatalf("%d rows, %v; want %d", rows, err, tc.rows)
			}
			if w.most > before+memoryBound {
				t.Errorf("%d MiB of heap, %d before", w.most>>20, before>>20)
			}
		})
	}
}

type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

// Whatever a table holds, what the writer wrote is what the reader reads.
func TestCSVRoundTripsAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringMatching(`[a-zđàáảãạăắệơưữ0-9 ,;"'|.()/\n-]{0,20}`)
		names := rapid.SliceOfN(cell, 1, 20).Draw(t, "names")
		var b strings.Builder
		w, err := importer.NewCSVWriter(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write("code", "name"); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if err := w.Write("00004", "x"+name+"x"); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		reader, err := importer.Open(strings.NewReader(b.String()), -1, "a.csv", options)
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			row, err := reader.Next()
			if want := strings.Join(strings.Fields("x"+name+"x"), " "); err != nil || row.Get("name") != want || len(row.Errors) > 0 {
				t.Fatalf("row %d: %q, %v, %v; want %q", i, row.Get("name"), row.Errors, err, want)
			}
		}
		if _, err := reader.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("%v behind the last row", err)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte(plain))
	f.Add([]byte("Mã xã;Họ và tên\r00004;\"An\"\"\r\n\xff"))
	f.Add([]byte("\xff\xfeM\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		reader, err := importer.Open(strings.NewReader(string(data)), -1, "a.csv", options)
		if err != nil {
			return
		}
		line := 0
		for {
			row, err := reader.Next()
			if err != nil {
				return
			}
			if row.Line <= line {
				t.Fatalf("line %d behind line %d", row.Line, line)
			}
			line = row.Line
			for _, e := range row.Errors {
				if len(e.Value) > 300 || e.Rule == "" || e.Remedy == "" {
					t.Fatalf("%+v", e)
				}
			}
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	const rows = 1_000_000
	before := heap()
	w := &watched{}
	for b.Loop() {
		w.Reader = &households{n: rows}
		reader, err := importer.Open(w, -1, "a.csv", options)
		if err != nil {
			b.Fatal(err)
		}
		if n, faults, err := readAll(reader); err != nil || n != rows || faults > 0 {
			b.Fatal(n, faults, err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(w.most-min(before, w.most))/(1<<20), "MiB-heap")
	b.ReportAllocs()
}
