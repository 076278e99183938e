package importer_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func workbook(t *testing.T, build func(f *excelize.File, sheet string)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	build(f, "Sheet1")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func set(t *testing.T, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, row := range rows {
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow(sheet, at, &row); err != nil {
			t.Fatal(err)
		}
	}
}

var titles = []any{"Mã xã", "Họ và tên", "Điện thoại", "Ghi chú"}

func TestReadsWorkbooks(t *testing.T) {
	padded := "00000"
	date := time.Date(1975, 8, 15, 0, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		build  func(f *excelize.File, sheet string)
		rows   []string
		faults []string
	}{
		"text": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{"08584", vntext.NFD("Nguyễn Văn Đức"), "+84 912", nil})
		}, []string{"2: 08584|Nguyễn Văn Đức|+84 912|"}, nil},
		"numbers that lost their zeros": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{8584, "An"}, []any{10584, "Bình"})
		}, []string{"2: 8584|An||", "3: 10584|Bình||"}, []string{"2 Mã xã zeros 8584"}},
		"numbers shown with zeros": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{8584, "An"})
			style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &padded})
			_ = f.SetCellStyle(s, "A2", "A2", style)
		}, []string{"2: 08584|An||"}, nil},
		"a formula as text": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{"00004", "=1+1"})
		}, []string{"2: 00004|=1+1||"}, []string{"2 Họ và tên formula =1+1"}},
		"a date": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{"00004", "An", nil, date})
			style, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
			_ = f.SetCellStyle(s, "D2", "D2", style)
		}, []string{"2: 00004|An||15/08/1975"}, nil},
		"merged titles above, a gap, a sum below": {func(f *excelize.File, s string) {
			_ = f.SetCellValue(s, "A1", "DANH SÁCH CHỦ HỘ XÃ VÕ MIẾU")
			_ = f.MergeCell(s, "A1", "D2")
			_ = f.SetSheetRow(s, "A4", &titles)
			_ = f.SetSheetRow(s, "A6", &[]any{"00004", "An"})
			_ = f.SetSheetRow(s, "A9", &[]any{"00007", "Bình"})
		}, []string{"6: 00004|An||", "9: 00007|Bình||"}, nil},
		"typed with the fonts of TCVN3": {func(f *excelize.File, s string) {
			header := []any{}
			for _, title := range titles {
				header = append(header, oldFont(t, strings.ToLower(title.(string))))
			}
			set(t, f, s, header, []any{"00004", oldFont(t, "nguyễn văn đức"), "", oldFont(t, "thôn quyết tiến, hộ nghèo")})
		}, []string{"2: 00004|nguyễn văn đức||thôn quyết tiến, hộ nghèo"}, nil},
		"the first sheet is hidden": {func(f *excelize.File, s string) {
			_, _ = f.NewSheet("Danh sách")
			set(t, f, "Danh sách", titles, []any{"00004", "An"})
			f.SetActiveSheet(1)
			_ = f.SetSheetVisible(s, false)
		}, []string{"2: 00004|An||"}, nil},
		"short rows": {func(f *excelize.File, s string) {
			set(t, f, s, titles, []any{"00004", "An"}, []any{"00007"})
		}, []string{"2: 00004|An||", "3: 00007|||"}, []string{"3 Họ và tên required "}},
	} {
		t.Run(name, func(t *testing.T) {
			rows, faults := table(t, open(t, "Danh sách.xlsx", workbook(t, tc.build), options))
			equal(t, "rows", rows, tc.rows)
			equal(t, "errors", faults, tc.faults)
		})
	}
}

func oldFont(t *testing.T, text string) string {
	t.Helper()
	data, err := vntext.Encode(text, vntext.TCVN3)
	if err != nil {
		t.Fatal(err)
	}
	return latin1(string(data))
}

