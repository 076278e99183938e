package story

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"google.golang.org/protobuf/types/known/fieldmaskpb"
)

// drafting: the officer of the commune writes what is to be disclosed; the law's questions are asked before anybody else sees it.
func drafting() []Step {
	return []Step{
		{"an officer signs in through the issuer", officerSignsIn},
		{"the scanned decision is uploaded", uploadScan},
		{"a program that calls itself a PDF is not taken", uploadWrong},
		{"a decision of tomorrow cannot be disclosed", futureDecision},
		{"a draft with its due date and the article", draft},
		{"a classification mark in the text", markText},
		{"the mark needs an answer before anything goes on", markRefused},
		{"the mark is taken out", unmarkText},
		{"submitting needs the declaration that no state secret is in it", undeclared},
	}
}

const roadItem = "catalogueItems/communes.07.policies"

func officerSignsIn(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	var me directoryv1.Me
	if err := b.get(ctx, "/v1/me", nil, &me); err != nil {
		return "", err
	}
	at := slices.IndexFunc(me.GetBindings(), func(r *directoryv1.RoleBinding) bool { return r.GetRole() == directoryv1.Role_ROLE_COMMUNE_OFFICER })
	if at < 0 {
		return "", fmt.Errorf("%s has no role as officer, only %v", me.GetSubject(), me.GetBindings())
	}
	return fmt.Sprintf("%s, công chức xã, %s", me.GetDisplayName(), me.GetBindings()[at].GetUnit()), nil
}

func uploadScan(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	content := scanned(s.mark)
	s.scan, err = b.upload(ctx, "nghị quyết "+s.mark+".pdf", "application/pdf", content)
	return fmt.Sprintf("%d bytes looked into, hashed and signed for", len(content)), err
}

func uploadWrong(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	_, err = b.upload(ctx, "nghi-quyet.pdf", "application/pdf", []byte("MZ\x90\x00this program cannot be run in DOS mode"))
	return refused(err, want{status: http.StatusBadRequest})
}

// decision is the document the story is about. Its date is yesterday, so the due date lies ahead.
func (s *Stage) decision() *disclosurev1.PublicationContent {
	content := &disclosurev1.PublicationContent{
		Title:          "Chính sách hỗ trợ nhà ở cho hộ nghèo năm " + today(0)[:4] + " " + s.mark,
		Summary:        "Tiêu chí, đối tượng và quy trình bình xét hộ được hỗ trợ nhà ở.",
		Body:           "Điều 1. Hỗ trợ nhà ở cho 45 hộ nghèo trên địa bàn xã.\n\nĐiều 2. Mỗi hộ được hỗ trợ 60 triệu đồng.\n\nĐiều 3. Các thôn họp bình xét trước ngày 15 hằng tháng.",
		DocumentNumber: "45-" + s.mark + "/QĐ-UBND",
		IssuingBody:    "Ủy ban nhân dân xã Võ Miếu",
		DecisionDate:   today(-1),
	}
	if s.scan != nil {
		content.Attachments = []*typev1.Attachment{s.scan}
	}
	return content
}

func futureDecision(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	content := s.decision()
	content.DecisionDate = today(1)
	err = b.do(ctx, change{method: http.MethodPost, path: "/v1/publications", ask: &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + commune, Item: roadItem, Content: content,
	}})
	return refused(err, want{status: http.StatusBadRequest, reason: "DATE_IN_FUTURE"}, want{status: http.StatusBadRequest, field: "decision_date"})
}

