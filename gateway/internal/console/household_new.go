package console

import (
	"net/http"
	"strconv"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// HouseholdNew enters a household on the roll of a village.
type HouseholdNew struct {
	Desk          Desk
	Form          Form
	Key, Village  string
	Code, Address view.Field
	Person        PersonFields
	From          view.Field
}

// PersonFields ask for somebody who represents a household: no more than the roll
// keeps.
type PersonFields struct{ FullName, Born, NationalID, Phone view.Field }

// personFields makes the fields; prefix tells several on one page apart, path is
// where the request holds the person.
func personFields(prefix, path string) PersonFields {
	return PersonFields{
		FullName:   view.Field{Name: prefix + "full_name", Path: path + ".full_name", Max: 200},
		Born:       view.Field{Name: prefix + "birth_year", Path: path + ".birth_year", Max: 4},
		NationalID: view.Field{Name: prefix + "national_id", Path: path + ".national_id", Max: 12},
		Phone:      view.Field{Name: prefix + "phone", Path: path + ".phone", Max: 30},
	}
}

func (f *PersonFields) fields() []*view.Field {
	return []*view.Field{&f.FullName, &f.Born, &f.NationalID, &f.Phone}
}

// send is the person, or nil when nothing is said of anybody.
func (f *PersonFields) send() (*directoryv1.Person, error) {
	if f.FullName.Value+f.Born.Value+f.NationalID.Value+f.Phone.Value == "" {
		return nil, nil
	}
	person := &directoryv1.Person{FullName: f.FullName.Value, NationalId: f.NationalID.Value, Phone: f.Phone.Value}
	if err := filled(&f.FullName); err != nil {
		return nil, err
	}
	if f.Born.Value != "" {
		year, err := strconv.ParseInt(f.Born.Value, 10, 32)
		if err != nil {
			return nil, fault.New(fault.Invalid, "NOT_A_YEAR", fault.Field(path(&f.Born)))
		}
		person.BirthYear = int32(year)
	}
	return person, nil
}

func (c *Console) householdNew(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.enrolling(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.From.Value = view.Today(c.Clock()).String()
	return c.pages.householdNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) enrolling(r *http.Request) (HouseholdNew, *directoryv1.Unit, error) {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "households")
	if err != nil {
		return HouseholdNew{}, nil, err
	}
	village, above, err := c.unitAndAbove(ctx, r.PathValue("unit"))
	if err != nil {
		return HouseholdNew{}, nil, err
	}
	if err := need(desk.over(ctx, c, village, above, keepsRolls), "NEEDS_ROLL_KEEPER"); err != nil {
		return HouseholdNew{}, nil, err
	}
	return HouseholdNew{
		Desk: desk, Key: village.GetKey(), Village: village.GetFullName(),
		Code: view.Field{Name: "code", Path: "household.code", Required: true, Max: 32}, Address: view.Field{Name: "address", Path: "household.address", Max: 300},
		Person: personFields("", "household.representative.person"), From: view.Field{Name: "valid_from", Path: "household.valid_from", Required: true},
	}, village, nil
}

func keepsRolls(p Post) bool { return p.KeepsRolls }

func (c *Console) householdRegister(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, village, err := c.enrolling(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := append(page.Person.fields(), &page.Code, &page.Address, &page.From)
	for _, field := range fields {
		field.Read(r)
	}
	var made *directoryv1.Household
	var person *directoryv1.Person
	from, err := day(&page.From)
	if err == nil {
		person, err = page.Person.send()
	}
	if err == nil {
		household := &directoryv1.Household{Village: village.GetName(), Code: page.Code.Value, Address: page.Address.Value, ValidFrom: from}
		if person != nil {
			household.Representative = &directoryv1.Representative{Person: person, From: from}
		}
		made, err = c.households.RegisterHousehold(r.Context(), &directoryv1.RegisterHouseholdRequest{Household: household, RequestId: page.Form.id(r)})
	}
	if err == nil {
		return c.done(w, r, "household.registered", map[string]string{"code": page.Code.Value}, "/console/households/"+terms.ID(made.GetName()))
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.householdNew.Draw(w, r, status, page)
}
