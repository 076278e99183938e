package directory_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// printed is a roll as a commune officer sends it: titles, a header over two rows,
// column numbers, villages by name, whole dates, the header again on the second
// page, a sum and signatures.
var printed = [][]string{
	{"UBND XÃ VÕ MIẾU", "", "", "", "", "", "", ""},
	{"DANH SÁCH HỘ GIA ĐÌNH", "", "", "", "", "", "", ""},
	{"Năm 2026", "", "", "", "", "", "", ""},
	{"", "", "", "", "", "", "", ""},
	{"STT", "Thôn/TDP", "Mã hộ", "Chủ hộ", "", "", "Địa chỉ thường trú", "Số ĐT"},
	{"", "", "", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "", ""},
	{"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"},
	{"1", "Thôn Cự Bành", "001", "Nguyễn Văn Hòa", "15/08/1970", "025 070 000 001", "Xóm Đồi", "+84 912 345 678"},
	{"2", "thôn cự bành", "002", "Trần Thị Thủy", "1962", "Không có", "Xóm Đồi", "0912.345.679"},
	{"", "", "", "", "", "", "", ""},
	{"STT", "Thôn/TDP", "Mã hộ", "Chủ hộ", "", "", "Địa chỉ thường trú", "Số ĐT"},
	{"", "", "", "Họ và tên", "Ngày sinh", "Số CCCD/CMND", "", ""},
	{"(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"},
	{"3", "Trại", "001", "Đặng Thị Hường", "1980", "25180000003", "Xóm Bãi", "912345670"},
	{"4", "08584.002", "002", "Lê Quốc Bảo", "03/1955", "025055000004", "Xóm Bãi", "-"},
	{"", "Tổng cộng: 4 hộ", "", "", "", "", "", ""},
	{"", "", "", "", "", "", "Võ Miếu, ngày 15 tháng 10 năm 2026", ""},
	{"", "", "NGƯỜI LẬP BẢNG", "", "", "", "TM. ỦY BAN NHÂN DÂN", ""},
	{"", "", "Hà Thị Mai", "", "", "", "Phùng Văn Sơn", ""},
}

const printedRoll = `08584.001 001 Nguyễn Văn Hòa 1970 identified +84912345678 Xóm Đồi
08584.001 002 Trần Thị Thủy 1962 - +84912345679 Xóm Đồi
08584.002 001 Đặng Thị Hường 1980 identified +84912345670 Xóm Bãi
08584.002 002 Lê Quốc Bảo 1955 identified - Xóm Bãi`

func asCSV(t testing.TB, rows [][]string, delimiter rune) string {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = delimiter, true
	must(t, w.WriteAll(rows))
	return b.String()
}

func asXLSX(t testing.TB, rows [][]string, more func(f *excelize.File, sheet string)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			must(t, f.SetCellStr("Sheet1", at, cell))
		}
	}
	if more != nil {
		more(f, "Sheet1")
	}
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// onRolls reads what stands on the rolls of today.
func (h *house) onRolls(t testing.TB) string {
	t.Helper()
	rows, err := h.db.Pool().Query(t.Context(), `
		SELECT concat_ws(' ', split_part(village, '@', 1), code, rep_name, rep_birth_year, CASE WHEN rep_key IS NULL THEN '-' ELSE 'identified' END,
		                 coalesce(rep_phone, '-'), address)
		FROM household WHERE valid_to IS NULL ORDER BY village, code`)
	must(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		out = append(out, line)
	}
	must(t, rows.Err())
	return strings.Join(out, "\n")
}

