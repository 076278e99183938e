package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// DisclosureShow is the page of one publication: the text, and everything by
// which anybody can check that it was made public as the law wants.
type DisclosureShow struct {
	ID, Title, Summary string
	Paragraphs         []string
	Crumbs             []view.Crumb
	Unit, UnitURL      string
	Agency             string // of the unit, when one publishes
	Item, ItemBasis    string
	Document, Issuer   string
	Decided, Published workday.Date
	Corrected          workday.Date
	CorrectionNote     string
	Register           string
	State              view.State
	Due                view.Due
	Expiry             workday.Date
	Withdrawn          workday.Date
	WithdrawalReason   string
	Expired, Tombstone bool
	Special            bool
	Attachments        []AttachmentRow
	Forms              []FormRow
	Required           []RequiredRow
	Versions           []VersionRow
	Version            int32
	Difference         []Difference
	DifferenceNote     string
	DifferenceOf       int32
	Digest             string
	AskURL             string
	DataURL            string
}

// AttachmentRow is one file to take home.
type AttachmentRow struct {
	URL, Name, Description, Kind string
	Size                         int64
}

// FormRow is one act of disclosure.
type FormRow struct {
	Form, Place, Note string
	From, To          workday.Date
	Dates             []workday.Date
	State             view.State
	Shortfall         string
	Evidence          []AttachmentRow
}

// RequiredRow is one form the law demands and how it stands.
type RequiredRow struct {
	Form, Basis, Missing string
	State                view.State
}

// VersionRow is one public version.
type VersionRow struct {
	Number    int32
	Published workday.Date
	Note      string
	URL       string // compares it with the version before; "" for the first
	Digest    string
}

// Difference is one field two versions differ in.
type Difference struct {
	Field string
	Lines []DifferenceLine
}

// DifferenceLine is one line: "same", "added" or "removed".
type DifferenceLine struct{ Kind, Text string }

func (p *Portal) disclosureShow() http.Handler {
	return view.Public(p.pages.disclosureShow, p.Cache, p.Log, []string{"version"}, func(ctx context.Context, r *http.Request) (DisclosureShow, []string, error) {
		name := "publications/" + r.PathValue("publication")
		one, err := p.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: name})
		if err != nil {
			return DisclosureShow{}, nil, notFound(err)
		}
		page := p.disclosurePage(i18n.Lang(ctx), one)
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error {
			item, err := p.items.GetCatalogueItem(ctx, &disclosurev1.GetCatalogueItemRequest{Name: one.GetItem(), AsOf: one.GetDecisionDate()})
			if err != nil {
				return err
			}
			page.Item, page.ItemBasis = terms.ItemTitle(i18n.Lang(ctx), item), item.GetBasis().GetText()
			return nil
		})
		group.Go(func() error { return p.versions(ctx, r, one, &page) })
		return page, []string{TagPublication(name), TagUnit(one.GetUnit())}, group.Wait()
	})
}

// notFound turns "that is no id" into "no such page": to a reader a mistyped
// address is not a mistake in a form.
func notFound(err error) error {
	if f := fault.From(err); f.Kind == fault.Invalid {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE", fault.Wrap(err))
	}
	return err
}

func (p *Portal) disclosurePage(lang string, one *disclosurev1.Publication) DisclosureShow {
	id := terms.ID(one.GetName())
	page := DisclosureShow{
		ID: id, Title: one.GetTitle(), Summary: one.GetSummary(), Paragraphs: paragraphs(one.GetBody()),
		Unit: one.GetUnitName(), Agency: one.GetAgencyName(), UnitURL: "/units/" + terms.ID(one.GetUnit()),
		Document: one.GetDocumentNumber(), Issuer: one.GetIssuingBody(), Decided: terms.Day(one.GetDecisionDate()),
		Published: terms.DayOf(one.GetPublishedTime().AsTime()), Register: one.GetRegisterNumber(),
		State:          p.Terms.PublicationState(lang, one),
		Due:            p.Terms.Due(lang, one.GetDue(), p.Terms.Timeliness(lang, one)),
		CorrectionNote: one.GetCorrectionNote(), WithdrawalReason: one.GetWithdrawalReason(),
		Expiry: terms.Day(one.GetExpiryDate()), Special: one.GetSpecialArea(), Version: one.GetVersion(), Digest: one.GetDigest(),
		DataURL: "/v1/publications/" + id,
		AskURL:  "/requests/new?" + url.Values{"unit": {terms.Code(one.GetUnit())}, "item": {terms.ID(one.GetItem())}}.Encode(),
	}
	if one.GetCorrectedTime() != nil {
		page.Corrected = terms.DayOf(one.GetCorrectedTime().AsTime())
	}
	if one.GetWithdrawnTime() != nil {
		page.Withdrawn = terms.DayOf(one.GetWithdrawnTime().AsTime())
	}
	page.Expired = one.GetState() == disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED
	page.Tombstone = one.GetState() == disclosurev1.PublicationState_PUBLICATION_STATE_WITHDRAWN
	page.Crumbs = []view.Crumb{
		{URL: "/disclosures", Text: p.Set.Text(lang, "nav.disclosures", nil)},
		{URL: page.UnitURL, Text: page.Unit},
	}
	page.Attachments = files("/disclosures/"+id+"/files/", one.GetAttachments())
	for _, record := range one.GetForms() {
		page.Forms = append(page.Forms, p.formRow(lang, id, record))
	}
	for _, required := range one.GetFulfilment() {
		page.Required = append(page.Required, p.requiredRow(lang, required))
	}
	return page
}

// files lists attachments under addresses that name them by their digest: the
// publication is asked again at each download, so a file is gone the moment its
// publication is.
func files(base string, attachments []*typev1.Attachment) []AttachmentRow {
	var rows []AttachmentRow
	for _, one := range attachments {
		rows = append(rows, AttachmentRow{
			URL: base + one.GetSha256() + "/" + url.PathEscape(one.GetFileName()), Name: one.GetFileName(),
			Description: one.GetDescription(), Kind: one.GetContentType(), Size: one.GetSizeBytes(),
		})
	}
	return rows
}

// paragraphs cuts a text at its empty lines. It stays plain text: whatever looks
// like markup is shown as it was typed.
func paragraphs(body string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
