package console

import (
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// PublicationShow is a publication on the desk: as it will look, where it stands,
// and the moves that are open to the reader.
type PublicationShow struct {
	Desk                   Desk
	ID, Etag, Once         string
	Refusal                view.Refusal
	State                  view.State
	Due                    view.Due
	Title, Summary, Item   string
	Paragraphs             []string
	Document, Issuer       string
	Decided                string
	Author, Approver       string
	OwnDraft, SinglePerson bool
	Returned               string
	Files                  []FileRow
	Warnings               []WarningRow
	PublicURL              string
	May                    Moves
	Declared               view.Field
	Reason                 view.Field
	When                   view.Field
}

// Moves are the buttons shown. The service decides again when one is pressed.
type Moves struct{ Edit, Submit, Review, Publish, Unschedule, Correct, Discard bool }

// FileRow is an attachment.
type FileRow struct {
	URL, Name, Description string
	Size                   int64
}

// WarningRow is a finding that must be explained before the text can go on.
type WarningRow struct{ Field, Word, Where, Excerpt, Reason string }

func (c *Console) publicationShow(w http.ResponseWriter, r *http.Request) error {
	return c.showing(w, r, nil)
}

// showing draws the publication, with why a move was refused.
func (c *Console) showing(w http.ResponseWriter, r *http.Request, refused error) error {
	one, err := c.publications.GetPublication(r.Context(), &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return err
	}
	desk, err := c.desk(r.Context(), r, "publications")
	if err != nil {
		return err
	}
	item, err := c.items.GetCatalogueItem(r.Context(), &disclosurev1.GetCatalogueItemRequest{Name: one.GetItem(), AsOf: one.GetDecisionDate()})
	if err != nil {
		return err
	}
	page := c.show(r, desk, one)
	page.Item = item.GetNumber() + ". " + terms.ItemTitle(i18n.Lang(r.Context()), item)
	if refused == nil {
		return c.pages.publicationShow.Draw(w, r, http.StatusOK, page)
	}
	for _, field := range []*view.Field{&page.Reason, &page.Declared, &page.When} {
		field.Read(r)
	}
	for i := range page.Warnings {
		page.Warnings[i].Reason = r.PostFormValue(page.Warnings[i].Field)
	}
	var ok bool
	if page.Refusal, ok = c.Set.Refusal(r, refused, &page.Reason, &page.Declared, &page.When); !ok {
		return refused
	}
	return c.pages.publicationShow.Draw(w, r, fault.From(refused).Kind.HTTPStatus(), page)
}

func (c *Console) show(r *http.Request, desk Desk, one *disclosurev1.Publication) PublicationShow {
	lang := i18n.Lang(r.Context())
	page := PublicationShow{
		Desk: desk, ID: terms.ID(one.GetName()), Etag: one.GetEtag(), Once: view.NewOnce(),
		State: c.Terms.PublicationState(lang, one), Due: c.Terms.Due(lang, one.GetDue(), c.left(lang, one)),
		Title: one.GetTitle(), Summary: one.GetSummary(), Document: one.GetDocumentNumber(), Issuer: one.GetIssuingBody(),
		Decided: terms.Day(one.GetDecisionDate()).Format(), Author: one.GetAuthor().GetDisplayName(), Approver: one.GetApprover().GetDisplayName(),
		SinglePerson: one.GetSinglePerson(), Returned: one.GetReturnReason(),
		OwnDraft: one.GetAuthor().GetSubject() == session.From(r.Context()).Subject,
		Declared: view.Field{Name: "declare_no_secrets"}, Reason: view.Field{Name: "reason", Required: true, Max: 1000},
		When: view.Field{Name: "publish_time"},
	}
	for part := range strings.SplitSeq(one.GetBody(), "\n\n") {
		page.Paragraphs = append(page.Paragraphs, strings.TrimSpace(part))
	}
	for _, file := range one.GetAttachments() {
		page.Files = append(page.Files, FileRow{
			URL:  "/disclosures/" + page.ID + "/files/" + file.GetSha256() + "/" + file.GetFileName(),
			Name: file.GetFileName(), Description: file.GetDescription(), Size: file.GetSizeBytes(),
		})
	}
	for _, warning := range one.GetWarnings() {
		page.Warnings = append(page.Warnings, WarningRow{
			Field: "warning_" + warning.GetCode().String(), Word: c.Terms.Warning(lang, warning.GetCode()),
			Where: warning.GetField(), Excerpt: warning.GetExcerpt(), Reason: warning.GetReason(),
		})
	}
	page.May = moves(desk, one)
	if one.GetPublishedTime() != nil {
		page.PublicURL = "/disclosures/" + page.ID
	}
	return page
}

// moves leaves out what the state, or a reader without the role, has no use for.
func moves(desk Desk, one *disclosurev1.Publication) Moves {
	drafts, approves := false, false
	for _, post := range desk.Posts {
		if post.Key == terms.ID(one.GetUnit()) {
			drafts, approves = post.Drafts, post.Approves
		}
	}
	switch one.GetState() {
	case disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT:
		return Moves{Edit: drafts, Submit: drafts, Discard: drafts}
	case disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW:
		return Moves{Review: approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED:
		return Moves{Publish: drafts || approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED:
		return Moves{Unschedule: drafts || approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED:
		return Moves{Correct: approves}
	default:
		return Moves{}
	}
}
