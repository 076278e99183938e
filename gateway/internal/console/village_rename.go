package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VillageRename gives a village another name or type by decision.
type VillageRename struct {
	Desk        Desk
	Form        Form
	Key, Name   string
	NewName     view.Field
	NewType     view.Field
	From, Basis view.Field
}

func (c *Console) villageRename(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.renaming(r)
	if err != nil {
		return err
	}
	return c.pages.villageRename.Draw(w, r, http.StatusOK, page)
}

func (c *Console) renaming(r *http.Request) (VillageRename, *directoryv1.Unit, error) {
	desk, village, _, err := c.place(r)
	if err != nil {
		return VillageRename{}, nil, err
	}
	if village.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE {
		return VillageRename{}, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	page := VillageRename{
		Desk: desk, Form: fresh(village.GetEtag()), Key: village.GetKey(), Name: village.GetFullName(),
		NewName: view.Field{Name: "display_name", Required: true, Max: 200, Value: village.GetDisplayName()},
		NewType: c.choice(i18n.Lang(r.Context()), "type", "unit_type", villageTypes...),
		From:    view.Field{Name: "effective_date", Required: true}, Basis: view.Field{Name: "legal_basis", Required: true, Max: 500},
	}
	page.NewType.Choose(short("unit_type", village.GetType().String()))
	return page, village, nil
}

func (c *Console) villageCall(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, village, err := c.renaming(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.NewName, &page.NewType, &page.From, &page.Basis}
	for _, field := range fields {
		field.Read(r)
	}
	var renamed *directoryv1.Unit
	from, err := day(&page.From)
	if err == nil {
		err = filled(&page.Basis)
	}
	if err == nil {
		renamed, err = c.units.RenameUnit(r.Context(), &directoryv1.RenameUnitRequest{
			Name: village.GetName(), EffectiveDate: from, LegalBasis: page.Basis.Value, DisplayName: page.NewName.Value,
			Type: directoryv1.UnitType(directoryv1.UnitType_value["UNIT_TYPE_"+page.NewType.Value]), Etag: page.Form.Etag, RequestId: page.Form.id(r),
		})
	}
	if err == nil {
		return c.done(w, r, "village.renamed", map[string]string{"name": page.NewName.Value}, "/console/units/"+terms.ID(renamed.GetName()))
	}
	if stale(err) {
		page.Form.Etag = village.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.villageRename.Draw(w, r, status, page)
}
