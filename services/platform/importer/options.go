package importer

import "github.com/danchu-platform/danchu/services/platform/vntext"

// Column is one column the caller asks for.
type Column struct {
	Name     string   // the caller's name, "village_code"; also accepted as a title
	Titles   []string // titles people give it, with diacritics, the usual first
	Lesser   []string // titles that count only where none of Titles is in the file
	Required bool     // the column must be there and no cell of it empty
	Digits   []int    // for codes made of digits: the lengths allowed; shorter ones lost their zeros
	Parted   bool     // the digits may stand in groups of three and more: "025 070 000 001"
	Blank    []string // what people write for nothing, folded: "khong co", "-"
	Sign     bool     // a cell may begin with + or - (telephone numbers)
}

// Options say what to read and how much at most.
type Options struct {
	Columns   []Column
	Printed   bool            // a list of people: sums and signatures are passed over, and no cell of the first required column is one
	Encoding  vntext.Encoding // of a CSV; "" finds out
	Delimiter rune            // of a CSV; 0 finds out
	Sheet     string          // of an XLSX; "" is the first visible one
	TempDir   string          // for XLSX parts that do not fit in memory; "" is the system's
	Limits    Limits
}

// Limits bound what is read. A zero field takes the default.
type Limits struct {
	File     int64 // bytes of the file; default 512 MiB for CSV, 64 MiB for XLSX
	Unpacked int64 // bytes an XLSX unpacks to; default 512 MiB
	Cell     int   // bytes of a cell; default 32 KiB
	Row      int   // bytes of a row; default 256 KiB
	Columns  int   // default 256
	Rows     int   // default 2,000,000
	Header   int   // rows in which the header is looked for; default 20
}

const (
	mib          = 1 << 20
	memoryOfPart = 4 * mib // larger parts of an XLSX go to temporary files
)

func (l Limits) settled(xlsx bool) Limits {
	file := int64(512 * mib)
	if xlsx {
		file = 64 * mib
	}
	or(&l.File, file)
	or(&l.Unpacked, int64(512*mib))
	or(&l.Cell, 32<<10)
	or(&l.Row, 256<<10)
	or(&l.Columns, 256)
	or(&l.Rows, 2_000_000)
	or(&l.Header, 20)
	return l
}

func or[T int | int64](field *T, otherwise T) {
	if *field <= 0 {
		*field = otherwise
	}
}
