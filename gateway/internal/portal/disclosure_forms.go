package portal

import (
	"context"
	"net/http"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func (p *Portal) formRow(lang, publication string, record *disclosurev1.FormRecord) FormRow {
	row := FormRow{
		Form: p.Terms.Form(lang, record.GetForm()), Place: record.GetPlace(), Note: record.GetNote(),
		From: terms.Day(record.GetFrom()), To: terms.Day(record.GetTo()), Shortfall: record.GetShortfall(),
		Evidence: files("/disclosures/"+publication+"/files/", record.GetEvidence()),
	}
	if row.Place == "" {
		row.Place = p.Terms.Place(lang, record.GetPlaceKind())
	}
	for _, day := range record.GetBroadcastDates() {
		row.Dates = append(row.Dates, terms.Day(day))
	}
	row.State = p.stateOf(lang, record.GetSatisfied(), row.To.IsZero())
	return row
}

func (p *Portal) requiredRow(lang string, required *disclosurev1.FormFulfilment) RequiredRow {
	row := RequiredRow{
		Form:  p.Terms.Form(lang, required.GetRequired().GetForm()),
		Basis: required.GetRequired().GetBasis().GetText(), Missing: required.GetMissing(),
	}
	if required.GetNotApplicable() {
		row.State = view.State{Shape: view.Gone, Word: p.Set.Text(lang, "forms.not_applicable", nil)}
		return row
	}
	row.State = p.stateOf(lang, required.GetFulfilled(), required.GetRunning())
	return row
}

func (p *Portal) stateOf(lang string, done, running bool) view.State {
	switch {
	case done:
		return view.State{Shape: view.Good, Word: p.Set.Text(lang, "forms.done", nil)}
	case running:
		return view.State{Shape: view.Soon, Word: p.Set.Text(lang, "forms.running", nil)}
	default:
		return view.State{Shape: view.Late, Word: p.Set.Text(lang, "forms.missing", nil)}
	}
}

// versions lists the public versions and compares the asked one with the one
// before it.
func (p *Portal) versions(ctx context.Context, r *http.Request, one *disclosurev1.Publication, page *DisclosureShow) error {
	if one.GetVersion() < 2 {
		return nil
	}
	found, err := p.publications.ListPublicationVersions(ctx, &disclosurev1.ListPublicationVersionsRequest{Publication: one.GetName(), PageSize: 100})
	if err != nil {
		return err
	}
	for _, version := range found.GetVersions() {
		row := VersionRow{
			Number: version.GetVersion(), Published: workday.Today(version.GetPublishedTime().AsTime()),
			Note: version.GetCorrectionNote(), Digest: version.GetDigest(),
		}
		if row.Number > 1 && !version.GetHidden() {
			row.URL = r.URL.EscapedPath() + "?version=" + strconv.Itoa(int(row.Number)) + "#difference"
		}
		page.Versions = append(page.Versions, row)
	}
	asked, err := strconv.Atoi(r.URL.Query().Get("version"))
	if err != nil || asked < 2 || asked > int(one.GetVersion()) || page.Tombstone || page.Expired {
		return nil
	}
	compared, err := p.publications.GetPublicationDifference(ctx, &disclosurev1.GetPublicationDifferenceRequest{
		Publication: one.GetName(), FromVersion: int32(asked - 1), ToVersion: int32(asked),
	})
	if err != nil {
		return err
	}
	page.DifferenceOf, page.DifferenceNote = int32(asked), compared.GetCorrectionNote()
	for _, field := range compared.GetFields() {
		page.Difference = append(page.Difference, p.difference(i18n.Lang(ctx), field))
	}
	return nil
}

func (p *Portal) difference(lang string, field *disclosurev1.FieldDifference) Difference {
	out := Difference{Field: field.GetField()}
	if key := "field." + field.GetField(); p.Set.Words().Has(key) {
		out.Field = p.Set.Text(lang, key, nil)
	}
	for _, line := range field.GetLines() {
		kind := "same"
		switch line.GetKind() {
		case disclosurev1.DifferenceKind_DIFFERENCE_KIND_ADDED:
			kind = "added"
		case disclosurev1.DifferenceKind_DIFFERENCE_KIND_REMOVED:
			kind = "removed"
		}
		out.Lines = append(out.Lines, DifferenceLine{Kind: kind, Text: line.GetText()})
	}
	return out
}
