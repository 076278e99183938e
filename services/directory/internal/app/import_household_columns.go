package app

import "github.com/danchu-platform/danchu/services/platform/importer"

// nothing is what people write into a cell for "there is none", folded.
var nothing = []string{"-", "--", "—", "–", "/", "x", "khong", "khong co", "chua co", "khong ro", "khong biet", "ko", "ko co", "khong co so"}

// householdColumns are those of a roll, under the headings commune officers give
// them. "Chủ hộ" and the like may stand merged over several of them.
var householdColumns = []importer.Column{
	{Name: "village_code", Titles: []string{"Mã thôn", "Mã thôn, tổ dân phố", "Mã thôn/TDP", "Mã TDP", "Mã tổ dân phố"}, Lesser: []string{
		"Thôn", "Tên thôn", "Thôn/TDP", "Thôn/Tổ dân phố", "Thôn, tổ dân phố", "Thôn/Xóm", "Thôn/Bản", "Thôn/Bản/TDP", "Thôn/Bản/Tổ dân phố",
		"Thôn/Xóm/Bản", "Tên thôn/TDP", "Tên thôn, tổ dân phố", "Tổ dân phố", "Tên tổ dân phố", "TDP", "Khu dân cư", "Khu phố", "Xóm", "Bản", "Ấp", "Buôn", "Làng",
	}},
	{Name: "household_code", Titles: []string{"Mã hộ", "Số hộ", "Mã số hộ", "Mã hộ gia đình", "Mã số hộ gia đình", "Số hiệu hộ"}, Required: true},
	{Name: "address", Titles: []string{"Địa chỉ", "Địa chỉ thường trú", "Nơi thường trú", "Địa chỉ hộ", "Địa chỉ chi tiết"}, Lesser: []string{
		"Nơi ở hiện tại", "Nơi ở hiện nay", "Chỗ ở hiện nay", "Chỗ ở hiện tại", "Nơi cư trú", "Địa chỉ hiện tại", "Hộ khẩu thường trú", "HKTT", "Số nhà", "Xóm, ngõ",
	}},
	{Name: "representative", Titles: []string{
		"Đại diện", "Người đại diện", "Người đại diện hộ", "Đại diện hộ", "Họ tên người đại diện", "Họ và tên người đại diện", "Họ và tên người đại diện hộ",
		"Người đại diện Họ và tên", "Người đại diện Họ tên", "Đại diện hộ Họ và tên", "Người đại diện hộ Họ và tên", "Chủ hộ", "Tên chủ hộ",
	}, Lesser: []string{
		"Họ và tên chủ hộ", "Họ tên chủ hộ", "Chủ hộ Họ và tên", "Chủ hộ Họ tên", "Họ và tên", "Họ tên", "Họ & tên", "Họ, tên", "Họ, tên chủ hộ", "Họ và tên đại diện",
		"Thông tin chủ hộ Họ và tên",
	}},
	{Name: "birth_year", Titles: []string{
		"Năm sinh", "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Ngày/tháng/năm sinh", "NTNS", "Năm sinh chủ hộ", "Ngày sinh chủ hộ",
		"Ngày tháng năm sinh chủ hộ", "Chủ hộ Năm sinh", "Chủ hộ Ngày sinh", "Chủ hộ Ngày tháng năm sinh", "Sinh năm", "Sinh ngày",
	}, Blank: nothing},
	{Name: "national_id", Titles: []string{
		"Số định danh", "Số định danh cá nhân", "CCCD", "Số CCCD", "Số căn cước", "Số căn cước công dân", "Căn cước công dân", "Căn cước", "Mã định danh cá nhân",
		"Số thẻ căn cước", "Số CCCD/CMND", "Số CMND/CCCD", "CMND/CCCD", "CCCD/CMND", "Số CCCD chủ hộ", "Số ĐDCN", "ĐDCN", "Số ĐDCN/CCCD", "Số CCCD/ĐDCN",
		"Số định danh cá nhân/CCCD", "Số định danh/CCCD", "Số ĐDCN/CMND", "Chủ hộ Số CCCD", "Số CCCD hoặc CMND",
	}, Lesser: []string{"Số CMND", "CMND", "Số chứng minh nhân dân", "Số giấy tờ tùy thân", "Số CMT"}, Digits: []int{12}, Parted: true, Blank: nothing},
	{Name: "phone", Titles: []string{
		"Điện thoại", "Số điện thoại", "SĐT", "Số ĐT", "ĐT", "Điện thoại liên hệ", "Số điện thoại liên hệ", "SĐT liên hệ", "Di động", "Số di động",
		"Điện thoại di động", "Số điện thoại chủ hộ", "SĐT chủ hộ", "ĐTDĐ",
	}, Sign: true, Blank: nothing},
	{Name: "birth_male", Titles: []string{"Năm sinh Nam", "Ngày sinh Nam", "Ngày tháng năm sinh Nam", "Ngày, tháng, năm sinh Nam"}, Blank: nothing},
	{Name: "birth_female", Titles: []string{"Năm sinh Nữ", "Ngày sinh Nữ", "Ngày tháng năm sinh Nữ", "Ngày, tháng, năm sinh Nữ"}, Blank: nothing},
}

// Places of the columns, for the loop over a million rows.
const (
	colVillage = iota
	colHousehold
	colAddress
	colRepresentative
	colBirthYear
	colNationalID
	colPhone
	colBirthMale
	colBirthFemale
)
