package console

import (
	"net/http"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// PublicationShow is a publication on the desk: where it stands, the moves that
// are open to the reader, and how the public will see it.
type PublicationShow struct {
	Desk                     Desk
	Form                     Form
	ID                       string
	State                    view.State
	Due                      view.Due
	Publisher                string
	Title, Summary           string
	Item, ItemBasis          string
	Paragraphs               []string
	Document, Issuer         string
	Decided                  workday.Date
	Author, Approver         string
	Register                 string
	OwnDraft, SinglePerson   bool
	Returned, CorrectionNote string
	WithdrawalReason         string
	Scheduled                string
	Expiry                   workday.Date
	Files                    []FileRow
	Warnings                 []WarningRow
	Required                 []RequiredRow
	Forms                    []FormRow
	Versions                 []VersionRow
	Changes                  []DueChangeRow
	Waiting                  *WaitingCorrection
	PublicURL                string
	May                      Moves
	Declared                 view.Field
	ReturnReason             view.Field
	WithdrawReason           view.Field
	When                     view.Field
}

// Moves are the buttons shown. The service decides again when one is pressed.
type Moves struct {
	Edit, Submit, Review, Publish, Unschedule, Correct, ReviewCorrection, DropCorrection, Withdraw, Archive, Record, Discard bool
}

// VersionRow is one public version.
type VersionRow struct {
	Number    int32
	Published workday.Date
	Note, URL string
}

func (c *Console) publicationShow(w http.ResponseWriter, r *http.Request) error {
	page, err := c.publication(r)
	if err != nil {
		return err
	}
	return c.pages.publicationShow.Draw(w, r, http.StatusOK, page)
}

// publication is the page of the publication in the address, as it stands now.
func (c *Console) publication(r *http.Request) (PublicationShow, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return PublicationShow{}, err
	}
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return PublicationShow{}, notFound(err)
	}
	post := desk.at(c, ctx, one.GetUnit(), one.GetAgency())
	id := terms.ID(one.GetName())
	page := PublicationShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: id,
		State: c.Terms.PublicationState(lang, one), Due: c.Terms.Due(lang, one.GetDue(), c.left(lang, one)),
		Publisher: terms.Publisher(one), Title: one.GetTitle(), Summary: one.GetSummary(), Paragraphs: paragraphs(one.GetBody()),
		Document: one.GetDocumentNumber(), Issuer: one.GetIssuingBody(), Decided: terms.Day(one.GetDecisionDate()),
		Author: one.GetAuthor().GetDisplayName(), Approver: one.GetApprover().GetDisplayName(), Register: one.GetRegisterNumber(),
		OwnDraft: one.GetAuthor().GetSubject() == desk.Subject, SinglePerson: one.GetSinglePerson(),
		Returned: one.GetReturnReason(), CorrectionNote: one.GetCorrectionNote(), WithdrawalReason: one.GetWithdrawalReason(),
		Expiry: terms.Day(one.GetExpiryDate()), Files: files("/disclosures/"+id, one.GetAttachments()),
		Warnings: c.warnings(lang, one.GetWarnings()), Changes: c.dueChanges(lang, one.GetDueHistory()), May: moves(post, one),
		Declared:       view.Field{Name: "declare_no_secrets", Checked: one.GetSecrecyDeclared()},
		ReturnReason:   view.Field{Name: "return_reason", Path: "reason", Required: true, Max: 1000},
		WithdrawReason: view.Field{Name: "withdraw_reason", Path: "reason", Required: true, Max: 1000},
		When:           view.Field{Name: "publish_time", Required: true},
	}
	page.Waiting = c.waitingCorrection(lang, desk, one)
	if one.GetScheduledTime() != nil {
		page.Scheduled = one.GetScheduledTime().AsTime().In(workday.Zone).Format("15:04 02/01/2006")
	}
	if one.GetPublishedTime() != nil {
		page.PublicURL = "/disclosures/" + id
		page.fulfilment(c, lang, one)
	}
	if page.Item, page.ItemBasis, _, err = c.itemName(ctx, one); err != nil {
		return page, err
	}
	if one.GetVersion() > 1 {
		found, err := c.publications.ListPublicationVersions(ctx, &disclosurev1.ListPublicationVersionsRequest{Publication: one.GetName(), PageSize: 20})
		if err != nil {
			return page, err
		}
		for _, version := range found.GetVersions() {
			row := VersionRow{Number: version.GetVersion(), Published: workday.Today(version.GetPublishedTime().AsTime()), Note: version.GetCorrectionNote()}
			if row.Number > 1 && !version.GetHidden() {
				row.URL = page.PublicURL + "?version=" + strconv.Itoa(int(row.Number)) + "#difference"
			}
			page.Versions = append(page.Versions, row)
		}
	}
	return page, nil
}

// moves leaves out what the state, or a reader without the role, has no use for.
func moves(post Post, one *disclosurev1.Publication) Moves {
	switch one.GetState() {
	case disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT:
		return Moves{Edit: post.Drafts, Submit: post.Drafts, Discard: post.Drafts}
	case disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW:
		return Moves{Review: post.Approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED:
		return Moves{Publish: post.Approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED:
		return Moves{Unschedule: post.Approves}
	case disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED:
		return correctable(post, one, Moves{Withdraw: post.Approves, Archive: post.Approves, Record: post.Drafts})
	case disclosurev1.PublicationState_PUBLICATION_STATE_ARCHIVED:
		return correctable(post, one, Moves{Withdraw: post.Approves, Record: post.Drafts})
	case disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED:
		return Moves{Withdraw: post.Approves}
	default:
		return Moves{}
	}
}

// correctable adds what can be done about a correction: anybody at the desk proposes one, another person approves it.
func correctable(post Post, one *disclosurev1.Publication, m Moves) Moves {
	waits := one.GetPendingCorrection()
	m.Correct, m.DropCorrection = post.Drafts, post.Drafts && waits != nil
	m.ReviewCorrection = post.Approves && waits != nil && waits.GetReturnReason() == ""
	return m
}

// DueChangeRow is one step in the history of a due date that had been told.
type DueChangeRow struct {
	From, To, At workday.Date
	Cause        string
	Decision     string
	Reason       string
	Basis        string
}

func (c *Console) dueChanges(lang string, list []*disclosurev1.DueChange) []DueChangeRow {
	var rows []DueChangeRow
	for _, one := range list {
		row := DueChangeRow{
			From: terms.Day(one.GetPrevious().GetDate()), To: terms.Day(one.GetRecomputed().GetDate()), At: terms.DayOf(one.GetRecomputedTime().AsTime()),
			Cause: one.GetCause(), Decision: one.GetDecision(), Reason: one.GetReason(), Basis: one.GetRecomputed().GetBasis().GetText(),
		}
		if key := "due_cause." + row.Cause; c.Set.Words().Has(key) {
			row.Cause = c.Set.Text(lang, key, nil)
		}
		if key := "due_decision." + row.Decision; c.Set.Words().Has(key) {
			row.Decision = c.Set.Text(lang, key, nil)
		}
		rows = append(rows, row)
	}
	return rows
}
