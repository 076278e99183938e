package importer_test

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestReadsMergedCellsAndFormulas(t *testing.T) {
	content := workbook(t, func(f *excelize.File, s string) {
		set(
			t, f, s,
			[]any{"DANH SÁCH HỘ GIA ĐÌNH THÔN TRẠI"}, nil,
			[]any{"STT", "Mã hộ", "Chủ hộ"},
			[]any{nil, nil, "Họ và tên", "Năm sinh", "Số CCCD"},
			[]any{1, "001", "Lê Na", 1970, "025070000001"},
			[]any{nil, "002", nil, 1970},
			[]any{nil, "003", "Hà An", 1980},
			[]any{nil, "Tổng cộng", nil, nil},
			[]any{nil, "004"},
			[]any{nil, nil, nil, nil},
		)
		for _, area := range [][2]string{{"A1", "E1"}, {"A3", "A4"}, {"B3", "B4"}, {"C3", "E3"}, {"C5", "C6"}, {"C9", "C10"}} {
			_ = f.MergeCell(s, area[0], area[1])
		}
		_ = f.SetCellFormula(s, "A6", "A5+1") // of a column nobody asked for
		_ = f.SetCellFormula(s, "D9", "D5+20")
	})
	r := open(t, "a.xlsx", content, rolls)
	rows, faults := table(t, r)
	equal(t, "rows", rows, []string{"5: 001|Lê Na|025070000001|1970", "6: 002|Lê Na||1970", "7: 003|Hà An||1980", "9: 004|||"})
	equal(t, "errors", faults, []string{"9 Chủ hộ Năm sinh uncomputed "})
	equal(t, "repairs", told(r), []string{"header_rows  1 [3]", "merged Chủ hộ Họ và tên 1 [6]", "total  1 [8]"})
}
