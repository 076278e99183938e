package view

import (
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// State is how something stands: a word first, a shape that repeats it, a colour last.
type State struct {
	Shape Shape
	Word  string
}

// Shape is the mark beside the word of a state.
type Shape string

// The shapes: a full circle, a triangle, a diamond, an empty circle, a bar, a square.
const (
	Good Shape = "good" // done, in time
	Late Shape = "late" // a term was missed
	Soon Shape = "soon" // a term is near
	Calm Shape = "calm" // nothing to do yet
	Gone Shape = "gone" // ended, withdrawn
	Held Shape = "held" // lawfully withheld
)

// Crumb is one step of the way here.
type Crumb struct{ URL, Text string }

// Pager leads through a long list. Lists only go forward; "first" goes back.
type Pager struct{ First, Next string }

// Due is a due date that opens to its article and its counting.
type Due struct {
	State       State
	Date        workday.Date
	Start       workday.Date
	Amount      int
	Unit        string // "ngày làm việc"
	Basis       string
	Steps       []string
	Provisional bool
}

// Today is the civil date of a moment in Vietnam.
func Today(now time.Time) workday.Date { return workday.Today(now) }
