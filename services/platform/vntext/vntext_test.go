package vntext_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

func TestClean(t *testing.T) {
	for name, tc := range map[string]struct{ in, want string }{
		"composed stays":        {"Nguyễn Thị Hòa", "Nguyễn Thị Hòa"},
		"decomposed":            {vntext.NFD("Nguyễn Thị Hòa"), "Nguyễn Thị Hòa"},
		"Icelandic capital eth": {"Ðặng Văn Ðức", "Đặng Văn Đức"},
		"small eth":             {"ðường", "đường"},
		"African D":             {"Ɖặng", "Đặng"},
		"zero width":            {"Nguyễn\u200b \u200dAn\ufeff", "Nguyễn An"},
		"direction override":    {"gpj.\u202eexe\u2066x", "gpj.exex"},
		"control characters":    {"A\x00B\x07C\x1b[2J\x7f", "ABC[2J"},
		"line ends":             {"a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		"no-break space":        {"Xã\u00a0Võ Miếu", "Xã Võ Miếu"},
		"soft hyphen":           {"dân\u00adchủ", "dânchủ"},
		"broken bytes":          {"a\xff\xfeb", "a\ufffdb"},
		"tab and line feed":     {"a\tb\n", "a\tb\n"},
		"empty":                 {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := vntext.Clean(tc.in); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
	if got := vntext.CleanLine("  Trần \t Văn\n\u3000Bình "); got != "Trần Văn Bình" {
		t.Errorf("%q", got)
	}
}

func TestInspect(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b": vntext.FaultControl, "a\u202eb": vntext.FaultInvisible, "a\xffb": vntext.FaultEncoding, "\ufeffa": vntext.FaultInvisible,
	} {
		fault, found := vntext.Inspect(in)
		if !found || fault.Kind != want {
			t.Errorf("%q: %+v, want %s", in, fault, want)
		}
	}
	for _, fine := range []string{"", "Ðặng\nVăn\tA", vntext.NFD("Nguyễn"), "\ufffd", "a\r\nb"} {
		if fault, found := vntext.Inspect(fine); found {
			t.Errorf("%q: %+v", fine, fault)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Xã Võ Miếu": "xa vo mieu", "ĐẮK LẮK": "dak lak", "Ðồng  Nai ": "dong nai", "M’Drắk": "m'drak", "Hoà Bình": "hoa binh",
		vntext.NFD("Thạnh Hoá"): "thanh hoa", "": "", "Ea H'Leo": "ea h'leo",
	} {
		if got := vntext.Fold(in); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func TestNameKey(t *testing.T) {
	same := [][2]string{
		{"Xã Hòa Bình", "Xã Hoà Bình"},
		{"Thủy Nguyên", "Thuỷ Nguyên"},
		{"Khóa", "Khoá"},
		{"QUÝ", "qúy"},
		{"Đặng", "Ðặng"},
		{"Phường  Hội An", "phường hội an "},
		{"M'Drắk", "M’Drắk"},
		{vntext.NFD("Nguyễn"), "NGUYỄN"},
		{"Ia–Grai", "Ia-Grai"},
	}
	for _, pair := range same {
		if !vntext.SameName(pair[0], pair[1]) {
			t.Errorf("%q and %q are one name: %q, %q", pair[0], pair[1], vntext.NameKey(pair[0]), vntext.NameKey(pair[1]))
		}
	}
	different := [][2]string{
		{"Xã Tân Thành", "Xã Tân Thạnh"},
		{"Xã Ba Tơ", "Xã Ba Tô"},
		{"Dũng", "Dụng"},
		{"Đông", "Dông"},
		{"Hoa", "Hòa"},
		{"Tâm", "Tầm"},
		{"Tổ 1", "Tổ 11"},
		{"An Hà", "Àn Ha"},
		{"Quyết Tiến", "Quyết Tiên"},
	}
	for _, pair := range different {
		if vntext.SameName(pair[0], pair[1]) {
			t.Errorf("%q and %q are two names", pair[0], pair[1])
		}
	}
}

// Samples written out byte by byte from the tables of the fonts.
func TestDecodeSamples(t *testing.T) {
	for _, tc := range []struct {
		from  vntext.Encoding
		bytes string
		want  string
	}{
		{vntext.TCVN3, "Nguy\xd4n V\xa8n \xa7\xf8c", "Nguyễn Văn Đức"},
		{vntext.TCVN3, "\xf1y ban nh\xa9n d\xa9n x\xb7", "ủy ban nhân dân xã"},
		{vntext.VNI, "Nguye\xe3n Va\xean \xd1\xf6\xf9c", "Nguyễn Văn Đức"},
		{vntext.VNI, "U\xdbY BAN NHA\xc2N DA\xc2N XA\xd5", "ỦY BAN NHÂN DÂN XÃ"},
		{vntext.VNI, "tr\xf6\xf4\xf9ng ho\xefc sinh gio\xfbi th\xf2 xa\xf5", "trướng học sinh giỏi thị xã"},
		{vntext.VISCII, "Nguy\xadn V\xe5n \xd0\xd1c", "Nguyễn Văn Đức"},
		{vntext.Windows1258, "Nguy\xea\xden V\xe3n \xd0\xfd\xecc", "Nguyễn Văn Đức"},
		{vntext.UTF16LE, "\xff\xfe\x10\x01\xe5\x00", "Đå"},
		{vntext.UTF16BE, "\xfe\xff\x01\x10", "Đ"},
		{vntext.UTF8, "\xef\xbb\xbfĐức\xff", "Đức\ufffd"},
	} {
		got, err := vntext.Decode([]byte(tc.bytes), tc.from)
		if err != nil || got != tc.want {
			t.Errorf("%s: %q, %v; want %q", tc.from, got, err, tc.want)
		}
	}
	if _, err := vntext.Decode(nil, "ebcdic"); err == nil {
		t.Error("an unknown encoding was read")
	}
}

const (
	article = "Ủy ban nhân dân cấp xã có trách nhiệm niêm yết thông tin quy định tại trụ sở Hội đồng nhân dân, tại nhà văn hóa và các điểm sinh hoạt cộng đồng ở thôn, tổ dân phố. Thời gian niêm yết ít nhất là ba mươi ngày liên tục."
	roster  = "Số thứ tự;Họ và tên;Ngày sinh;Địa chỉ\n1;Nguyễn Văn Đức;01/02/1980;Thôn Quyết Tiến\n2;Trần Thị Hương;15/08/1975;Xóm Đồng Mới\n3;Lê Quốc Khánh;30/11/1990;Tổ 5\n"
)

// small is what TCVN3 can write: its capitals carry no tones.
func small(s string) string { return strings.ToLower(s) }

func TestDetect(t *testing.T) {
	for _, text := range []string{article, roster} {
		for _, encoding := range append([]vntext.Encoding{vntext.UTF8, vntext.UTF16LE, vntext.UTF16BE}, vntext.Legacy...) {
			source := text
			if encoding == vntext.TCVN3 {
				source = small(text)
			}
			data, err := vntext.Encode(source, encoding)
			if err != nil {
				t.Fatal(err)
			}
			guess := vntext.Detect(data)
			if guess.Encoding != encoding || guess.Confidence < vntext.Sure {
				t.Errorf("%s: %+v", encoding, guess)
			}
		}
	}
	if guess := vntext.Detect([]byte("id,name\n1,An\n")); guess.Encoding != vntext.UTF8 {
		t.Errorf("ASCII: %+v", guess)
	}
	if guess := vntext.Detect([]byte("Đức")[:3]); guess.Encoding != vntext.UTF8 {
		t.Errorf("a letter cut off at the end of the sample: %+v", guess)
	}
	if guess := vntext.Detect([]byte(article + "\xff")); guess.Encoding != vntext.UTF8 || guess.Confidence < vntext.Sure {
		t.Errorf("UTF-8 with one broken byte: %+v", guess)
	}
	for _, noise := range []string{"\xff\xd8\xff\xe0\x10JFIF", "caf\xe9 na\xefve Z\xfcrich \xc5ngstr\xf6m fa\xe7ade", "\x80\x81\x82\x83"} {
		if guess := vntext.Detect([]byte(noise)); guess.Confidence >= vntext.Sure {
			t.Errorf("%q was taken for %+v", noise, guess)
		}
	}
}

func TestDetectText(t *testing.T) {
	for in, want := range map[string]string{
		"Nguy\u00d4n V\u00a8n \u00a7\u00f8c":                     "Nguyễn Văn Đức", // TCVN3 in a spreadsheet
		"Nguye\u00e3n Va\u00ean \u00d1\u00f6\u00f9c tro\u00efng": "Nguyễn Văn Đức trọng",
	} {
		encoding, found := vntext.DetectText(in)
		if !found {
			t.Errorf("%q went unnoticed", in)
		} else if got := vntext.Repair(in, encoding); got != want {
			t.Errorf("%q repaired to %q", in, got)
		}
	}
	for _, fine := range []string{"Nguyễn Văn Đức", "An", "", "Hà", "Hồ Thị Bình", "Trần Quý"} {
		if encoding, found := vntext.DetectText(fine); found {
			t.Errorf("%q was taken for %s", fine, encoding)
		}
	}
}

func vietnamese() *rapid.Generator[string] {
	letters := []rune("aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx 0123456789,.;\n")
	return rapid.StringOfN(rapid.SampledFrom(letters), 0, 200, -1)
}

func TestRoundTrip(t *testing.T) {
	for _, encoding := range []vntext.Encoding{vntext.UTF8, vntext.UTF16LE, vntext.UTF16BE, vntext.TCVN3, vntext.VISCII, vntext.Windows1258, vntext.VNI} {
		t.Run(string(encoding), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				text := vietnamese().Draw(t, "text")
				if encoding != vntext.TCVN3 && rapid.Bool().Draw(t, "capitals") {
					text = strings.ToUpper(text)
				}
				data, err := vntext.Encode(text, encoding)
				if err != nil {
					t.Fatal(err)
				}
				back, err := vntext.Decode(data, encoding)
				if err != nil || back != text {
					t.Fatalf("%q came back as %q, %v", text, back, err)
				}
				reader, err := vntext.NewReader(iotest.OneByteReader(bytes.NewReader(data)), encoding)
				if err != nil {
					t.Fatal(err)
				}
				streamed, err := io.ReadAll(reader)
				if err != nil || vntext.Clean(strings.TrimPrefix(string(streamed), "\ufeff")) != text {
					t.Fatalf("%q streamed as %q, %v", text, streamed, err)
				}
			})
		})
	}
}

func TestEncodeSaysWhatItCannotWrite(t *testing.T) {
	for _, encoding := range vntext.Legacy {
		if _, err := vntext.Encode("漢", encoding); err == nil {
			t.Errorf("%s wrote a Chinese character", encoding)
		}
	}
	if _, err := vntext.Encode("a", "ebcdic"); err == nil {
		t.Error("an unknown encoding was written")
	}
}

func TestKeysAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		clean := vntext.Clean(text)
		if vntext.Clean(clean) != clean {
			t.Fatalf("Clean(%q) is not stable", text)
		}
		if _, found := vntext.Inspect(clean); found {
			t.Fatalf("Clean(%q) left a fault", text)
		}
		if vntext.Fold(clean) != vntext.Fold(text) || vntext.NameKey(clean) != vntext.NameKey(text) {
			t.Fatalf("cleaning %q changes its keys", text)
		}
		if key := vntext.NameKey(text); vntext.NameKey(key) != key {
			t.Fatalf("NameKey(%q) is not stable", text)
		}
		if !vntext.SameName(text, vntext.NFD(text)) {
			t.Fatalf("%q differs from its decomposed form", text)
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("Nguyễn\u200b\xff")
	f.Fuzz(func(t *testing.T, s string) {
		clean := vntext.Clean(s)
		if fault, found := vntext.Inspect(clean); found || vntext.Clean(clean) != clean {
			t.Fatalf("%q: %q, %+v", s, clean, fault)
		}
	})
}

func FuzzDetect(f *testing.F) {
	f.Add([]byte("Nguy\xd4n"))
	f.Add([]byte("\xff\xfea"))
	f.Fuzz(func(t *testing.T, data []byte) {
		guess := vntext.Detect(data)
		if _, err := vntext.Decode(data, guess.Encoding); err != nil {
			t.Fatal(err)
		}
	})
}
