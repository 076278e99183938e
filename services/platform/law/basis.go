package law

import "strings"

// Basis is the place in a document on which something rests.
type Basis struct {
	Document string `json:"document"`          // "Luật 10/2022/QH15"
	Article  string `json:"article,omitempty"` // Điều
	Clause   string `json:"clause,omitempty"`  // khoản
	Point    string `json:"point,omitempty"`   // điểm
}

// String returns the citation as pages and errors show it:
// "Điều 12 khoản 3 Luật 10/2022/QH15".
func (b Basis) String() string {
	var out strings.Builder
	for _, part := range []struct{ word, number string }{{"Điều ", b.Article}, {"khoản ", b.Clause}, {"điểm ", b.Point}} {
		if part.number != "" {
			out.WriteString(part.word + part.number + " ")
		}
	}
	return out.String() + b.Document
}

// IsZero reports whether nothing is cited.
func (b Basis) IsZero() bool { return b == Basis{} }