func TestOpenRefusesWorkbooks(t *testing.T) {
	good := workbook(t, func(f *excelize.File, s string) { set(t, f, s, titles, []any{"00004", "An"}) })
	for name, tc := range map[string]struct {
		content, reason string
		options         importer.Options
	}{
		"no archive":          {"Mã xã,Họ và tên\n", importer.ReasonDamaged, options},
		"cut off":             {good[:len(good)/2], importer.ReasonDamaged, options},
		"a password":          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 2000), importer.ReasonProtected, options},
		"another archive":     {bomb(10, "a.txt"), importer.ReasonDamaged, options},
		"a bomb":              {bomb(16<<20, "xl/worksheets/sheet1.xml"), importer.ReasonTooLarge, importer.Options{Columns: columns, Limits: importer.Limits{Unpacked: 8 << 20}}},
		"a sheet that is not": {good, importer.ReasonSheetMissing, importer.Options{Columns: columns, Sheet: "Hộ"}},
		"too large":           {good, importer.ReasonTooLarge, importer.Options{Columns: columns, Limits: importer.Limits{File: 100}}},
		"empty":               {workbook(t, func(*excelize.File, string) {}), importer.ReasonEmpty, options},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Open(strings.NewReader(tc.content), -1, "a.xlsx", tc.options)
			if !fault.Is(err, tc.reason) {
				t.Errorf("%v, want %s", err, tc.reason)
			}
		})
	}
}

// bomb is an archive of one part of spaces.
func bomb(size int, name string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, _ := w.Create(name)
	_, _ = io.Copy(f, io.LimitReader(spaces{}, int64(size)))
	_ = w.Close()
	return b.String()
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

var hostile = []string{
	"=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "=HYPERLINK(\"http://x\",\"y\")",
}

func TestWritersNeverWriteFormulas(t *testing.T) {
	for _, kind := range []string{"a.csv", "a.xlsx"} {
		t.Run(kind, func(t *testing.T) {
			var b bytes.Buffer
			w := writer(t, kind, &b)
			rows := [][]any{{"Mã xã", "Họ và tên", "Ghi chú"}}
			for _, text := range hostile {
				rows = append(rows, []any{"00004", text, -5})
			}
			write(t, w, rows)
			if kind == "a.xlsx" {
				f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
				if err != nil {
					t.Fatal(err)
				}
				defer f.Close()
				for i, text := range hostile {
					at, _ := excelize.CoordinatesToCellName(2, i+2)
					formula, _ := f.GetCellFormula("Danh sách", at)
					kind, _ := f.GetCellType("Danh sách", at)
					if formula != "" || kind != excelize.CellTypeInlineString {
						t.Errorf("%q is a formula %q of type %d", text, formula, kind)
					}
				}
				return
			}
			if !strings.HasPrefix(b.String(), "\ufeffMã xã,") || !strings.Contains(b.String(), ",-5\r\n") {
				t.Errorf("%.80q", b.String())
			}
			rows2, faults := table(t, open(t, kind, b.String(), options))
			if len(faults) > 0 || len(rows2) != len(hostile) {
				t.Errorf("%q, %q", rows2, faults)
			}
			for i, row := range rows2 {
				if !strings.Contains(row, "|'") {
					t.Errorf("%q was written as %q", hostile[i], row)
				}
			}
		})
	}
}

func TestWritersRoundTrip(t *testing.T) {
	for _, kind := range []string{"a.csv", "a.xlsx"} {
		var b bytes.Buffer
		write(t, writer(t, kind, &b), [][]any{
			{"Mã xã", "Họ và tên", "Điện thoại", "Ghi chú"},
			{"08584", "Ông \"Tư\", trưởng thôn", 1234567, workday.New(2026, 11, 25)},
			{"00004", "Ea H'Leo", int64(-3), workday.Date{}},
		})
		rows, faults := table(t, open(t, kind, b.String(), options))
		equal(t, kind, rows, []string{`2: 08584|Ông "Tư", trưởng thôn|1234567|25/11/2026`, "3: 00004|Ea H'Leo|-3|"})
		equal(t, kind+": errors", faults, nil)
		if err := writer(t, kind, &b).Write(struct{}{}); err == nil {
			t.Error("a struct was written into a cell")
		}
	}
}

func writer(t *testing.T, kind string, to io.Writer) importer.Writer {
	t.Helper()
	var w importer.Writer
	var err error
	if kind == "a.csv" {
		w, err = importer.NewCSVWriter(to)
	} else {
		w, err = importer.NewXLSXWriter(to, "Danh sách")
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func write(t *testing.T, w importer.Writer, rows [][]any) {
	t.Helper()
	for _, row := range rows {
		if err := w.Write(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
