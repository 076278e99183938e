package domain

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Lasting weighs one record by itself: whether it lasts as long as the law demands of its form, wherever else the form is still to be
// done. owed is false when the law demands no time of it.
func Lasting(book *law.Book, calendar *workday.Calendar, item law.Item, facts law.Facts, record FormRecord, today workday.Date) (alone Fulfilment, owed bool) {
	for _, need := range item.Owed(facts) {
		if need.Form != record.Form {
			continue
		}
		if slices.Contains(need.Places, record.PlaceKind) {
			need.Places = []string{record.PlaceKind}
		}
		alone = demanded(book, need, []FormRecord{record}, today)
		alone.weigh(calendar, []FormRecord{record}, today)
		return alone, true
	}
	return alone, false
}
