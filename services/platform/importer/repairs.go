package importer

import "slices"

// Repairs are what the reader mended or passed over without asking. "import.<repair>.told" says it to people.
const (
	RepairHeaderRows    = "header_rows"    // the header stands over two or three rows
	RepairColumnNumbers = "column_numbers" // a row of column numbers: (1) (2) (3)
	RepairHeaderAgain   = "header_again"   // the header, printed again on each page
	RepairTotal         = "total"          // a row of sums
	RepairSignature     = "signature"      // place, date, notes and signatures
	RepairApostrophe    = "apostrophe"     // the mark by which a spreadsheet keeps digits as text
	RepairSeparators    = "separators"     // spaces, dots or hyphens inside a number
	RepairInvisible     = "invisible"      // characters nobody sees
	RepairMerged        = "merged"         // a cell merged over several rows
	RepairBlank         = "blank"          // a word or a dash for nothing
)

// RepairNames lists the repairs of this package, for tests of catalogues.
func RepairNames() []string {
	return []string{
		RepairHeaderRows, RepairColumnNumbers, RepairHeaderAgain, RepairTotal, RepairSignature, RepairApostrophe,
		RepairSeparators, RepairInvisible, RepairMerged, RepairBlank,
	}
}

// Repair is one thing that was mended, wherever it was: the rows it was done to,
// and the lines of the first of them.
type Repair struct {
	Rule   string  // "import.total.told", or the caller's own message key
	Column string  // the title as the file has it; "" for whole rows
	Rows   int64   // how many rows it was done to
	Lines  []int64 // the first of them, at most mostLines, from 1
}

// mostLines is how many lines of a repair are named.
const mostLines = 20

// Repairs tells what was mended in the rows read so far, in the order it was first met.
func (r *Reader) Repairs() []Repair {
	out := slices.Clone(r.repairs)
	for i := range out {
		out[i].Lines = slices.Clone(out[i].Lines)
	}
	return out
}

// Repaired enters what the caller mended in a row: rule is a message key of the
// caller, column a wanted column or "".
func (r Row) Repaired(column, rule string) {
	if column != "" {
		column = r.reader.Title(column)
	}
	r.reader.repaired(rule, column, r.Line)
}

func (r *Reader) mended(repair string, column string, line int) {
	r.repaired("import."+repair+".told", column, line)
}

func (r *Reader) repaired(rule, column string, line int) {
	at := slices.IndexFunc(r.repairs, func(p Repair) bool { return p.Rule == rule && p.Column == column })
	if at < 0 {
		at = len(r.repairs)
		r.repairs = append(r.repairs, Repair{Rule: rule, Column: column})
	}
	p := &r.repairs[at]
	if p.Rows++; len(p.Lines) < mostLines {
		p.Lines = append(p.Lines, int64(line))
	}
}
