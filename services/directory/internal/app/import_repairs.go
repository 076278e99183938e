package app

// Repair is one thing that was mended in a file without asking. Rule is a message
// key of the reader's or ours.
type Repair struct {
	Rule    string  `json:"rule"`
	Heading string  `json:"heading,omitempty"`
	Rows    int64   `json:"rows"`
	Lines   []int64 `json:"lines"` // the first of them
}

// What an import of households mends beside what the reader does; messages.*.yaml says each.
const (
	villageByName    = "VILLAGE_BY_NAME"    // a name stood in place of the code
	villageByZeros   = "VILLAGE_CODE_ZEROS" // the code had lost its leading zero
	villageBySection = "VILLAGE_BY_SECTION" // the row stands under the name of a village
	villageByTitle   = "VILLAGE_BY_TITLE"   // one village is named above the heading
	villageOfImport  = "VILLAGE_OF_IMPORT"  // the import is for one village
	sectionPassed    = "SECTION_PASSED"     // a row that only names a village
	yearFromDate     = "BIRTH_YEAR_OF_DATE" // a date in place of the year
	yearFromSerial   = "BIRTH_YEAR_OF_DAYS" // a spreadsheet's number of days
	idZeros          = "NATIONAL_ID_ZEROS"  // zeros at the beginning, confirmed by the year of birth
	phoneZero        = "PHONE_ZERO"         // the zero at the beginning
)

// repairs are those of the reading so far.
func (t *table) repairs() []Repair {
	if t.reader == nil {
		return nil
	}
	var out []Repair
	for _, r := range t.reader.Repairs() {
		out = append(out, Repair{Rule: r.Rule, Heading: r.Column, Rows: r.Rows, Lines: r.Lines})
	}
	return out
}
