package console

import (
	"net/http"
	"strconv"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VillageSplit divides a village into two or three.
type VillageSplit struct {
	Desk        Desk
	Form        Form
	Key, Name   string // the village
	Parts       []VillageFields
	From, Basis view.Field
}

// parts is how many villages may come out of one; the last may be left empty.
const parts = 3

func (c *Console) villageSplit(w http.ResponseWriter, r *http.Request) error {
	page, _, commune, err := c.dividing(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	villages, err := c.villages(r.Context(), commune.GetName())
	if err != nil {
		return err
	}
	for i := range 2 {
		suggest(&page.Parts[i].Number, nextNumber(villages)+i)
	}
	return c.pages.villageSplit.Draw(w, r, http.StatusOK, page)
}

func (c *Console) dividing(r *http.Request) (VillageSplit, *directoryv1.Unit, *directoryv1.Unit, error) {
	desk, village, above, err := c.place(r)
	if err != nil {
		return VillageSplit{}, nil, nil, err
	}
	if village.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE || len(above) == 0 {
		return VillageSplit{}, nil, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	page := VillageSplit{
		Desk: desk, Key: village.GetKey(), Name: village.GetFullName(),
		From: view.Field{Name: "effective_date", Required: true}, Basis: view.Field{Name: "legal_basis", Required: true, Max: 500},
	}
	for i := range parts {
		part := c.villageFields(i18n.Lang(r.Context()), strconv.Itoa(i+1), "established["+strconv.Itoa(i)+"]")
		if i == parts-1 {
			part.Type.Required, part.Name.Required, part.Number.Required = false, false, false
		}
		page.Parts = append(page.Parts, part)
	}
	return page, village, above[0], nil
}

func (c *Console) villageDivide(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, village, commune, err := c.dividing(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.From, &page.Basis}
	for i := range page.Parts {
		fields = append(fields, page.Parts[i].fields()...)
	}
	for _, field := range fields {
		field.Read(r)
	}
	if err = page.divide(c, r, village, commune); err == nil {
		return c.done(w, r, "village.divided", map[string]string{"name": page.Name}, "/console/units/"+terms.ID(commune.GetName()))
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.villageSplit.Draw(w, r, status, page)
}

func (p *VillageSplit) divide(c *Console, r *http.Request, village, commune *directoryv1.Unit) error {
	from, err := day(&p.From)
	if err != nil {
		return err
	}
	if err := filled(&p.Basis); err != nil {
		return err
	}
	ask := &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: from, LegalBasis: p.Basis.Value, Dissolved: []string{village.GetName()}, RequestId: p.Form.id(r),
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		if !part.Name.Required && part.Name.Value == "" && part.Number.Value == "" {
			continue
		}
		one, err := part.send(commune, from)
		if err != nil {
			return err
		}
		ask.Established = append(ask.Established, one)
		ask.Links = append(ask.Links, link(village.GetKey(), one, directoryv1.LinkKind_LINK_KIND_SPLIT))
	}
	_, err = c.units.ReorganiseUnits(r.Context(), ask)
	return err
}
