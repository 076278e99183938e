package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/importer"
)

// rolls are the columns of a household list as officers print it.
var rolls = importer.Options{Printed: true, Columns: []importer.Column{
	{Name: "code", Titles: []string{"Mã hộ"}, Required: true},
	{Name: "name", Titles: []string{"Chủ hộ", "Họ và tên chủ hộ", "Chủ hộ Họ và tên"}},
	{Name: "phone", Titles: []string{"Số CCCD"}, Lesser: []string{"Số CMND"}, Digits: []int{12}, Parted: true, Blank: []string{"-", "khong co"}},
	{Name: "note", Titles: []string{"Năm sinh"}},
}}

func told(r *importer.Reader) (out []string) {
	for _, repair := range r.Repairs() {
		rule := strings.TrimSuffix(strings.TrimPrefix(repair.Rule, "import."), ".told")
		out = append(out, strings.TrimSpace(fmt.Sprintln(rule, repair.Column, repair.Rows, repair.Lines)))
	}
	return out
}

func TestPassesOverWhatIsNoData(t *testing.T) {
	head := "STT,Mã hộ,Họ và tên chủ hộ,Năm sinh,Số CCCD\n"
	row := "1,001,Lê Na,1970,025070000001\n"
	for name, tc := range map[string]struct {
		content             string
		rows, faults, spoke []string
	}{
		"the header on each page": {
			head + row + head + "2,002,Tống Cộng,1971,\n",
			[]string{"2: 001|Lê Na|025070000001|1970", "4: 002|Tống Cộng||1971"},
			nil,
			[]string{"header_again  1 [3]"},
		},
		"numbers of columns":  {head + "(1),(2),(3),(4),(5)\n" + row, []string{"3: 001|Lê Na|025070000001|1970"}, nil, []string{"column_numbers  1 [2]"}},
		"letters and numbers": {head + "A,B,1,2,3\n" + row, []string{"3: 001|Lê Na|025070000001|1970"}, nil, []string{"column_numbers  1 [2]"}},
		"sums and signatures": {
			head + row + "Tổng cộng: 125 hộ,,,,\n,,\"Võ Miếu, ngày 15 tháng 10 năm 2026\",,\n,,NGƯỜI LẬP BẢNG,,TM. UBND XÃ\n,,\"(Ký, ghi rõ họ tên)\",,\n,,Hà Thị Mai,,Nguyễn Văn Hòa\n",
			[]string{"2: 001|Lê Na|025070000001|1970"},
			nil,
			[]string{"total  1 [3]", "signature  4 [4 5 6 7]"},
		},
		"a short last line":                  {head + row + "Tổng số: 1 hộ\n", []string{"2: 001|Lê Na|025070000001|1970"}, nil, []string{"total  1 [3]"}},
		"a last page in the column of codes": {head + row + ",Tổng cộng: 1 hộ,,,\n,TRƯỞNG THÔN,,,\n,Nguyễn Văn Hòa,,,\n", []string{"2: 001|Lê Na|025070000001|1970"}, nil, []string{"total  1 [3]", "signature  2 [4 5]"}},
		"sums of several columns":            {head + row + "Cộng,,1,,1\n", []string{"2: 001|Lê Na|025070000001|1970"}, nil, []string{"total  1 [3]"}},
		// Somebody whose code is missing is never a total, a signature or a name under one.
		"the surname Tống":            {head + "1,,Tống Văn Nam,1970,\n", []string{"2: |Tống Văn Nam||1970"}, []string{"2 Mã hộ required "}, nil},
		"somebody called Tống":        {head + ",,Tống Cộng,1970,025070000001\n", []string{"2: |Tống Cộng|025070000001|1970"}, []string{"2 Mã hộ required "}, nil},
		"a person behind the total":   {head + "Tổng cộng,,,,\n2,,Lê Bo,1980,\n", []string{"3: |Lê Bo||1980"}, []string{"3 Mã hộ required "}, []string{"total  1 [2]"}},
		"a person behind a signature": {head + ",,Người lập bảng,,\n2,,Lê Bo,1980,\n", []string{"3: |Lê Bo||1980"}, []string{"3 Mã hộ required "}, []string{"signature  1 [2]"}},
		"data behind a page's sum":    {head + "Cộng trang: 20,,,,\n" + row, []string{"3: 001|Lê Na|025070000001|1970"}, nil, []string{"total  1 [2]"}},
		"a header over two rows": {
			"STT,Mã hộ,Chủ hộ,,,Ghi chú\n,,Họ và tên,Năm sinh,Số CCCD,\n1,001,Lê Na,1970,025070000001,\n",
			[]string{"3: 001|Lê Na|025070000001|1970"},
			nil,
			[]string{"header_rows  1 [1]"},
		},
		"two persons in one row": {
			"Mã hộ,Chủ hộ,,Vợ hoặc chồng,\n,Họ và tên,Năm sinh,Họ và tên,Quan hệ\n001,Lê Na,1970,Hà An,vợ\n",
			[]string{"3: 001|Lê Na||1970"},
			nil,
			[]string{"header_rows  1 [1]"},
		},
		"the old number beside the new": {"Mã hộ,Chủ hộ,Số CMND,Số CCCD\n001,Lê Na,131000000,025070000001\n", []string{"2: 001|Lê Na|025070000001|"}, nil, nil},
		"numbers in groups":             {head + "1,001,Lê Na,1970,025.070.000.001\n2,002,Lê Bo,1970,025 070 000 002\n3,003,Lê Ba,1970,'025070000003\n", []string{"2: 001|Lê Na|025070000001|1970", "3: 002|Lê Bo|025070000002|1970", "4: 003|Lê Ba|025070000003|1970"}, nil, []string{"separators Số CCCD 2 [2 3]", "apostrophe Số CCCD 1 [4]"}},
		"numbers that were computed":    {head + "1,001,Lê Na,1970,25070000001.0\n2,002,Lê Bo,1970,\"2,5070E+10\"\n3,003,Lê Ba,1970,#N/A\n4,004,Lê Tư,#####,\n", []string{"2: 001|Lê Na|25070000001.0|1970", "3: 002|Lê Bo|2,5070E+10|1970", "4: 003|Lê Ba|#N/A|1970", "5: 004|Lê Tư||#####"}, []string{"2 Số CCCD not_digits 25070000001.0", "3 Số CCCD not_digits 2,5070E+10", "4 Số CCCD computed #N/A", "4 Số CCCD not_digits #N/A", "5 Năm sinh computed #####"}, nil},
		"nothing in words":              {head + "1,001,Lê Na,1970,Không có\n2,002,Lê Bo,-,-\n", []string{"2: 001|Lê Na||1970", "3: 002|Lê Bo||-"}, nil, []string{"blank Số CCCD 2 [2 3]"}},
		"invisible":                     {head + "1,0\u200b01,Lê\u200b\u00a0Na,1970,\n", []string{"2: 001|Lê Na||1970"}, nil, []string{"invisible Mã hộ 1 [2]", "invisible Họ và tên chủ hộ 1 [2]"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := open(t, "a.csv", tc.content, rolls)
			rows, faults := table(t, r)
			equal(t, "rows", rows, tc.rows)
			equal(t, "errors", faults, tc.faults)
			equal(t, "repairs", told(r), tc.spoke)
		})
	}
}

