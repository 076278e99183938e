package grpcapi

import (
	"context"
	"strconv"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/law"
)

// publication writes what the reader may see: the view has taken out what is hidden, and internal fields go to staff only.
func (s *Surface) publication(ctx context.Context, v app.View) *disclosurev1.Publication {
	p := &disclosurev1.Publication{
		Name: "publications/" + v.ID, Etag: etag(v.Revision), Unit: "units/" + v.Body.Unit, UnitName: v.Publisher.Unit,
		Agency: named("agencies", v.Body.Agency), AgencyName: v.Publisher.Agency, Item: "catalogueItems/" + v.Item, Obligation: named("obligations", v.Obligation),
		State:          upper[disclosurev1.PublicationState](disclosurev1.PublicationState_value, "PUBLICATION_STATE", string(v.State)),
		RegisterNumber: v.RegisterNumber, Version: int32(v.Version), Title: v.Content.Title, Summary: v.Content.Summary, Body: v.Content.Body,
		DocumentNumber: v.Content.DocumentNumber, IssuingBody: v.Content.IssuingBody, DecisionDate: v.Content.DecisionDate.String(),
		Attachments: attachments(v.Content.Attachments), Due: s.due(ctx, v.Due), DueHistory: s.dueHistory(ctx, v.DueHistory),
		LateDays: int32(v.LateDays), PublishedTime: stamp(v.PublishedAt), CorrectedTime: stamp(v.CorrectedAt), CorrectionNote: v.CorrectionNote,
		WithdrawnTime: stamp(v.WithdrawnAt), WithdrawalReason: v.WithdrawalReason, ExpiryDate: v.ExpiryDate.String(),
		PersonalList: v.PersonalList, SpecialArea: v.SpecialArea, Digest: v.Digest, Complete: v.Complete,
	}
	if v.Hidden && v.State != domain.Withdrawn {
		p.State = disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED
	}
	for _, record := range v.Forms {
		p.Forms = append(p.Forms, s.formRecord(ctx, v, record))
	}
	for _, one := range v.Fulfilment {
		p.Fulfilment = append(p.Fulfilment, s.fulfilment(ctx, v.Item, one))
	}
	if v.Staff {
		s.internal(p, v)
	}
	return p
}

func (s *Surface) internal(p *disclosurev1.Publication, v app.View) {
	p.CreateTime, p.UpdateTime, p.ScheduledTime = stamp(v.CreatedAt), stamp(v.UpdatedAt), stamp(v.ScheduledAt)
	p.Author, p.Approver, p.SinglePerson = official(v.Author), official(v.Approver), v.SinglePerson
	p.ReturnReason, p.SecrecyDeclared = v.ReturnReason, v.SecrecyDeclared
	p.Warnings, p.PendingCorrection = warnings(v.Warnings), pending(v.Correction)
}

func warnings(found []domain.Warning) []*disclosurev1.ContentWarning {
	all := make([]*disclosurev1.ContentWarning, len(found))
	for i, w := range found {
		all[i] = &disclosurev1.ContentWarning{
			Code:  upper[disclosurev1.WarningCode](disclosurev1.WarningCode_value, "WARNING_CODE", string(w.Code)),
			Field: w.Field, Excerpt: w.Excerpt, Reason: w.Reason,
		}
	}
	return all
}

func (s *Surface) formRecord(ctx context.Context, v app.View, r domain.FormRecord) *disclosurev1.FormRecord {
	form, _ := s.actions.Form(v.Item, r.Form)
	record := &disclosurev1.FormRecord{
		Name: "publications/" + v.ID + "/forms/" + strconv.Itoa(r.Number), Form: events.Form(r.Form), Letter: form.Letter, PlaceKind: r.PlaceKind,
		Place: r.Place, From: r.From.String(), To: r.To.String(), BroadcastDates: datesText(r.BroadcastDates), Evidence: attachments(r.Evidence), Note: r.Note,
	}
	item, _ := s.actions.Item(v.Item)
	if earliest := domain.EarliestEnd(s.actions.Book, s.actions.Units.Calendar(), item, r); !earliest.IsZero() {
		record.EarliestEnd = earliest.String()
	}
	alone, owed := v.Lasting[r.Number]
	if record.Satisfied = !owed || alone.Fulfilled; !record.Satisfied {
		record.Shortfall = s.missing(i18n.Lang(ctx), alone)
	}
	if v.Staff {
		record.RecordedBy = official(r.RecordedBy)
	}
	return record
}

func (s *Surface) fulfilment(ctx context.Context, item string, f domain.Fulfilment) *disclosurev1.FormFulfilment {
	out := &disclosurev1.FormFulfilment{
		Required: s.required(item, f.Required, f.Rule), Fulfilled: f.Fulfilled, Running: f.Running, NotApplicable: f.NotApplicable,
	}
	if !f.On.IsZero() {
		out.FulfilledOn = f.On.String()
	}
	if f.Fulfilled || f.NotApplicable {
		return out
	}
	out.Missing = s.missing(i18n.Lang(ctx), f)
	return out
}

// missing says what a form still lacks, with the article.
func (s *Surface) missing(lang string, f domain.Fulfilment) string {
	params := map[string]string{"days": strconv.Itoa(f.MissingDays), "places": strings.Join(s.places(lang, f.MissingPlaces), ", "), "on": f.On.Format(), "basis": f.Required.Basis.String()}
	switch {
	case len(f.MissingPlaces) > 0:
		return s.words.Text(lang, "missing.places", params)
	case f.Running && !f.On.IsZero():
		return s.words.Text(lang, "missing.days", params)
	case f.Running:
		return s.words.Text(lang, "missing.broadcasts", params)
	default:
		return s.words.Text(lang, "missing.form", params)
	}
}

func (s *Surface) places(lang string, codes []string) []string {
	all := make([]string, len(codes))
	for i, code := range codes {
		all[i] = code
		if key := "place." + code; s.words.Has(key) {
			all[i] = s.words.Text(lang, key, nil)
		}
	}
	return all
}

func (s *Surface) required(item string, r law.Required, rule law.Rule) *disclosurev1.RequiredForm {
	form, _ := s.actions.Form(item, r.Form)
	out := &disclosurev1.RequiredForm{
		Form: events.Form(r.Form), Letter: form.Letter, Permanent: r.Permanent, Need: string(r.Need), Places: r.Places, Basis: events.Basis(r.Basis),
	}
	switch rule.Counting {
	case law.AtLeast:
		out.MinimumDays = int32(rule.Value)
	case law.Consecutive:
		out.BroadcastDates = int32(rule.Value)
	}
	return out
}

func version(v domain.Version, hidden bool) *disclosurev1.PublicationVersion {
	return &disclosurev1.PublicationVersion{
		Version: int32(v.Number), PublishedTime: stamp(v.PublishedAt), CorrectionNote: v.CorrectionNote, Digest: v.Digest, Title: v.Content.Title,
		Summary: v.Content.Summary, Body: v.Content.Body, DocumentNumber: v.Content.DocumentNumber, DecisionDate: v.Content.DecisionDate.String(),
		Attachments: attachments(v.Content.Attachments), Hidden: hidden,
	}
}
