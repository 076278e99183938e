package console

import (
	"context"
	"net/url"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// word names a value that the contracts number: "PLAN_STATE_ADOPTED" of the family
// "plan_state" is what the message plan_state.ADOPTED says.
func (c *Console) word(lang, family, value string) string {
	return c.Set.Text(lang, family+"."+short(family, value), nil)
}

// short is the name of a value without the name of its enum.
func short(family, value string) string {
	return strings.TrimPrefix(value, strings.ToUpper(family)+"_")
}

// choice is a field with the values of a family to choose from. The first option
// says to choose when none is a safe guess.
func (c *Console) choice(lang, name, family string, values ...string) view.Field {
	field := view.Field{Name: name, Required: true, Options: []view.Option{{Text: c.Set.Text(lang, "desk.choose", nil)}}}
	for _, value := range values {
		field.Options = append(field.Options, view.Option{Value: value, Text: c.Set.Text(lang, family+"."+value, nil)})
	}
	return field
}

// itemField is a field with the items of one kind to choose from, in the order of
// the law.
func (c *Console) itemField(ctx context.Context, kind disclosurev1.ItemKind, chosen string) (view.Field, []*disclosurev1.CatalogueItem, error) {
	lang := i18n.Lang(ctx)
	field := view.Field{Name: "item", Required: true}
	answer, err := c.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: kind})
	if err != nil {
		return field, nil, err
	}
	field.Options = terms.ItemOptions(lang, c.Set.Text(lang, "desk.choose_item", nil), answer.GetItems())
	field.Choose(chosen)
	return field, answer.GetItems(), nil
}

func itemText(lang string, item *disclosurev1.CatalogueItem) string {
	if item.GetNumber() == "" {
		return terms.ItemTitle(lang, item)
	}
	return item.GetNumber() + ". " + terms.ItemTitle(lang, item)
}

// itemOf finds an item as the law stood on a day.
func (c *Console) itemOf(ctx context.Context, name, asOf string) (*disclosurev1.CatalogueItem, error) {
	return c.items.GetCatalogueItem(ctx, &disclosurev1.GetCatalogueItemRequest{Name: name, AsOf: asOf})
}

// unitName is the full name of a unit.
func (c *Console) unitName(ctx context.Context, name string) (string, error) {
	unit, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + terms.ID(name)})
	if err != nil {
		return "", err
	}
	return unit.GetFullName(), nil
}

// obligationDue is a due date with what is left of it, or how it was kept.
func (c *Console) obligationDue(lang string, one *disclosurev1.Obligation) view.Due {
	state := c.Terms.Standing(lang, one.GetStanding())
	switch one.GetStanding() {
	case disclosurev1.Standing_STANDING_DUE_SOON, disclosurev1.Standing_STANDING_OVERDUE, disclosurev1.Standing_STANDING_QUIET:
		if one.GetDue().GetDate() != "" {
			state = c.Terms.Left(lang, one.GetDue(), one.GetDaysLeft())
		}
	}
	return c.Terms.Due(lang, one.GetDue(), state)
}

// next is the address of the following page of a list; "" at the end.
func next(path string, query url.Values, token string, keep ...string) string {
	if token == "" {
		return ""
	}
	out := url.Values{}
	for _, name := range keep {
		if value := query.Get(name); value != "" {
			out.Set(name, value)
		}
	}
	out.Set("page", token)
	return path + "?" + out.Encode()
}

// paragraphs cuts a text at its empty lines. It stays plain text: whatever looks
// like markup is shown as it was typed.
func paragraphs(body string) []string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n", "\n"), "\n\n") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// itemTitles are the items of every list of the law by name: one table may hold
// those of a commune, its agencies and its enterprises.
func (c *Console) itemTitles(ctx context.Context) (map[string]string, error) {
	titles := map[string]string{}
	for kind := disclosurev1.ItemKind_ITEM_KIND_COMMUNE; kind <= disclosurev1.ItemKind_ITEM_KIND_STATE_ENTERPRISE; kind++ {
		answer, err := c.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: kind})
		if err != nil {
			return nil, err
		}
		for _, item := range answer.GetItems() {
			titles[item.GetName()] = itemText(i18n.Lang(ctx), item)
		}
	}
	return titles, nil
}