func (h *house) importFile(t testing.TB, ctx context.Context, name, unit string, content []byte, dry bool) (*directoryv1.Import, []string) {
	t.Helper()
	i, err := h.CreateImport(ctx, &directoryv1.CreateImportRequest{
		Kind: households, Unit: unit, ValidFrom: "2026-10-01", DryRun: dry, FileName: name, RequestId: uuid.NewString(),
		Source: &directoryv1.CreateImportRequest_Content{Content: content},
	})
	must(t, err)
	i = h.finished(t, ctx, i.GetName())
	found, err := h.ListImportErrors(ctx, &directoryv1.ListImportErrorsRequest{Parent: i.GetName(), PageSize: 100})
	must(t, err)
	var wrong []string
	for _, e := range found.GetErrors() {
		if e.GetMessage() == e.GetRule() || e.GetRemedy() == "" || strings.Contains(e.GetMessage(), "{") {
			t.Errorf("no words: %v", e)
		}
		wrong = append(wrong, strings.Join([]string{fmt.Sprint(e.GetLine()), e.GetColumn(), e.GetRule(), e.GetValue()}, "|"))
	}
	for _, r := range i.GetRepairs() {
		if r.GetMessage() == r.GetRule() || r.GetRows() < 1 || len(r.GetLines()) == 0 {
			t.Errorf("no words: %v", r)
		}
	}
	return i, wrong
}

func rules(i *directoryv1.Import) string {
	var out []string
	for _, r := range i.GetRepairs() {
		out = append(out, strings.TrimSuffix(strings.TrimPrefix(r.GetRule(), "import."), ".told"))
	}
	return strings.Join(out, " ")
}

// However it was saved, it is the same roll; a second run changes nothing.
func TestRollsAsOfficersSendThem(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	text := asCSV(t, printed, ',')
	utf16, err := vntext.Encode(text, vntext.UTF16LE)
	must(t, err)
	files := []struct {
		name    string
		content []byte
	}{
		{"utf8.csv", []byte(text)},
		{"bom.csv", []byte("\ufeff" + text)},
		{"nfd.csv", []byte(vntext.NFD(text))},
		{"utf16.csv", append([]byte{0xff, 0xfe}, utf16...)},
		{"semicolons.csv", []byte(asCSV(t, printed, ';'))},
		{"tabs.csv", []byte(asCSV(t, printed, '\t'))},
		{"empty columns.csv", []byte(strings.ReplaceAll(text, "\r\n", ",,,\r\n"))},
		{"text.xlsx", asXLSX(t, printed, nil)},
		{"numbers.xlsx", asXLSX(t, printed, func(f *excelize.File, s string) {
			for at, n := range map[string]any{"A8": 1, "E8": 25795, "E9": 1962, "E14": 1980, "F14": 25180000003, "H14": 912345670, "F15": "'025055000004"} {
				must(t, f.SetCellValue(s, at, n))
			}
			for _, area := range [][2]string{{"A1", "H1"}, {"A2", "H2"}, {"A5", "A6"}, {"B5", "B6"}, {"C5", "C6"}, {"D5", "F5"}, {"G5", "G6"}} {
				must(t, f.MergeCell(s, area[0], area[1]))
			}
			must(t, f.SetCellValue(s, "B9", ""))
			must(t, f.MergeCell(s, "B8", "B9"))
		})},
	}
	for _, legacy := range []vntext.Encoding{vntext.TCVN3, vntext.VNI, vntext.VISCII, vntext.Windows1258} {
		content, err := vntext.Encode(text, legacy)
		must(t, err)
		files = append(files, struct {
			name    string
			content []byte
		}{string(legacy) + ".csv", content})
	}
	dry, wrong := h.importFile(t, xa, files[0].name, "units/08584", files[0].content, true)
	if len(wrong) > 0 || dry.GetCreated() != 4 || h.count(t, "household") != 0 {
		t.Fatalf("%v %q", dry, wrong)
	}
	const told = "header_rows header_again column_numbers VILLAGE_BY_NAME BIRTH_YEAR_OF_DATE NATIONAL_ID_ZEROS PHONE_ZERO separators blank total signature"
	for _, rule := range strings.Fields(told) {
		if !strings.Contains(" "+rules(dry)+" ", " "+rule+" ") {
			t.Errorf("the dry run does not tell %s: %s", rule, rules(dry))
		}
	}
	for n, file := range files {
		i, wrong := h.importFile(t, xa, file.name, "units/08584", file.content, false)
		if i.GetState() != succeeded || n == 0 && i.GetCreated() != 4 || n > 0 && i.GetUnchanged() != 4 {
			t.Errorf("%s: %v %q", file.name, i, wrong)
		}
	}
	if got := h.onRolls(t); got != printedRoll {
		t.Errorf("on the rolls:\n%s", got)
	}
}