// In a table of agencies the words of a signature are somebody's name.
func TestSumsAndSignaturesAreOfPrintedListsOnly(t *testing.T) {
	plain := rolls
	plain.Printed = false
	r := open(t, "a.csv", "Mã hộ,Chủ hộ\nUBND xã Võ Miếu,\n,Tổng cộng\n", plain)
	rows, faults := table(t, r)
	equal(t, "rows", rows, []string{"2: UBND xã Võ Miếu|||", "3: |Tổng cộng||"})
	equal(t, "errors", faults, []string{"3 Mã hộ required "})
	equal(t, "repairs", told(r), nil)
}

func TestTellsWhatStandsAboveAndAlone(t *testing.T) {
	r := open(t, "a.csv", "UBND XÃ VÕ MIẾU,,\nDANH SÁCH HỘ GIA ĐÌNH THÔN TRẠI,,\n,,\nMã hộ,Chủ hộ,Năm sinh\n,Thôn Trại,\n001,Lê Na,1970\n", rolls)
	equal(t, "above", r.Above(), []string{"UBND XÃ VÕ MIẾU", "DANH SÁCH HỘ GIA ĐÌNH THÔN TRẠI"})
	if !r.Has("code") || r.Has("phone") {
		t.Error("columns that are there")
	}
	for _, want := range []string{"Thôn Trại", ""} {
		row, err := r.Next()
		if err != nil || row.Only() != want {
			t.Errorf("%q alone, %v; want %q", row.Only(), err, want)
		}
		row.Repaired("name", "village")
	}
	equal(t, "repairs", told(r), []string{"village Chủ hộ 2 [5 6]"})
}
