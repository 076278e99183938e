package app

import (
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
)

func TestReadsYearsOfBirth(t *testing.T) {
	for text, want := range map[string]int{
		"1970": 1970, "15/08/1970": 1970, "8/15/1970": 1970, "15-8-1970": 1970, "15.08.1970": 1970, "1970-08-15": 1970,
		"1970-08-15 00:00:00": 1970, "15 / 08 / 1970": 1970, "08/1970": 1970, "ngày 15 tháng 8 năm 1970": 1970, "0/0/1970": 1970, "00/00/1970": 1970,
		"25795":      1970, // 15/08/1970
		"29/02/1972": 1972,
		"70":         0, "15/08/70": 0, "31/02/1970": 0, "29/02/1970": 0, "32/13/1970": 0, "19700815": 0, "khoảng 1970": 0, "1970?": 0, "1.97E+03": 0, "1970/1971": 0,
	} {
		year, how, ok := birthYear(text)
		if ok != (want != 0) || ok && year != want {
			t.Errorf("%q: %d, %v; want %d", text, year, ok, want)
		}
		if ok && (how == "") != (text == "1970") {
			t.Errorf("%q: told as %q", text, how)
		}
	}
}

func TestPutsBackZerosOnlyWhenTheYearAgrees(t *testing.T) {
	for _, c := range []struct {
		id   string
		born int
		want string
	}{
		{"25070000001", 1970, "025070000001"},
		{"1170000001", 1970, "001170000001"},
		{"25304000001", 2004, "025304000001"},
		{"25070000001", 1971, ""},
		{"25070000001", 0, ""},
		{"25304000001", 1904, ""}, // another year, none, another century
		{"131000000", 1970, ""},
		{"70000001", 1970, ""},
		{"125070000001", 1970, ""}, // an old card, too short, whole
	} {
		got, ok := restored(c.id, c.born)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s of %d: %s, %v", c.id, c.born, got, ok)
		}
	}
}

func TestFindsVillagesByName(t *testing.T) {
	var units []*domain.Unit
	for code, full := range map[string]string{
		"08584.001": "Thôn Quyết Tiến", "08584.002": "Thôn Hòa Bình", "08584.003": "Tổ dân phố số 5", "08584.004": "Thôn 5",
		"08584.005": "Thôn Tân Thành", "08584.006": "Thôn Tân Thạnh", "08584.007": "Khu phố 12", "08584.008": "Thôn Quyết Tiến Mới",
	} {
		name := full
		for _, kind := range []string{"Thôn ", "Tổ dân phố ", "Khu phố "} {
			name = strings.TrimPrefix(name, kind)
		}
		units = append(units, &domain.Unit{Code: code, Name: name, FullName: full, Period: domain.Period{From: domain.Date{Y: 2026, M: 7, D: 1}}})
	}
	p := newPlaces(units)
	for text, want := range map[string]string{
		"08584.001": "001", "8584.001": "001", "Thôn Quyết Tiến": "001", "THÔN  QUYẾT TIẾN": "001", "quyết tiến": "001", "Thon Quyet Tien": "001", "QUYET TIEN": "001",
		"Thôn: Quyết Tiến": "001", "Hoà Bình": "002", "Thôn Hòa Bình": "002", "thon hoa binh": "002",
		"TDP số 5": "003", "TDP 5": "003", "Tổ dân phố 05": "003", "to dan pho so 5": "003", "TDP số 05": "003", "Thôn 5": "004", "thôn số 5": "004", "KP 12": "007", "Khu phố 12": "007", "12": "007",
		"Tân Thành": "005", "Thôn Tân Thạnh": "006", "003": "003", "Thôn Quyết Tiến Mới": "008",
		"Thon Tan Thanh": "005 006", "5": "003 004 005", // of two or more, nobody guesses
		"Xóm Quyết Tiến": "", "Quyêt Tiến": "", "Quyết Tién": "", "Thôn Bờ Hồ": "", "99": "", "08600.001": "",
	} {
		keys, _ := p.find(text)
		var codes []string
		for _, key := range keys {
			codes = append(codes, strings.TrimPrefix(key.Code(), "08584."))
		}
		for _, code := range strings.Fields(want) {
			if !strings.Contains(strings.Join(codes, " "), code) {
				t.Errorf("%q: %v, want %s", text, codes, want)
			}
		}
		if len(codes) != len(strings.Fields(want)) {
			t.Errorf("%q: %v, want %q", text, codes, want)
		}
	}
	for only, want := range map[string]bool{
		"I. Thôn Quyết Tiến": true, "Thôn Hòa Bình (45 hộ)": true, "2) TDP số 5:": true, "THON HOA BINH": true,
		"Quyết Tiến": false, "Thon Tan Thanh": false, "Thôn khác": false, "": false,
	} {
		if p.section = ""; p.begins(only) != want || (p.section != "") != want {
			t.Errorf("%q opens %q", only, p.section)
		}
	}
	for title, want := range map[string]string{
		"DANH SÁCH HỘ GIA ĐÌNH THÔN QUYẾT TIẾN NĂM 2026": "001", "Danh sách hộ thôn Quyết Tiến Mới": "008", "Danh sach ho TDP so 5": "003",
		"Danh sách hộ Thôn Quyết Tiến, Thôn Hòa Bình": "", "Danh sách hộ thôn 52": "", "Danh sach ho thon Tan Thanh": "", "XÃ VÕ MIẾU": "",
	} {
		if p.alone = ""; true {
			p.titled([]string{"UBND XÃ VÕ MIẾU", title})
		}
		if got := strings.TrimPrefix(p.alone.Code(), "08584."); got != want {
			t.Errorf("%q is about %q, want %q", title, got, want)
		}
	}
}