func TestOneVillageInAFile(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	body := "STT,Số hộ,Họ tên\n1,001,Lê Na\n2,002,Lê Bo\n"
	i, wrong := h.importFile(t, xa, "a.csv", "units/08584", []byte(body), true)
	if i.GetState() != rejected || len(wrong) != 2 || !strings.Contains(wrong[0], "2|Mã thôn|VILLAGE_NOT_SAID|") {
		t.Errorf("%v %q", i, wrong)
	}
	for _, c := range []struct{ unit, content, told string }{
		{"units/08584.002", body, "VILLAGE_OF_IMPORT"},
		{"units/08584", "DANH SÁCH HỘ GIA ĐÌNH THÔN TRẠI,,\n" + body, "VILLAGE_BY_TITLE"},
		{"units/08584", strings.Replace(body, "1,001", "I. Thôn Trại,,\n1,001", 1), "SECTION_PASSED VILLAGE_BY_SECTION"},
	} {
		i, wrong := h.importFile(t, xa, "a.csv", c.unit, []byte(c.content), false)
		if i.GetState() != succeeded || rules(i) != c.told || i.GetCreated()+i.GetUnchanged() != 2 {
			t.Errorf("%s: %v %q", c.told, i, wrong)
		}
	}
	if got := h.onRolls(t); got != "08584.002 001 Lê Na - - \n08584.002 002 Lê Bo - - " {
		t.Errorf("on the rolls:\n%q", got)
	}
	// Another commune's village cannot be named into the file.
	i, wrong = h.importFile(t, xa, "a.csv", "units/08584", []byte("DANH SÁCH HỘ GIA ĐÌNH THÔN DỪA LỄ,,\n"+body), false)
	if i.GetState() != rejected {
		t.Errorf("%v %q", i, wrong)
	}
}

func TestRowsNobodyMayGuessAt(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	_, err := h.CreateUnit(h.as(t, admin), &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Code: "08584.003", DisplayName: "Trai", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01", ValidFrom: "2026-07-01",
	}})
	must(t, err)
	head := "Thôn,Mã hộ,Họ và tên,Ngày sinh,Số CCCD,Số ĐT\n"
	_, wrong := h.importFile(t, xa, "a.csv", "units/08584", []byte(head+"Trại,001,Lê Na,1970,025070000001,\n"), false)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for name, c := range map[string]struct{ row, want string }{
		"a name of two villages":        {"thon TRAI,002,Lê Bo,,,", "2|Thôn|VILLAGE_AMBIGUOUS|thon TRAI"},
		"a sibling commune's village":   {"Thôn Dừa Lễ,002,Lê Bo,,,", "2|Thôn|UNIT_UNKNOWN|Thôn Dừa Lễ"},
		"a wrong tone":                  {"Thôn Trái,002,Lê Bo,,,", "2|Thôn|UNIT_UNKNOWN|Thôn Trái"},
		"no village":                    {",002,Lê Bo,,,", "2|Thôn|VILLAGE_NOT_SAID|"},
		"a year of two digits":          {"Trại,002,Lê Bo,15/08/70,,", "2|Ngày sinh|BIRTH_DATE_UNREADABLE|15/08/70"},
		"a day that is not":             {"Trại,002,Lê Bo,31/02/1970,,", "2|Ngày sinh|BIRTH_DATE_UNREADABLE|…"},
		"a child":                       {"Trại,002,Lê Bo,01/01/2015,,", "2|Ngày sinh|BIRTH_YEAR_IMPOSSIBLE|…"},
		"scientific notation":           {"Trại,002,Lê Bo,1970,2.507E+10,", "2|Số CCCD|import.not_digits.rule|2.507E+10"},
		"a zero no year confirms":       {"Trại,002,Lê Bo,,25070000002,", "2|Số CCCD|import.zeros.rule|…"},
		"a zero another year denies":    {"Trại,002,Lê Bo,1971,25070000002,", "2|Số CCCD|import.zeros.rule|…"},
		"an old identity card":          {"Trại,002,Lê Bo,1971,131000000,", "2|Số CCCD|NATIONAL_ID_MALFORMED|…"},
		"two telephones":                {"Trại,002,Lê Bo,,,0912345678/0987654321", "2|Số ĐT|PHONE_MALFORMED|…"},
		"an error of the spreadsheet":   {"Trại,002,Lê Bo,#REF!,,", "2|Ngày sinh|import.computed.rule|#REF!"},
		"the code without its zeros":    {"Trại,1,Lê Na,1970,,", "2|Mã hộ|HOUSEHOLD_CODE_ZEROS|1"},
		"a code twice":                  {"Trại,002,Lê Bo,,,\nThôn Trại,002,Lê Ba,,,", "3|Mã hộ|HOUSEHOLD_CODE_TWICE|002"},
		"one person for two households": {"Trại,002,Lê Na,1970,25070000001,", "2|Số CCCD|PERSON_REPRESENTS_ANOTHER|"},
		"an id twice in two writings":   {"Trại,002,Lê Bo,1980,025180000009,\nTrại,003,Lê Bo,1980,25180000009,", "3|Số CCCD|NATIONAL_ID_TWICE|"},
		"a person without a code":       {"Trại,,Tống Văn Nam,1970,,", "2|Mã hộ|import.required.rule|"},
		"a cell of 10 MB":               {"Trại,002," + strings.Repeat("a", 1<<20) + ",,,", "2|Họ và tên|import.cell_long.rule|" + strings.Repeat("a", 60) + "…"},
	} {
		i, wrong := h.importFile(t, xa, "a.csv", "units/08584", []byte(head+c.row+"\n"), true)
		if strings.Join(wrong, " & ") != c.want && !strings.HasPrefix(strings.Join(wrong, " & "), c.want+" & ") {
			t.Errorf("%s: %v %q, want %q", name, i.GetState(), wrong, c.want)
		}
	}
	if got := h.onRolls(t); got != "08584.002 001 Lê Na 1970 identified - " {
		t.Errorf("on the rolls:\n%q", got)
	}
}

