package gateway_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// A notice names pages by their paths; its reader gets words to press.
func TestNoticesLeadByWordsNotByPaths(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	s.fixed.clerk.answers = map[string]proto.Message{}
	for _, c := range []struct{ text, resource, words, url string }{
		{"Đã trình, chờ bạn duyệt: /console/publications/" + someID, "publications/" + someID, "mở nội dung công khai", "/console/publications/" + someID},
		{"Có yêu cầu mới: /console/informationRequests/" + someID + ".", "informationRequests/" + someID, "mở yêu cầu cung cấp thông tin", "/console/requests/" + someID},
		{"Đã trả lời: /informationRequests/" + someID, "informationRequests/" + someID, "mở yêu cầu cung cấp thông tin", "/requests/" + someID},
		{"Đã trả lời: https://danchu.example/requests/" + someID, "informationRequests/" + someID, "mở yêu cầu cung cấp thông tin", "/requests/" + someID},
		{"Thời hạn giữ nguyên: /console/obligations/" + someID, "obligations/" + someID, "mở nghĩa vụ công khai", "/console/obligations/" + someID},
		{"Chờ bạn quyết định: /console/withholdings/" + someID, "withholdings/" + someID, "mở mục không công khai", "/console/withholdings/" + someID},
		{"Kỳ 2026-Q1 đã kết thúc.", "obligations/" + someID, "", "/console/obligations/" + someID},
		{"Xem /console/parcels/" + someID, "parcels/" + someID, "", ""}, // a kind without a page
	} {
		s.fixed.clerk.answers["ListNotices"] = &disclosurev1.ListNoticesResponse{Notices: []*disclosurev1.Notice{{Name: "notices/1", Subject: "Có việc", Text: c.text, Resource: c.resource}}}
		p := s.page(s.get("/inbox", "Cookie", cookie), 200)
		if c.words != "" {
			p.says(`li p a[href="`+c.url+`"]`, c.words)
		}
		if c.url != "" {
			p.says(`a.title[href="`+c.url+`"]`, "Có việc")
		} else {
			p.lacks("a.title")
		}
		if p.hasText("li", someID) {
			t.Errorf("%q shows a path", c.text)
		}
		if strings.Contains(c.text, "Q1") {
			p.says("li p", "Kỳ quý 1 năm 2026 đã kết thúc")
		}
	}
	s.fixed.clerk.answers["ListNotices"] = &disclosurev1.ListNoticesResponse{}
	s.page(s.get("/inbox", "Cookie", cookie), 200).has(`main p a[href="/console"]`)
}
