package console

import (
	"net/http"
	"slices"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VillageMerge joins villages of a commune into a new one.
type VillageMerge struct {
	Desk        Desk
	Form        Form
	Key, Parent string     // the commune
	Joined      view.Field // its villages, those chosen marked
	Village     VillageFields
	From, Basis view.Field
}

func (c *Console) villageMerge(w http.ResponseWriter, r *http.Request) error {
	page, _, villages, err := c.merging(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	suggest(&page.Village.Number, nextNumber(villages))
	return c.pages.villageMerge.Draw(w, r, http.StatusOK, page)
}

func (c *Console) merging(r *http.Request) (VillageMerge, *directoryv1.Unit, []*directoryv1.Unit, error) {
	desk, commune, _, err := c.place(r)
	if err != nil {
		return VillageMerge{}, nil, nil, err
	}
	if commune.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE {
		return VillageMerge{}, nil, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	page := VillageMerge{
		Desk: desk, Key: commune.GetKey(), Parent: commune.GetFullName(), Joined: view.Field{Name: "dissolved", Required: true},
		Village: c.villageFields(i18n.Lang(r.Context()), "", "established[0]"),
		From:    view.Field{Name: "effective_date", Required: true}, Basis: view.Field{Name: "legal_basis", Required: true, Max: 500},
	}
	villages, err := c.villages(r.Context(), commune.GetName())
	for _, one := range villages {
		page.Joined.Options = append(page.Joined.Options, view.Option{Value: one.GetKey(), Text: one.GetFullName() + " (" + one.GetCode() + ")"})
	}
	return page, commune, villages, err
}

func (c *Console) villageJoin(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, commune, _, err := c.merging(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := append(page.Village.fields(), &page.From, &page.Basis)
	for _, field := range fields {
		field.Read(r)
	}
	var joined []string
	for i, option := range page.Joined.Options {
		if slices.Contains(r.PostForm["dissolved"], option.Value) {
			page.Joined.Options[i].Chosen = true
			joined = append(joined, option.Value)
		}
	}
	if err = page.join(c, r, commune, joined); err == nil {
		return c.done(w, r, "village.merged", map[string]string{"name": page.Village.Name.Value}, "/console/units/"+page.Key)
	}
	status := c.refuse(r, &page.Form, err, append(fields, &page.Joined)...)
	if status == 0 {
		return err
	}
	return c.pages.villageMerge.Draw(w, r, status, page)
}

func (p *VillageMerge) join(c *Console, r *http.Request, commune *directoryv1.Unit, joined []string) error {
	if len(joined) < 2 {
		return fault.New(fault.Invalid, "MERGE_NEEDS_TWO", fault.Field("dissolved"))
	}
	from, err := day(&p.From)
	if err != nil {
		return err
	}
	if err := filled(&p.Basis); err != nil {
		return err
	}
	whole, err := p.Village.send(commune, from)
	if err != nil {
		return err
	}
	ask := &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: from, LegalBasis: p.Basis.Value, Established: []*directoryv1.Unit{whole}, RequestId: p.Form.id(r),
	}
	for _, key := range joined {
		ask.Dissolved = append(ask.Dissolved, "units/"+key)
		ask.Links = append(ask.Links, link(key, whole, directoryv1.LinkKind_LINK_KIND_MERGE))
	}
	_, err = c.units.ReorganiseUnits(r.Context(), ask)
	return err
}

// link leads from a unit that ends to one that begins by the same act.
func link(from string, to *directoryv1.Unit, kind directoryv1.LinkKind) *directoryv1.UnitLink {
	return &directoryv1.UnitLink{Predecessor: "units/" + from, Successor: "units/" + to.GetCode() + "@" + to.GetValidFrom(), Kind: kind}
}
