package seed

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// publishDocuments takes each document from draft to public, written by one
// caller and approved by the other.
func (s *seeder) publishDocuments(ctx context.Context) error {
	documents, err := demodata.Documents()
	if err != nil {
		return err
	}
	for _, d := range documents {
		if err := s.publish(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", d.File, err)
		}
	}
	return nil
}

func (s *seeder) publish(ctx context.Context, d demodata.Document) error {
	text, err := demodata.Files.ReadFile("documents/" + d.File)
	if err != nil {
		return err
	}
	client := disclosurev1.NewPublicationServiceClient(s.Disclosure)
	author, approver := s.as(ctx, Author), s.as(ctx, Approver)
	req := &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + d.Unit, Item: "catalogueItems/" + d.Item, RequestId: requestID("create", d.File),
		Content: &disclosurev1.PublicationContent{
			Title: d.Title, Body: string(text), DocumentNumber: d.Number, DecisionDate: d.Decided,
		},
	}
	if d.Agency != "" {
		req.Agency = s.agencies[d.Agency]
	}
	p, err := patiently(ctx, func() (*disclosurev1.Publication, error) { return client.CreatePublication(s.as(ctx, Author), req) })
	if err != nil {
		return fmt.Errorf("drafting: %w", err)
	}
	var harmless []*disclosurev1.WarningAcknowledgement
	for _, w := range p.GetWarnings() {
		harmless = append(harmless, &disclosurev1.WarningAcknowledgement{Code: w.GetCode(), Reason: "Văn bản pháp luật đã đăng công khai; chữ này thuộc nội dung điều luật."})
	}
	p, err = client.SubmitPublication(author, &disclosurev1.SubmitPublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true, Acknowledgements: harmless, RequestId: requestID("submit", d.File),
	})
	if err != nil {
		return fmt.Errorf("submitting: %w", err)
	}
	p, err = patiently(ctx, func() (*disclosurev1.Publication, error) {
		return client.ApprovePublication(approver, &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: requestID("approve", d.File)})
	})
	if err != nil {
		return fmt.Errorf("approving: %w", err)
	}
	_, err = client.PublishPublication(approver, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: requestID("publish", d.File)})
	if err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	return nil
}
