package importer_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

var columns = []importer.Column{
	{Name: "code", Titles: []string{"Mã xã", "Mã đơn vị"}, Required: true, Digits: []int{5}},
	{Name: "name", Titles: []string{"Họ và tên", "Tên chủ hộ"}, Required: true},
	{Name: "phone", Titles: []string{"Điện thoại"}, Sign: true},
	{Name: "note", Titles: []string{"Ghi chú"}},
}

var options = importer.Options{Columns: columns}

func open(t *testing.T, name, content string, options importer.Options) *importer.Reader {
	t.Helper()
	r, err := importer.Open(strings.NewReader(content), int64(len(content)), name, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// table prints the rows as "line: a|b|c" and the errors as "line column rule value".
func table(t *testing.T, r *importer.Reader) (rows, faults []string) {
	t.Helper()
	words, err := importer.Words()
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, faults
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, fmt.Sprintf("%d: %s|%s|%s|%s", row.Line, row.Get("code"), row.Get("name"), row.Get("phone"), row.Get("note")))
		for _, e := range row.Errors {
			rule := strings.TrimSuffix(strings.TrimPrefix(e.Rule, "import."), ".rule")
			faults = append(faults, fmt.Sprintf("%d %s %s %s", e.Line, e.Column, rule, e.Value))
			for _, key := range []string{e.Rule, e.Remedy} {
				if text := words.Text("vi", key, e.Params); text == key || strings.Contains(text, "  ") {
					t.Errorf("%s says %q with %v", key, text, e.Params)
				}
			}
		}
	}
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

const plain = "Mã xã,Họ và tên,Điện thoại,Ghi chú\n08584,Nguyễn Văn Đức,+84 912 345 678,\n00004,Trần Thị Hòa,,x\n"

var plainRows = []string{"2: 08584|Nguyễn Văn Đức|+84 912 345 678|", "3: 00004|Trần Thị Hòa||x"}

func TestReadsWhatPeopleHave(t *testing.T) {
	encode := func(text string, e vntext.Encoding) string {
		data, err := vntext.Encode(text, e)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	// Legacy encodings are told by more than two rows.
	many := plain
	for range 5 {
		many += "00004,Trần Thị Hòa,,Đã ký nhận đủ giấy tờ\n"
	}
	manyRows := append([]string{}, plainRows...)
	for i := range 5 {
		manyRows = append(manyRows, fmt.Sprintf("%d: 00004|Trần Thị Hòa||Đã ký nhận đủ giấy tờ", i+4))
	}
	lower := func(rows []string) (out []string) {
		for _, row := range rows {
			out = append(out, strings.ToLower(row))
		}
		return out
	}
	for name, tc := range map[string]struct {
		content string
		rows    []string
	}{
		"UTF-8":                       {plain, plainRows},
		"byte order mark":             {"\ufeff" + plain, plainRows},
		"UTF-16 with mark":            {"\xff\xfe" + encode(plain, vntext.UTF16LE)[2:], plainRows},
		"decomposed":                  {vntext.NFD(plain), plainRows},
		"Windows line ends":           {strings.ReplaceAll(plain, "\n", "\r\n"), plainRows},
		"old Mac line ends":           {strings.ReplaceAll(plain, "\n", "\r"), plainRows},
		"mixed line ends":             {strings.Replace(strings.Replace(plain, "\n", "\r\n", 1), "678,\n", "678,\r", 1), plainRows},
		"semicolons":                  {strings.ReplaceAll(plain, ",", ";"), plainRows},
		"tabs":                        {strings.ReplaceAll(plain, ",", "\t"), plainRows},
		"no line end at the end":      {strings.TrimSuffix(plain, "\n"), plainRows},
		"everything quoted":           {`"` + strings.ReplaceAll(strings.ReplaceAll(strings.TrimSuffix(plain, "\n"), ",", `","`), "\n", "\"\n\"") + `"`, plainRows},
		"header without diacritics":   {strings.Replace(plain, "Mã xã,Họ và tên", "MA XA (*),ho va ten", 1), plainRows},
		"other titles":                {strings.Replace(plain, "Mã xã,Họ và tên", "Mã đơn vị,Tên chủ hộ", 1), plainRows},
		"our own names":               {strings.Replace(plain, "Mã xã,Họ và tên", "code,name", 1), plainRows},
		"columns in another order":    {"Ghi chú,Họ và tên,Mã xã,STT\nx,Trần Thị Hòa,00004,1\n", []string{"2: 00004|Trần Thị Hòa||x"}},
		"sep line":                    {"sep=;\r\n" + strings.ReplaceAll(plain, ",", ";"), []string{"3: 08584|Nguyễn Văn Đức|+84 912 345 678|", "4: 00004|Trần Thị Hòa||x"}},
		"titles above the header":     {"DANH SÁCH CHỦ HỘ,,,\n\"Xã Võ Miếu, tỉnh Phú Thọ\",,,\n,,,\n" + plain, []string{"5: 08584|Nguyễn Văn Đức|+84 912 345 678|", "6: 00004|Trần Thị Hòa||x"}},
		"blank lines between":         {strings.ReplaceAll(plain, "\n", "\n\n,,,\n"), []string{"4: 08584|Nguyễn Văn Đức|+84 912 345 678|", "7: 00004|Trần Thị Hòa||x"}},
		"quotes inside":               {"Mã xã,Họ và tên\n00004,\"Ông \"\"Tư\"\", \r\n trưởng thôn\"\n00007,Bà \"Năm\"\n", []string{`2: 00004|Ông "Tư", trưởng thôn||`, `4: 00007|Bà "Năm"||`}},
		"commas inside semicolons":    {"Mã xã;Họ và tên;Ghi chú\n00004;An;Thôn 1, xã A, tỉnh B\n00007;Bình;Thôn 2, xã A, tỉnh B\n", []string{"2: 00004|An||Thôn 1, xã A, tỉnh B", "3: 00007|Bình||Thôn 2, xã A, tỉnh B"}},
		"invisible characters":        {"Mã xã,Họ và tên\n00004,Ðặng\u200b\u00a0An\n", []string{"2: 00004|Đặng An||"}},
		"TCVN3":                       {encode(strings.ToLower(many), vntext.TCVN3), lower(manyRows)},
		"VNI":                         {encode(many, vntext.VNI), manyRows},
		"VISCII":                      {encode(many, vntext.VISCII), manyRows},
		"windows-1258":                {encode(many, vntext.Windows1258), manyRows},
		"TCVN3 saved again as UTF-8":  {latin1(encode(strings.ToLower(many), vntext.TCVN3)), lower(manyRows)},
		"a negative number as a note": {"Mã xã,Họ và tên,Ghi chú\n00004,An,-5\n00007,Bình,-\n", []string{"2: 00004|An||-5", "3: 00007|Bình||-"}},
	} {
		t.Run(name, func(t *testing.T) {
			for reading, r := range map[string]io.Reader{"at once": strings.NewReader(tc.content), "in bytes": iotest.OneByteReader(strings.NewReader(tc.content))} {
				reader, err := importer.Open(r, -1, "danh sach.CSV", options)
				if err != nil {
					t.Fatal(err)
				}
				rows, faults := table(t, reader)
				equal(t, reading, rows, tc.rows)
				equal(t, reading+": errors", faults, nil)
			}
		})
	}
}

// latin1 shows each byte as one character, as a program does that does not know better.
func latin1(s string) string {
	out := make([]rune, len(s))
	for i := range len(s) {
		out[i] = rune(s[i])
	}
	return string(out)
}

func TestRowsAtFaultAreToldAndPassed(t *testing.T) {
	header := "Mã xã,Họ và tên,Ghi chú\n"
	good := "00007,Bình,tốt\n"
	long := strings.Repeat("dài ", 10_000)
	for name, tc := range map[string]struct{ row, fault string }{
		"formula":                 {"00004,=cmd|'/c calc'!A1,", "2 Họ và tên formula =cmd|'/c calc'!A1"},
		"formula with at":         {"00004,@SUM(1),", "2 Họ và tên formula @SUM(1)"},
		"formula with plus":       {"00004,+1+cmd(),", "2 Họ và tên formula +1+cmd()"},
		"formula with minus":      {"00004,-HYPERLINK(1),", "2 Họ và tên formula -HYPERLINK(1)"},
		"formula behind a tab":    {"00004,\"\t=1\",", "2 Họ và tên formula =1"},
		"formula behind a return": {"00004,\"\r=1\",", "2 Họ và tên formula =1"},
		"formula in full width":   {"00004,＝1,", "2 Họ và tên formula ＝1"},
		"zeros lost":              {"8584,An,", "2 Mã xã zeros 8584"},
		"a number of a sheet":     {"8.58E+03,An,", "2 Mã xã not_digits 8.58E+03"},
		"too many digits":         {"085840,An,", "2 Mã xã not_digits 085840"},
		"Arabic digits":           {"٠٨٥٨٤,An,", "2 Mã xã not_digits ٠٨٥٨٤"},
		"required and empty":      {"00004,  ,x", "2 Họ và tên required "},
		"too short":               {"00004,An", "2  row_short "},
		"too wide":                {"00004,An,x,y", "2  row_wide "},
		"a quote in quotes":       {`00004,"An"h",x`, `2 Họ và tên quote Anh"`},
		"NUL":                     {"00004,An\x00,", "2 Họ và tên control An"},
		"escape":                  {"00004,An\x1b[2J,", "2 Họ và tên control An[2J"},
		"broken bytes":            {"00004,An\xff,", "2 Họ và tên encoding An\ufffd"},
		"a cell too long":         {"00004," + long + ",", "2 Họ và tên cell_long "},
		"a quoted cell too long":  {`00004,"` + long + `",`, "2 Họ và tên cell_long " + show(strings.Repeat("dài ", 8000))},
	} {
		t.Run(name, func(t *testing.T) {
			reader := open(t, "a.csv", header+tc.row+"\n"+good, options)
			rows, faults := table(t, reader)
			if len(rows) != 2 || !strings.HasSuffix(rows[1], "00007|Bình||tốt") {
				t.Errorf("the row behind it: %q", rows)
			}
			if len(faults) != 1 || !strings.HasPrefix(faults[0], tc.fault) {
				t.Errorf("%.200q, want %.200q", faults, tc.fault)
			}
		})
	}
}

func show(s string) string { return string([]rune(s)[:50]) }

func TestUnclosedQuoteIsToldWhereItOpens(t *testing.T) {
	content := "Mã xã,Họ và tên\n00001,An\n00004,\"Bình\n00007,Cúc\n00010,Dũng\n"
	rows, faults := table(t, open(t, "a.csv", content, options))
	if len(rows) != 2 {
		t.Errorf("%q", rows)
	}
	equal(t, "errors", faults, []string{"3 Họ và tên unclosed Bình 00007,Cúc 00010,Dũng"})
}

func TestOpenRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		file, content, reason, param string
		options                      importer.Options
	}{
		"nothing":                  {"a.csv", "", importer.ReasonEmpty, "", options},
		"only white space":         {"a.csv", "\ufeff", importer.ReasonEmpty, "", options},
		"another kind":             {"a.pdf", plain, importer.ReasonKind, "a.pdf", options},
		"an old workbook":          {"a.xls", plain, importer.ReasonKind, "a.xls", options},
		"no header":                {"a.csv", "1,2\n3,4\n", importer.ReasonHeaderMissing, "Mã xã, Họ và tên", options},
		"a column is missing":      {"a.csv", "Mã xã,Ghi chú\n00004,x\n", importer.ReasonHeaderMissing, "Họ và tên", options},
		"a header too far below":   {"a.csv", strings.Repeat("x\n", 30) + plain, importer.ReasonHeaderMissing, "Mã xã", options},
		"a column twice":           {"a.csv", "Mã xã,Họ và tên,MA XA\n00004,An,00004\n", importer.ReasonHeaderTwice, "MA XA", options},
		"two titles of one column": {"a.csv", "Mã xã,Họ và tên,Tên chủ hộ\n00004,An,An\n", importer.ReasonHeaderTwice, "Tên chủ hộ", options},
		"bytes of nothing":         {"a.csv", "\x80\x81\x82,\x83\x84\n\x85\x86,\x87\x88\n", importer.ReasonEncodingUnknown, "tcvn3", options},
		"too many columns":         {"a.csv", strings.Repeat("x,", 300) + "\n", importer.ReasonTooManyColumns, "256", options},
		"too large":                {"a.csv", plain, importer.ReasonTooLarge, "1", importer.Options{Columns: columns, Limits: importer.Limits{File: 10}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int64{int64(len(tc.content)), -1} {
				r, err := importer.Open(strings.NewReader(tc.content), size, tc.file, tc.options)
				if !fault.Is(err, tc.reason) || fault.KindOf(err) != fault.Invalid {
					t.Fatalf("%v, %v; want %s", r, err, tc.reason)
				}
				e, _ := fault.Of(err)
				if params := fmt.Sprint(e.Params); !strings.Contains(params, tc.param) {
					t.Errorf("%s does not name %s", params, tc.param)
				}
			}
		})
	}
}

func TestNextStopsAtTheLimitOfRows(t *testing.T) {
	limited := importer.Options{Columns: columns, Limits: importer.Limits{Rows: 3}}
	reader := open(t, "a.csv", "Mã xã,Họ và tên\n"+strings.Repeat("00004,An\n", 4), limited)
	for range 3 {
		if _, err := reader.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := reader.Next(); !fault.Is(err, importer.ReasonTooManyRows) {
		t.Errorf("%v", err)
	}
}

func TestNextTellsABrokenStream(t *testing.T) {
	content := "Mã xã,Họ và tên\n" + strings.Repeat("00004,An\n", 40_000)
	broken := io.MultiReader(strings.NewReader(content), iotest.ErrReader(io.ErrUnexpectedEOF))
	reader, err := importer.Open(broken, -1, "a.csv", options)
	for err == nil {
		_, err = reader.Next()
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a connection that broke looks like the end: %v", err)
	}
}

func TestCallerReportsInTheSameForm(t *testing.T) {
	reader := open(t, "a.csv", "MÃ ĐƠN VỊ,Họ và tên,STT\n99999,An,1\n", options)
	row, err := reader.Next()
	if err != nil {
		t.Fatal(err)
	}
	got := row.Fail("code", "directory.unit.rule", "directory.unit.remedy", map[string]string{"date": "01/07/2025"})
	if got.Line != 2 || got.Column != "MÃ ĐƠN VỊ" || got.Value != "99999" || got.Params["date"] == "" {
		t.Errorf("%+v", got)
	}
	if whole := row.Fail("", "a.rule", "a.remedy", nil); whole.Column != "" || whole.Params == nil {
		t.Errorf("%+v", whole)
	}
	equal(t, "ignored columns", reader.Ignored(), []string{"STT"})
	if reader.HeaderLine() != 1 || reader.Encoding() != vntext.UTF8 {
		t.Error(reader.HeaderLine(), reader.Encoding())
	}
}

func TestEveryFaultHasWords(t *testing.T) {
	words, err := importer.Words()
	if err != nil {
		t.Fatal(err)
	}
	keys := importer.Reasons()
	for _, rule := range importer.Rules() {
		keys = append(keys, "import."+rule+".rule", "import."+rule+".remedy")
	}
	for _, repair := range importer.RepairNames() {
		keys = append(keys, "import."+repair+".told")
	}
	if missing := words.Missing(keys...); len(missing) > 0 {
		t.Error(missing)
	}
}