func draft(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	s.road, err = s.create(ctx, b, "draft", roadItem, "", s.decision())
	if err != nil {
		return "", err
	}
	due := s.road.GetDue()
	if due.GetAmount() != 5 || due.GetUnit() != "working_days" || due.GetBasis().GetArticle() != "12" || due.GetBasis().GetClause() != "3" {
		return "", fmt.Errorf("due %s, %d %s by %s; want 5 working days by Điều 12 khoản 3", due.GetDate(), due.GetAmount(), due.GetUnit(), due.GetBasis().GetText())
	}
	if len(s.road.GetAttachments()) != 1 {
		return "", fmt.Errorf("the draft has %d attachments, want the scan", len(s.road.GetAttachments()))
	}
	return fmt.Sprintf("hạn %s, %d ngày làm việc, %s", shown(due.GetDate()), due.GetAmount(), due.GetBasis().GetText()), nil
}

// create begins a draft.
func (s *Stage) create(ctx context.Context, b *Browser, place, item, duty string, content *disclosurev1.PublicationContent) (*disclosurev1.Publication, error) {
	made := &disclosurev1.Publication{}
	return made, b.do(ctx, change{
		method: http.MethodPost, path: "/v1/publications", id: s.id(place), mark: content.GetTitle(), into: made, named: made.GetName, seen: made.GetEtag,
		ask: &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: item, Obligation: duty, Content: content, RequestId: s.id(place)},
	})
}

// move asks for one of the moves of a publication and keeps what it has become.
func (s *Stage) move(ctx context.Context, b *Browser, p **disclosurev1.Publication, verb string, ask protoMessage) error {
	if *p == nil {
		return errMissing
	}
	now := &disclosurev1.Publication{}
	err := b.do(ctx, change{
		method: http.MethodPost, path: "/v1/" + (*p).GetName() + ":" + verb, id: ask.GetRequestId(), ask: ask, into: now, named: now.GetName, seen: now.GetEtag,
	})
	if err == nil {
		*p = now
	}
	return err
}

func (s *Stage) rewrite(ctx context.Context, place, body string) error {
	b, err := s.as(ctx, officer)
	if err != nil {
		return err
	}
	if s.road == nil {
		return errMissing
	}
	now := &disclosurev1.Publication{}
	err = b.do(ctx, change{
		method: http.MethodPatch, path: "/v1/" + s.road.GetName(), id: s.id(place), into: now, named: now.GetName, seen: now.GetEtag,
		ask: &disclosurev1.UpdatePublicationRequest{
			Publication: &disclosurev1.PublicationEdit{Name: s.road.GetName(), Content: &disclosurev1.PublicationContent{Body: body, DecisionDate: s.road.GetDecisionDate()}},
			UpdateMask:  &fieldmaskpb.FieldMask{Paths: []string{"body"}}, Etag: s.road.GetEtag(), RequestId: s.id(place),
		},
	})
	if err == nil {
		s.road = now
	}
	return err
}

func markText(ctx context.Context, s *Stage) (string, error) {
	if err := s.rewrite(ctx, "mark", s.decision().GetBody()+"\n\nMẬT"); err != nil {
		return "", err
	}
	return "the text now ends with “MẬT”, stamped", nil
}

func markRefused(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	if s.road == nil {
		return "", errMissing
	}
	err = s.move(ctx, b, &s.road, "submit", &disclosurev1.SubmitPublicationRequest{
		Name: s.road.GetName(), Etag: s.road.GetEtag(), DeclareNoSecrets: true, RequestId: s.id("submit with a mark"),
	})
	return refused(err, want{status: http.StatusBadRequest, reason: "WARNING_NOT_ACKNOWLEDGED"})
}

func unmarkText(ctx context.Context, s *Stage) (string, error) {
	return "the draft says again what it said", s.rewrite(ctx, "unmark", s.decision().GetBody())
}

func undeclared(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	if s.road == nil {
		return "", errMissing
	}
	err = s.move(ctx, b, &s.road, "submit", &disclosurev1.SubmitPublicationRequest{
		Name: s.road.GetName(), Etag: s.road.GetEtag(), RequestId: s.id("submit undeclared"),
	})
	return refused(err, want{status: http.StatusBadRequest, reason: "SECRECY_NOT_DECLARED"})
}
