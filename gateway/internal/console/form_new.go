package console

import (
	"net/http"
	"slices"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// FormNew records that something was disclosed in a form besides the portal:
// where, when, and what shows it.
type FormNew struct {
	Desk       Desk
	Form       Form
	ID, Title  string
	Demanded   []RequiredRow
	Kind       view.Field
	PlaceKind  view.Field
	Place      view.Field
	From, To   view.Field
	Broadcasts view.Field
	Early      view.Field
	Note       view.Field
	Evidence   Attached
}

// recorded are the forms an officer records; the portal records itself.
var recorded = []string{
	"POSTING", "RADIO", "VILLAGE_HEAD", "LETTER", "DIALOGUE", "RECEPTION", "ORGANISATIONS", "TELECOM", "INTERNAL_SITE", "MEETING", "DOCUMENT", "SECTION_HEADS", "OTHER",
}

func (c *Console) formNew(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.recording(r)
	if err != nil {
		return err
	}
	page.Form = fresh(one.GetEtag())
	page.From.Value = view.Today(c.Clock()).String()
	if form := r.URL.Query().Get("form"); slices.Contains(recorded, form) {
		page.Kind.Choose(form)
	}
	return c.pages.formNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) recording(r *http.Request) (FormNew, *disclosurev1.Publication, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return FormNew{}, nil, err
	}
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return FormNew{}, nil, notFound(err)
	}
	if err := need(desk.at(c, ctx, one.GetUnit(), one.GetAgency()).Drafts, "NEEDS_OFFICER"); err != nil {
		return FormNew{}, nil, err
	}
	page := FormNew{
		Desk: desk, ID: terms.ID(one.GetName()), Title: one.GetTitle(),
		Kind:       c.choice(lang, "form", "disclosure_form", recorded...),
		PlaceKind:  view.Field{Name: "place_kind", Options: []view.Option{{Text: c.Set.Text(lang, "form.no_place_kind", nil)}}},
		Place:      view.Field{Name: "place", Max: 300},
		From:       view.Field{Name: "from", Required: true},
		To:         view.Field{Name: "to"},
		Broadcasts: view.Field{Name: "broadcast_dates", Max: 2000},
		Early:      view.Field{Name: "early_reason", Max: 1000},
		Note:       view.Field{Name: "note", Max: 1000},
		Evidence:   attachedOf("evidence", "evidence", nil),
	}
	shown := PublicationShow{ID: page.ID}
	shown.fulfilment(c, lang, one)
	for i, row := range shown.Required {
		if one.GetFulfilment()[i].GetRequired().GetForm() != disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL {
			page.Demanded = append(page.Demanded, row)
		}
		for _, place := range one.GetFulfilment()[i].GetRequired().GetPlaces() {
			if !slices.ContainsFunc(page.PlaceKind.Options, func(o view.Option) bool { return o.Value == place }) {
				page.PlaceKind.Options = append(page.PlaceKind.Options, view.Option{Value: place, Text: c.placeKind(lang, place)})
			}
		}
	}
	return page, one, nil
}

// placeKind names a kind of place the catalogue speaks of.
func (c *Console) placeKind(lang, kind string) string {
	if key := "form.place_" + kind; c.Set.Words().Has(key) {
		return c.Set.Text(lang, key, nil)
	}
	return c.Terms.Place(lang, kind)
}

func (c *Console) formRecord(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.recording(r)
	if err != nil {
		return err
	}
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Kind, &page.PlaceKind, &page.Place, &page.From, &page.To, &page.Early, &page.Broadcasts, &page.Note, &page.Evidence.More}
	for _, field := range fields {
		field.Read(r)
	}
	page.Evidence.read(r, taken)
	ask := &disclosurev1.RecordFormRequest{
		Publication: one.GetName(), Etag: page.Form.Etag, PlaceKind: page.PlaceKind.Value, Place: page.Place.Value,
		Form:     disclosurev1.DisclosureForm(disclosurev1.DisclosureForm_value["DISCLOSURE_FORM_"+page.Kind.Value]),
		Evidence: page.Evidence.send(), Note: page.Note.Value, EarlyReason: page.Early.Value, RequestId: page.Form.id(r, digests(taken)...),
	}
	ctx, cancel := within(r)
	defer cancel()
	if err = wrong; err == nil {
		err = page.dates(ask)
	}
	if err == nil {
		_, err = c.publications.RecordForm(ctx, ask)
	}
	if err == nil {
		return c.done(w, r, "form.recorded", nil, "/console/publications/"+page.ID+"#forms")
	}
	if stale(err) {
		page.Form.Etag = one.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.formNew.Draw(w, r, status, page)
}

func (p *FormNew) dates(ask *disclosurev1.RecordFormRequest) (err error) {
	if ask.From, err = day(&p.From); err != nil {
		return err
	}
	if ask.To, err = day(&p.To); err != nil {
		return err
	}
	for _, text := range lines(p.Broadcasts.Value) {
		one := view.Field{Name: p.Broadcasts.Name, Value: text}
		date, err := one.Day()
		if err != nil {
			return err
		}
		ask.BroadcastDates = append(ask.BroadcastDates, date)
	}
	return nil
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }
