package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VillageNew establishes a village of a commune.
type VillageNew struct {
	Desk        Desk
	Form        Form
	Key, Parent string // the commune
	Village     VillageFields
	From, Basis view.Field
}

func (c *Console) villageNew(w http.ResponseWriter, r *http.Request) error {
	page, commune, err := c.establishing(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.From.Value = view.Today(c.Clock()).String()
	villages, err := c.villages(r.Context(), commune.GetName())
	if err != nil {
		return err
	}
	suggest(&page.Village.Number, nextNumber(villages))
	return c.pages.villageNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) establishing(r *http.Request) (VillageNew, *directoryv1.Unit, error) {
	desk, commune, _, err := c.place(r)
	if err != nil {
		return VillageNew{}, nil, err
	}
	if commune.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE {
		return VillageNew{}, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	return VillageNew{
		Desk: desk, Key: commune.GetKey(), Parent: commune.GetFullName(), Village: c.villageFields(i18n.Lang(r.Context()), "", "unit"),
		From:  view.Field{Name: "valid_from", Path: "unit.valid_from", Required: true},
		Basis: view.Field{Name: "legal_basis", Path: "unit.legal_basis", Required: true, Max: 500},
	}, commune, nil
}

func (c *Console) villageCreate(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, commune, err := c.establishing(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := append(page.Village.fields(), &page.From, &page.Basis)
	for _, field := range fields {
		field.Read(r)
	}
	var made *directoryv1.Unit
	from, err := day(&page.From)
	if err == nil {
		err = filled(&page.Basis)
	}
	if err == nil {
		var ask *directoryv1.Unit
		if ask, err = page.Village.send(commune, from); err == nil {
			ask.LegalBasis = page.Basis.Value
			made, err = c.units.CreateUnit(r.Context(), &directoryv1.CreateUnitRequest{Unit: ask, RequestId: page.Form.id(r)})
		}
	}
	if err == nil {
		return c.done(w, r, "village.created", map[string]string{"name": page.Village.Name.Value}, "/console/units/"+terms.ID(made.GetName()))
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.villageNew.Draw(w, r, status, page)
}

// filled refuses a text that must be there and is not, before the directory would:
// its paths do not always name the field of the form.
func filled(f *view.Field) error {
	if f.Value == "" {
		return fault.New(fault.Invalid, "TEXT_MISSING", fault.Field(path(f)))
	}
	return nil
}
