package view

// BarWidth is how wide the whole of a bar is, in units of its drawing.
const BarWidth = 1000

// Bar is a tally drawn over its whole. A table beside it says the same in figures.
type Bar struct {
	Parts []BarPart
	Mark  int    // where what was needed lies
	Label string // the drawing in words
}

// BarPart is one line of the tally.
type BarPart struct {
	X, Width int
	Class    string
}
