package console

import (
	"context"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// bodies is a field with a unit's agencies and state enterprises to choose from; the
// first choice, said by the key, is not one of them. It has no choices at all where
// there are no agencies.
func (c *Console) bodies(ctx context.Context, unit, first, asked string) (view.Field, error) {
	field := view.Field{Name: "agency"}
	found, err := c.agencies.ListAgencies(ctx, &directoryv1.ListAgenciesRequest{Unit: "units/" + terms.ID(unit), PageSize: 100})
	if err != nil {
		return field, notFound(err)
	}
	for _, agency := range found.GetAgencies() {
		if discloses(agency.GetKind()) {
			field.Options = append(field.Options, view.Option{Value: terms.ID(agency.GetName()), Text: agency.GetDisplayName()})
		}
	}
	if len(field.Options) > 0 {
		field.Options = append([]view.Option{{Text: first}}, field.Options...)
	}
	field.Choose(asked)
	return field, nil
}

// discloses tells the kinds that have a list of items of their own. The committee of
// a unit discloses as the unit.
func discloses(kind directoryv1.AgencyKind) bool {
	switch kind {
	case directoryv1.AgencyKind_AGENCY_KIND_ADMINISTRATIVE, directoryv1.AgencyKind_AGENCY_KIND_PUBLIC_SERVICE_UNIT, directoryv1.AgencyKind_AGENCY_KIND_STATE_ENTERPRISE:
		return true
	}
	return false
}

// agencyOf is the resource name of the agency chosen, "" for none.
func agencyOf(field view.Field) string {
	if field.Value == "" {
		return ""
	}
	return "agencies/" + field.Value
}

// kindField chooses whose list of items a table has as its columns.
// The rows are communes, so theirs is shown first.
func (c *Console) kindField(ctx context.Context, asked string) view.Field {
	field := view.Field{Name: "kind"}
	for _, name := range []string{"COMMUNE", "AGENCY", "STATE_ENTERPRISE"} {
		field.Options = append(field.Options, view.Option{Value: name, Text: c.Set.Text(i18n.Lang(ctx), "item_kind."+name, nil)})
	}
	if _, known := disclosurev1.ItemKind_value["ITEM_KIND_"+asked]; !known || asked == "UNSPECIFIED" {
		asked = "COMMUNE"
	}
	field.Choose(asked)
	return field
}

func kindOf(field view.Field) disclosurev1.ItemKind {
	return disclosurev1.ItemKind(disclosurev1.ItemKind_value["ITEM_KIND_"+field.Value])
}