func TestFilesThatAreNoRolls(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	book := asXLSX(t, printed, nil)
	for name, c := range map[string]struct {
		file    string
		content []byte
		reason  string
	}{
		"a web page that calls itself a workbook": {"a.xls", []byte("<html><table><tr><td>Mã hộ</td></tr></table></html>"), "FILE_KIND_NOT_ALLOWED"},
		"the same with the new ending":            {"a.xlsx", []byte("<html><table><tr><td>Mã hộ</td></tr></table></html>"), "FILE_KIND_MISMATCH"},
		"the same as a table":                     {"a.csv", []byte("<html><table><tr><td>Mã hộ</td></tr></table></html>"), "FILE_KIND_MISMATCH"},
		"a workbook of before 2007":               {"a.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "FILE_KIND_NOT_ALLOWED"},
		"a workbook with a password":              {"a.xlsx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "FILE_KIND_MISMATCH"},
		"a workbook with macros":                  {"a.xlsm", book, "FILE_KIND_NOT_ALLOWED"},
		"a document":                              {"a.csv", []byte("%PDF-1.7\n1 0 obj\n"), "FILE_KIND_MISMATCH"},
		"a workbook that calls itself text":       {"a.csv", book, "FILE_KIND_MISMATCH"},
	} {
		_, err := h.CreateImport(xa, &directoryv1.CreateImportRequest{
			Kind: households, Unit: "units/08584", ValidFrom: "2026-10-01", FileName: c.file,
			Source: &directoryv1.CreateImportRequest_Content{Content: c.content},
		})
		t.Run(name, func(t *testing.T) { want(t, err, fault.Invalid, c.reason) })
	}
	for name, content := range map[string]string{"only a header": "Thôn,Mã hộ,Họ và tên\n", "only a sum": "Thôn,Mã hộ,Họ và tên\nTổng cộng: 0 hộ,,\n"} {
		i, wrong := h.importFile(t, xa, "a.csv", "units/08584", []byte(content), false)
		if i.GetState() != rejected || len(wrong) != 1 || !strings.Contains(wrong[0], "IMPORT_EMPTY") {
			t.Errorf("%s: %v %q", name, i, wrong)
		}
	}
}
