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
	req := &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + d.Unit, Item: "catalogueItems/" + d.Item, RequestId: requestID("create", d.File),
		Content: &disclosurev1.PublicationContent{
			Title: d.Title, Body: string(text), DocumentNumber: d.Number, DecisionDate: d.Decided,
		},
	}
	if d.Agency != "" {
		req.Agency = s.agencies[d.Agency]
	}
	return s.carry(ctx, req)
}

// carry takes a draft through review to the public.
func (s *seeder) carry(ctx context.Context, req *disclosurev1.CreatePublicationRequest) error {
	client := disclosurev1.NewPublicationServiceClient(s.Disclosure)
	p, err := patiently(ctx, func() (*disclosurev1.Publication, error) { return client.CreatePublication(s.as(ctx, Author), req) })
	if err != nil {
		return fmt.Errorf("drafting: %w", err)
	}
	// A repeated creation answers with the publication as it stands now, so an interrupted seed goes on from there.
	for {
		switch p.GetState() {
		case disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT:
			p, err = s.submit(ctx, client, p)
		case disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW:
			p, err = patiently(ctx, func() (*disclosurev1.Publication, error) {
				return client.ApprovePublication(s.as(ctx, Approver), &disclosurev1.ApprovePublicationRequest{
					Name: p.GetName(), Etag: p.GetEtag(), RequestId: requestID("approve", p.GetName(), p.GetEtag()),
				})
			})
		case disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED:
			p, err = client.PublishPublication(s.as(ctx, Approver), &disclosurev1.PublishPublicationRequest{
				Name: p.GetName(), Etag: p.GetEtag(), RequestId: requestID("publish", p.GetName(), p.GetEtag()),
			})
		default:
			return nil
		}
		if err != nil {
			return fmt.Errorf("moving it on from %s: %w", p.GetState(), err)
		}
	}
}

// submit declares that the document holds no secret and answers what the service
// noticed in it: laws speak of secrets without being one.
func (s *seeder) submit(ctx context.Context, client disclosurev1.PublicationServiceClient, p *disclosurev1.Publication) (*disclosurev1.Publication, error) {
	var harmless []*disclosurev1.WarningAcknowledgement
	for _, w := range p.GetWarnings() {
		harmless = append(harmless, &disclosurev1.WarningAcknowledgement{
			Code: w.GetCode(), Reason: "Văn bản đã được công bố; chữ này thuộc nội dung của văn bản.",
		})
	}
	return client.SubmitPublication(s.as(ctx, Author), &disclosurev1.SubmitPublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true, Acknowledgements: harmless,
		RequestId: requestID("submit", p.GetName(), p.GetEtag()),
	})
}
