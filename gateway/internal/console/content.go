package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Content is what an author writes: the same fields in a draft and in a correction.
type Content struct {
	Title, Summary, Body      view.Field
	Document, Issuer, Decided view.Field
	Files                     Attached
}

func newContent() Content {
	return Content{
		Title:    view.Field{Name: "title", Path: "content.title", Required: true, Max: 500},
		Summary:  view.Field{Name: "summary", Path: "content.summary", Max: 2000},
		Body:     view.Field{Name: "body", Path: "content.body", Max: 200000},
		Document: view.Field{Name: "document_number", Path: "content.document_number", Max: 100},
		Issuer:   view.Field{Name: "issuing_body", Path: "content.issuing_body", Max: 300},
		Decided:  view.Field{Name: "decision_date", Path: "content.decision_date", Required: true},
		Files:    attachedOf("file", "content.attachments", nil),
	}
}

func (x *Content) fields() []*view.Field {
	return []*view.Field{&x.Title, &x.Summary, &x.Body, &x.Document, &x.Issuer, &x.Decided, &x.Files.More}
}

// fill shows what a publication says now.
func (x *Content) fill(one *disclosurev1.Publication) {
	x.Title.Value, x.Summary.Value, x.Body.Value = one.GetTitle(), one.GetSummary(), one.GetBody()
	x.Document.Value, x.Issuer.Value, x.Decided.Value = one.GetDocumentNumber(), one.GetIssuingBody(), one.GetDecisionDate()
	x.Files = attachedOf("file", "content.attachments", one.GetAttachments())
}

func (x *Content) read(r *http.Request, taken map[string][]upload.Taken) {
	for _, field := range x.fields() {
		field.Read(r)
	}
	x.Files.read(r, taken)
}

// send is the content as the service takes it.
func (x *Content) send() (*disclosurev1.PublicationContent, error) {
	decided, err := day(&x.Decided)
	if err != nil {
		return nil, err
	}
	return &disclosurev1.PublicationContent{
		Title: x.Title.Value, Summary: x.Summary.Value, Body: x.Body.Value, DocumentNumber: x.Document.Value,
		IssuingBody: x.Issuer.Value, DecisionDate: decided, Attachments: x.Files.send(),
	}, nil
}

// day is the date in a field as contracts write it; a field that must be filled
// in and is not is a fault of that field.
func day(f *view.Field) (string, error) {
	if f.Required && f.Value == "" {
		return "", fault.New(fault.Invalid, "DATE_MISSING", fault.Field(path(f)))
	}
	return f.Day()
}

func path(f *view.Field) string {
	if f.Path != "" {
		return f.Path
	}
	return f.Name
}

// chosen refuses a list from which nothing was chosen.
func chosen(f *view.Field) error {
	for _, option := range f.Options {
		if option.Chosen && option.Value != "" {
			return nil
		}
	}
	return fault.New(fault.Invalid, "CHOICE_MISSING", fault.Field(path(f)))
}
