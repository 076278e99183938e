package console

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// villageTypes are the types a village may have, the two of the law first.
var villageTypes = []string{"THON", "TO_DAN_PHO", "AP", "KHOM", "BAN", "BUON", "LANG"}

// VillageFields ask for one village that is to begin.
type VillageFields struct{ Type, Name, Number view.Field }

// villageFields makes the fields of a village; suffix tells several on one page
// apart, path is the unit of the request they fill.
func (c *Console) villageFields(lang, suffix, path string) VillageFields {
	f := VillageFields{
		Type:   c.choice(lang, "type"+suffix, "unit_type", villageTypes...),
		Name:   view.Field{Name: "display_name" + suffix, Path: path + ".display_name", Required: true, Max: 200},
		Number: view.Field{Name: "number" + suffix, Path: path + ".code", Required: true, Max: 6},
	}
	f.Type.Path = path + ".type"
	return f
}

func (f *VillageFields) fields() []*view.Field { return []*view.Field{&f.Type, &f.Name, &f.Number} }

// send is the village as the directory takes it, under its commune.
func (f *VillageFields) send(commune *directoryv1.Unit, from string) (*directoryv1.Unit, error) {
	if err := chosen(&f.Type); err != nil {
		return nil, err
	}
	number := f.Number.Value
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n < 1000 && len(number) < 3 {
		number = strings.Repeat("0", 3-len(number)) + number
	}
	return &directoryv1.Unit{
		Code: commune.GetCode() + "." + number, DisplayName: f.Name.Value, Parent: commune.GetName(), ValidFrom: from,
		Type: directoryv1.UnitType(directoryv1.UnitType_value["UNIT_TYPE_"+f.Type.Value]),
	}, nil
}

// place is the unit in the address, what lies above it, and the desk of a post that
// administers it. Who administers nothing there is refused.
func (c *Console) place(r *http.Request) (Desk, *directoryv1.Unit, []*directoryv1.Unit, error) {
	desk, err := c.desk(r.Context(), r, "units")
	if err != nil {
		return desk, nil, nil, err
	}
	one, above, err := c.unitAndAbove(r.Context(), r.PathValue("unit"))
	if err != nil {
		return desk, nil, nil, err
	}
	return desk, one, above, need(desk.over(r.Context(), c, one, above, func(p Post) bool { return p.Administers }), "NEEDS_ADMIN")
}

// unitAndAbove finds a unit and its ancestors, the nearest first.
func (c *Console) unitAndAbove(ctx context.Context, key string) (*directoryv1.Unit, []*directoryv1.Unit, error) {
	one, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + key})
	if err != nil {
		return nil, nil, notFound(err)
	}
	found, err := c.units.ListUnitAncestors(ctx, &directoryv1.ListUnitAncestorsRequest{Name: one.GetName()})
	return one, found.GetAncestors(), err
}

// over takes up the post that has a use for the unit, the present one if it can be,
// and tells whether there is one.
func (d *Desk) over(ctx context.Context, c *Console, one *directoryv1.Unit, above []*directoryv1.Unit, use func(Post) bool) bool {
	fits := func(p Post) bool { return p.Agency == "" && use(p) && inside(p, one, above) }
	if fits(d.Unit) {
		return true
	}
	for i, post := range d.Posts {
		if fits(post) {
			d.stand(c, i18n.Lang(ctx), i)
			return true
		}
	}
	return false
}

// inside tells whether a unit is that of the post or lies below it.
func inside(p Post, one *directoryv1.Unit, above []*directoryv1.Unit) bool {
	if p.Unit == one.GetName() {
		return true
	}
	for _, ancestor := range above {
		if ancestor.GetName() == p.Unit {
			return true
		}
	}
	return false
}

// mostVillages bounds how many villages of one commune a form lists.
const mostVillages = 500

// villages are those of a commune today, in order of their codes.
func (c *Console) villages(ctx context.Context, commune string) ([]*directoryv1.Unit, error) {
	var out []*directoryv1.Unit
	ask := &directoryv1.ListUnitsRequest{Parent: commune, Level: directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE, PageSize: 100}
	for len(out) < mostVillages {
		found, err := c.units.ListUnits(ctx, ask)
		if err != nil {
			return nil, err
		}
		out = append(out, found.GetUnits()...)
		if ask.PageToken = found.GetNextPageToken(); ask.PageToken == "" {
			break
		}
	}
	return out, nil
}

// nextNumber is the first number after all that are in use.
func nextNumber(villages []*directoryv1.Unit) int {
	highest := 0
	for _, one := range villages {
		_, number, _ := strings.Cut(one.GetCode(), ".")
		if n, err := strconv.Atoi(number); err == nil {
			highest = max(highest, n)
		}
	}
	return highest + 1
}

// suggest writes a free number, as rolls write it.
func suggest(f *view.Field, number int) {
	text := strconv.Itoa(number)
	f.Value = strings.Repeat("0", max(0, 3-len(text))) + text
}
