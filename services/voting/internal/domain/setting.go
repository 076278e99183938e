package domain

import (
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Setting is the world in which a rule is asked: the law, the calendar, the moment. The rules have no clock of their own.
type Setting struct {
	Book     *law.Book
	Calendar *workday.Calendar
	Now      time.Time
}

// Today is the day in Vietnam.
func (s Setting) Today() workday.Date { return workday.Today(s.Now) }

// Longest texts, in characters.
const (
	maxTitle = 300
	maxText  = 20_000
	maxNote  = 2_000
)

func required(field, text string, longest int) error {
	switch text = strings.TrimSpace(text); {
	case text == "":
		return Refuse(FieldRequired, field)
	case len([]rune(text)) > longest:
		return tooLong(field, longest)
	}
	return nil
}
