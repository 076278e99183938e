package terms

import (
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// ItemOptions are the items of the law as one chooses among them: what only heads
// others is a group and cannot be chosen. first is the choice of none of them.
func ItemOptions(lang, first string, items []*disclosurev1.CatalogueItem) []view.Option {
	options := []view.Option{{Text: first}}
	grouped := false
	for _, item := range items {
		option := view.Option{Value: ID(item.GetName()), Text: ItemTitle(lang, item), Group: item.GetHeading()}
		if item.GetParent() == "" {
			option.Text = item.GetNumber() + ". " + option.Text
			option.EndsGroup = grouped
			grouped = item.GetHeading()
		}
		options = append(options, option)
	}
	return options
}
