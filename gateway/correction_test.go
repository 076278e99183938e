package gateway_test

import (
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// waiting is the publication with a correction that waits.
func (s *stage) waiting() *disclosurev1.Publication {
	one := s.fixed.publication()
	one.PendingCorrection = &disclosurev1.PendingCorrection{
		Title: one.GetTitle(), Summary: one.GetSummary(), Body: one.GetBody() + "\nĐiều 3. Mức mới", DocumentNumber: one.GetDocumentNumber(), IssuingBody: one.GetIssuingBody(),
		DecisionDate: one.GetDecisionDate(), Attachments: one.GetAttachments(), CorrectionNote: "Bổ sung Điều 3",
		Author: &disclosurev1.Official{DisplayName: "Lê Thị Hồng Nhung", Subject: "someone"}, ProposeTime: timestamppb.New(now),
	}
	return one
}

// What waits for a second person is shown to the desk with what it changes, and only the chairman is offered to approve it.
func TestACorrectionThatWaits(t *testing.T) {
	s, cookie := deskStage(t)
	one := s.waiting()
	s.fixed.clerk.answers["GetPublication"] = one
	s.fixed.clerk.answers["ListPublications"] = &disclosurev1.ListPublicationsResponse{Publications: []*disclosurev1.Publication{one}}
	address := "/console/publications/" + publicationID
	s.as(chair)
	p := s.page(s.get(address, "Cookie", cookie), 200)
	p.says("#correction", "Bản đính chính chờ duyệt")
	p.says(".diff ins", "Điều 3. Mức mới")
	p.has(`form[action$="/approve-correction"]`)
	s.as(officer)
	p = s.page(s.get(address, "Cookie", cookie), 200)
	p.says(".diff ins", "Điều 3. Mức mới")
	p.lacks(`form[action$="/approve-correction"], form[action$="/return-correction"]`)
	p.has(`form[action$="/discard-correction"]`)
	s.page(s.get(address+"/correct", "Cookie", cookie), 200).keeps("correction_note", "Bổ sung Điều 3")
	s.page(s.get("/console/publications?state=in_review", "Cookie", cookie), 200).says("th .quiet", "Bản đính chính chờ duyệt")
	s.page(s.get("/disclosures/"+publicationID), 200).lacks("#correction")
}
