package app

import "github.com/danchu-platform/danchu/services/platform/importer"

// columns says what each kind of table holds, with the headings people give.
var columns = map[ImportKind][]importer.Column{
	ImportUnits: {
		{Name: "code", Titles: []string{"Mã", "Mã đơn vị", "Mã ĐVHC"}, Required: true},
		{Name: "name", Titles: []string{"Tên", "Tên đơn vị"}, Required: true},
		{Name: "name_en", Titles: []string{"Tên tiếng Anh"}},
		{Name: "full_name", Titles: []string{"Tên đầy đủ"}},
		{Name: "unit_type", Titles: []string{"Loại", "Loại đơn vị"}, Required: true},
		{Name: "level", Titles: []string{"Cấp"}},
		{Name: "parent_code", Titles: []string{"Mã cấp trên", "Mã đơn vị cấp trên"}},
	},
	ImportUnitMapping: {
		{Name: "old_code", Titles: []string{"Mã cũ"}, Required: true},
		{Name: "old_level", Titles: []string{"Cấp cũ"}},
		{Name: "new_code", Titles: []string{"Mã mới"}, Required: true},
		{Name: "old_unit_was_divided", Titles: []string{"Bị chia tách"}},
	},
	ImportUnitChanges: {
		{Name: "code", Titles: []string{"Mã"}, Required: true},
		{Name: "change", Titles: []string{"Thay đổi"}, Required: true},
		{Name: "new_full_name", Titles: []string{"Tên mới"}, Required: true},
		{Name: "new_type", Titles: []string{"Loại mới"}},
		{Name: "effective_date", Titles: []string{"Ngày hiệu lực"}},
		{Name: "reference", Titles: []string{"Căn cứ", "Văn bản"}},
	},
	ImportVillages: {
		{Name: "village_code", Titles: []string{"Mã thôn", "Mã thôn, tổ dân phố"}, Required: true},
		{Name: "commune_code", Titles: []string{"Mã xã", "Mã xã, phường"}, Required: true, Digits: []int{5}},
		{Name: "name", Titles: []string{"Tên thôn", "Tên thôn, tổ dân phố"}, Required: true},
		{Name: "full_name", Titles: []string{"Tên đầy đủ"}},
		{Name: "kind", Titles: []string{"Loại"}, Required: true},
		{Name: "arrangement", Titles: []string{"Đợt sắp xếp"}},
		{Name: "resolution", Titles: []string{"Nghị quyết", "Căn cứ"}},
	},
	ImportHouseholds: householdColumns,
	ImportRoles: {
		{Name: "subject", Titles: []string{"Tài khoản"}, Required: true},
		{Name: "display_name", Titles: []string{"Họ tên", "Họ và tên"}},
		{Name: "role", Titles: []string{"Vai trò"}, Required: true},
		{Name: "unit_code", Titles: []string{"Mã đơn vị"}, Required: true},
		{Name: "agency", Titles: []string{"Cơ quan", "Mã định danh cơ quan", "Tên cơ quan"}},
		{Name: "valid_from", Titles: []string{"Từ ngày"}},
		{Name: "valid_to", Titles: []string{"Đến ngày"}},
		{Name: "legal_basis", Titles: []string{"Căn cứ", "Quyết định"}},
	},
	ImportCalendar: {
		{Name: "date", Titles: []string{"Ngày"}, Required: true},
		{Name: "name", Titles: []string{"name_vi", "Tên", "Ngày nghỉ"}, Required: true},
		{Name: "kind", Titles: []string{"Loại"}, Required: true},
		{Name: "status", Titles: []string{"Trạng thái"}},
		{Name: "source", Titles: []string{"Căn cứ", "Nguồn"}},
	},
	ImportAgencies: {
		{Name: "identification_code", Titles: []string{"Mã định danh"}},
		{Name: "name", Titles: []string{"Tên cơ quan", "Tên"}, Required: true},
		{Name: "kind", Titles: []string{"Loại"}, Required: true},
		{Name: "unit_code", Titles: []string{"Mã đơn vị"}, Required: true},
		{Name: "contact", Titles: []string{"Liên hệ"}},
	},
}

// secret are the columns whose values no report repeats.
var secret = map[string]bool{"national_id": true, "phone": true}

// personal are the columns into which a national id or a telephone number may
// have slipped: values with many digits are not repeated either.
var personal = map[string]bool{"representative": true, "birth_year": true, "birth_male": true, "birth_female": true, "address": true, "display_name": true}
