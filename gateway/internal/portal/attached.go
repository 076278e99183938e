package portal

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
)

// PublicationFiles are the attachments and the evidence of the publication in the
// address, as far as its reader may see them.
func (p *Portal) PublicationFiles(r *http.Request) ([]*typev1.Attachment, error) {
	one, err := p.publications.GetPublication(r.Context(), &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return nil, notFound(err)
	}
	attached := one.GetAttachments()
	for _, form := range one.GetForms() {
		attached = append(attached, form.GetEvidence()...)
	}
	return attached, nil
}

// RequestFiles are the files given with the answer to a request for information.
func (p *Portal) RequestFiles(r *http.Request) ([]*typev1.Attachment, error) {
	one, err := p.requests.GetInformationRequest(r.Context(), &disclosurev1.GetInformationRequestRequest{Name: "informationRequests/" + r.PathValue("request")})
	if err != nil {
		return nil, notFound(err)
	}
	return one.GetAttachments(), nil
}
