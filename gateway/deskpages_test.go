package gateway_test

import (
	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// deskPages are all pages of the console, by whom they are looked at and what
// each must say.
var deskPages = []struct {
	role                    directoryv1.Role
	address, selector, text string
	state                   disclosurev1.PublicationState
}{
	{chair, "/console", "td .state", "quá hạn 4 ngày làm việc", 0},
	{chair, "/console", "details.due div", "Điều 12 khoản 3", 0},
	{chair, "/console/publications", ".tabs a", "Chờ duyệt", 0},
	{officer, "/console/publications/new?item=commune.7", "option[selected]", "7.", 0},
	{officer, "/console/publications/" + publicationID, "#submit", "Gửi duyệt", 1},
	{chair, "/console/publications/" + publicationID, "#review", "Duyệt", 2},
	{chair, "/console/publications/" + publicationID, "button", "Hẹn giờ đăng", 3},
	{chair, "/console/publications/" + publicationID, "button", "Rút nội dung", 0},
	{chair, "/console/publications/" + publicationID, "#forms + .actions + .sheet td", "Đang thực hiện", 0},
	{officer, "/console/publications/" + publicationID + "/edit", "legend", "Tệp đã có", 1},
	{chair, "/console/publications/" + publicationID + "/correct", "label", "Đính chính điều gì", 0},
	{officer, "/console/publications/" + publicationID + "/forms/new?form=RADIO", "option[selected]", "truyền thanh", 0},
	{officer, "/console/publications/" + publicationID + "/forms/1/end", ".note", "20/12/2026", 0},
	{officer, "/console/obligations", "th .quiet", "61/QĐ-UBND", 0},
	{officer, "/console/obligations?standing=OVERDUE&state=OPEN&year=2026", "option[selected]", "Quá hạn", 0},
	{provinceOffice, "/console/obligations/matrix", "td.late a", "thiếu 2", 0},
	{provinceOffice, "/console/obligations/matrix?of=25", "td.good", "đủ 2", 0},
	{provinceOffice, "/console/obligations/completeness?year=2026&quarter=4", "th a", "Dự toán", 0},
	{officer, "/console/obligations/new", "h1", "Ghi nhận văn bản", 0},
	{officer, "/console/obligations/" + someID, "#mark", "không phát sinh", 0},
	{chair, "/console/obligations/" + someID, "#due + p", "26/11/2026", 0},
	{provinceOffice, "/console/obligations/" + someID, "#remind", "Nhắc người phụ trách", 0},
	{inspector, "/console/withholdings", "th a", "Kế hoạch phòng thủ", 0},
	{officer, "/console/withholdings/new", ".note", "Không ghi bí mật", 0},
	{chair, "/console/withholdings/" + someID, "button", "Chấm dứt", 0},
	{officer, "/console/plans", "th a", "Kế hoạch công khai năm 2027", 0},
	{chair, "/console/plans/" + someID, "#adopt", "Ban hành", 0},
	{officer, "/console/plans/" + someID + "/lines/new?item=commune.7", "option[selected]", "7.", 0},
	{officer, "/console/plans/" + someID + "/lines/1/edit", "h1", "Sửa nội dung 1", 0},
	{officer, "/console/requests", "th a", "quyết toán ngân sách", 0},
	{officer, "/console/requests/new", "h1", "Nhập yêu cầu", 0},
	{officer, "/console/requests/" + someID, "p.small", "chủ tịch, phó chủ tịch", 0},
	{chair, "/console/requests/" + someID, "summary", "Từ chối cung cấp", 0},
	{communeAdmin, "/console/imports", "th a", "ho-gia-dinh.xlsx", 0},
	{provinceAdmin, "/console/imports/new", "option", "Lịch làm việc", 0},
	{communeAdmin, "/console/imports/" + someID + "?file=handle", "button", "Nhập thật", 0},
	{communeAdmin, "/console/roles", "th a", "Lê Thị Hồng Nhung", 0},
	{communeAdmin, "/console/roles/new", ".note", "không giao được vai trò cao hơn", 0},
	{provinceAdmin, "/console/roles/new?for=08584", "h1", "Xã Võ Miếu", 0},
	{communeAdmin, "/console/roles/" + someID, "button", "Kết thúc", 0},
	{officer, "/console/calendar", ".month .off", "24", 0},
	{provinceAdmin, "/console/calendar/2026", "a.button", "Sửa lịch", 0},
	{provinceAdmin, "/console/calendar/2026/edit", "option[selected]", "Nghỉ lễ theo luật", 0},
	{officer, "/console/units", "th a", "Xã Thanh Sơn", 0},
	{provinceAdmin, "/console/units/08584", "#attributes", "Đặc điểm", 0},
	{officer, "/console/units/08584/households", "p", "214 hộ", 0},
	{communeAdmin, "/console/units/08584", `a[href$="/villages/merge"]`, "Nhập nhiều thôn", 0},
	{communeAdmin, "/console/units/08584.001", `a[href$="/rename"]`, "Đổi tên", 0},
	{communeAdmin, "/console/units/08584/villages/new", "h1", "Lập thôn", 0},
	{communeAdmin, "/console/units/08584/villages/merge", "fieldset label", "Thôn Cự Thắng (08584.002)", 0},
	{provinceAdmin, "/console/units/08584.001/split", "legend", "Thôn thứ hai", 0},
	{communeAdmin, "/console/units/08584.001/rename", "option[selected]", "Thôn", 0},
	{officer, "/console/units/08584/households/waiting", "h2", "Xếp vào thôn", 0},
	{officer, "/console/units/08584.001/households", `a[href$="/households/waiting"]`, "chờ xếp", 0},
	{officer, "/console/units/08584.001/households", `a[href$="/households/new"]`, "Ghi hộ", 0},
	{officer, "/console/units/08584.001/households/new", "label", "Số định danh", 0},
	{officer, "/console/households/" + someID, "summary", "Tách hộ", 0},
	{chair, "/console/households/" + someID, "dd", "Đinh Văn Sỹ", 0},
	{communeAdmin, "/console/agencies", "th a", "Công ty Thủy lợi Thanh Sơn", 0},
	{provinceAdmin, "/console/agencies/new?for=08584", "h1", "Xã Võ Miếu", 0},
	{communeAdmin, "/console/agencies/" + someID, "#end", "Kết thúc", 0},
	{provinceOffice, "/console/agencies/" + someID, "dd", "Doanh nghiệp nhà nước", 0},
}
