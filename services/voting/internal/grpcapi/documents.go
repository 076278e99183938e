package grpcapi

import (
	"context"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/forms"
	"github.com/danchu-platform/danchu/services/voting/internal/ooxml"
)

func (s documents) ListVoteDocuments(ctx context.Context, req *votingv1.ListVoteDocumentsRequest) (*votingv1.ListVoteDocumentsResponse, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	all, err := s.actions.ListVoteDocuments(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	response := &votingv1.ListVoteDocumentsResponse{}
	for _, form := range all {
		response.Documents = append(response.Documents, &votingv1.VoteDocument{
			Form: form.ID, Title: form.Title, Ready: form.Ready, Personal: form.Staff, Basis: basis(form.Basis),
		})
	}
	return response, nil
}

// writers are the formats a form is written in.
var writers = map[string]struct {
	write       func(string, forms.Data) ([]byte, error)
	contentType string
}{
	"html": {forms.HTML, "text/html; charset=utf-8"},
	"docx": {forms.DOCX, ooxml.ContentType},
}

func (s documents) RenderVoteDocument(ctx context.Context, req *votingv1.RenderVoteDocumentRequest) (*votingv1.RenderedDocument, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	form, data, err := s.actions.RenderVoteDocument(ctx, id, req.GetForm(), after(req.GetVillage()))
	if err != nil {
		return nil, translate(err)
	}
	format := req.GetFormat()
	if format == "" {
		format = "html"
	}
	writer, known := writers[format]
	if !known {
		return nil, translate(domain.Refuse(domain.FieldInvalid, "format", "value", format))
	}
	data.Method = s.held(data.Method)
	file, err := writer.write(form.ID, data)
	if err != nil {
		return nil, err
	}
	return &votingv1.RenderedDocument{Data: file, ContentType: writer.contentType, FileName: form.ID + "." + format}, nil
}

// held says form and method in words. The forms of the law are written in Vietnamese, whoever asks.
func (s documents) held(method string) string {
	form, way, _ := strings.Cut(method, "/")
	words := s.words.Text(i18n.Vietnamese, "word.form."+form, nil)
	if way != "" {
		words += ", " + s.words.Text(i18n.Vietnamese, "word.method."+way, nil)
	}
	return words
}
