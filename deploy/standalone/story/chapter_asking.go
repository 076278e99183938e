package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// asking: a citizen asks for what is not there, with the forms of the portal alone.
func asking() []Step {
	return []Step{
		{"a citizen opens the form from the page of a publication", openForm},
		{"the form says what it still needs", sendEmpty},
		{"the citizen sends it and reads when the answer is due", sendRequest},
		{"sent twice, it is one request", sendRequestTwice},
		{"nobody else sees the request", requestHidden},
		{"the officer takes it up as simple", receive},
		{"the officer answers with the publication", answerRequest},
		{"the citizen reads the answer", readAnswer},
		{"the inbox of the portal tells of it", inbox},
	}
}

func openForm(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	page, err := b.page(ctx, address)
	if err != nil {
		return "", err
	}
	link, err := page.link("/requests/new?")
	if err != nil {
		return "", err
	}
	form, err := b.page(ctx, link)
	if err != nil {
		return "", err
	}
	_, fields, err := form.form("/requests/new")
	if err != nil {
		return "", err
	}
	if s.once = fields.Get("once"); s.once == "" || fields.Get("unit") != commune {
		return "", fmt.Errorf("the form is about %q and may be sent twice: %q", fields.Get("unit"), s.once)
	}
	return "for Xã Võ Miếu, the item chosen already, the name filled in: " + fields.Get("requester_name"), nil
}

func (s *Stage) filled(content string) url.Values {
	return url.Values{
		"once": {s.once}, "unit": {commune}, "item": {strings.TrimPrefix(roadItem, "catalogueItems/")}, "content": {content},
		"requester_name": {"Phan Thị Lan"}, "requester_contact": {"cong-dan@demo.example"}, "wanted_form": {"Qua cổng thông tin"},
	}
}

func (s *Stage) question() string {
	return "Xin danh sách tiêu chí bình xét hộ được hỗ trợ, lần " + s.mark
}

func sendEmpty(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	response, body, err := b.call(ctx, http.MethodPost, "/requests/new", http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, []byte(s.filled("").Encode()))
	if err != nil {
		return "", err
	}
	page, err := readPage(response.Request.URL, body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusUnprocessableEntity || page.elements("textarea", nil) == 0 {
		return "", fmt.Errorf("an empty request is answered with %d", response.StatusCode)
	}
	if _, fields, err := page.form("/requests/new"); err != nil || fields.Get("requester_contact") == "" {
		return "", fmt.Errorf("what was typed is lost: %w", err)
	}
	return "422, what was typed is kept", nil
}

func sendRequest(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	if s.once == "" {
		return "", errMissing
	}
	page, err := b.post(ctx, "/requests/new", s.filled(s.question()))
	if err != nil {
		return "", err
	}
	made := &disclosurev1.InformationRequest{}
	if err := b.get(ctx, "/v1/informationRequests/"+strings.TrimPrefix(page.URL.Path, "/requests/"), nil, made); err != nil {
		return "", err
	}
	s.asked = made
	if err := s.journal.note(citizen, made.GetName(), made.GetEtag(), s.question()); err != nil {
		return "", err
	}
	due := made.GetDue()
	if due.GetBasis().GetArticle() != "30" {
		return "", fmt.Errorf("due by %s, want Điều 30", due.GetBasis().GetText())
	}
	return fmt.Sprintf("số %s, hạn %s, %d ngày làm việc, %s", made.GetRegisterNumber(), shown(due.GetDate()), due.GetAmount(), due.GetBasis().GetText()),
		page.says(shown(due.GetDate()), due.GetBasis().GetText())
}

func (s *Stage) countMine(ctx context.Context, b *Browser) (count int, err error) {
	ask := url.Values{"page_size": {"100"}}
	for {
		var mine disclosurev1.ListInformationRequestsResponse
		if err := b.get(ctx, "/v1/informationRequests:mine", ask, &mine); err != nil {
			return 0, err
		}
		for _, one := range mine.GetInformationRequests() {
			if one.GetContent() == s.question() {
				count++
			}
		}
		if mine.GetNextPageToken() == "" {
			return count, nil
		}
		ask.Set("page_token", mine.GetNextPageToken())
	}
}

func sendRequestTwice(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	page, err := b.post(ctx, "/requests/new", s.filled(s.question()))
	if err != nil {
		return "", err
	}
	if want := "/requests/" + strings.TrimPrefix(s.asked.GetName(), "informationRequests/"); page.URL.Path != want {
		return "", fmt.Errorf("the second press leads to %s, want %s", page.URL.Path, want)
	}
	count, err := s.countMine(ctx, b)
	if err == nil && count != 1 {
		err = fmt.Errorf("%d requests of the same words", count)
	}
	return "the button pressed again leads to the same request", err
}

func requestHidden(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil {
		return "", errMissing
	}
	for _, who := range []string{siblingOfficer, operator, villageHead} {
		b, err := s.as(ctx, who)
		if err != nil {
			return "", err
		}
		if _, err := refused(b.get(ctx, "/v1/"+s.asked.GetName(), nil, &disclosurev1.InformationRequest{}), denied...); err != nil {
			return "", fmt.Errorf("%s: %w", who, err)
		}
	}
	return "not the sibling's officer, not the operator, not the village head", nil
}

func (s *Stage) handle(ctx context.Context, verb string, ask protoMessage) error {
	b, err := s.as(ctx, officer)
	if err != nil {
		return err
	}
	now := &disclosurev1.InformationRequest{}
	err = b.do(ctx, change{method: http.MethodPost, path: "/v1/" + s.asked.GetName() + ":" + verb, id: ask.GetRequestId(), ask: ask, into: now, named: now.GetName, seen: now.GetEtag})
	if err == nil {
		s.asked = now
	}
	return err
}

func receive(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil {
		return "", errMissing
	}
	err := s.handle(ctx, "receive", &disclosurev1.ReceiveInformationRequestRequest{
		Name: s.asked.GetName(), Etag: s.asked.GetEtag(), Complexity: disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_SIMPLE, RequestId: s.id("receive"),
	})
	return fmt.Sprintf("còn %d ngày làm việc", s.asked.GetDaysLeft()), err
}

const given = "Tiêu chí bình xét đã được công khai, xin xem tại liên kết kèm theo."

func answerRequest(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil || s.road == nil {
		return "", errMissing
	}
	err := s.handle(ctx, "answer", &disclosurev1.AnswerInformationRequestRequest{
		Name: s.asked.GetName(), Etag: s.asked.GetEtag(), Answer: given, Publication: s.road.GetName(), RequestId: s.id("answer"),
	})
	return fmt.Sprintf("trễ %d ngày", s.asked.GetLateDays()), err
}
