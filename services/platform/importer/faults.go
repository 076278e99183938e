package importer

import (
	"embed"
	"strconv"
	"sync"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Reasons a whole file is refused for: faults of kind Invalid.
const (
	ReasonEmpty           = "IMPORT_EMPTY"
	ReasonTooLarge        = "IMPORT_TOO_LARGE"
	ReasonKind            = "IMPORT_KIND"
	ReasonDamaged         = "IMPORT_DAMAGED"
	ReasonEncodingUnknown = "IMPORT_ENCODING_UNKNOWN"
	ReasonHeaderMissing   = "IMPORT_HEADER_MISSING"
	ReasonHeaderTwice     = "IMPORT_HEADER_TWICE"
	ReasonSheetMissing    = "IMPORT_SHEET_MISSING"
	ReasonTooManyRows     = "IMPORT_TOO_MANY_ROWS"
	ReasonTooManyColumns  = "IMPORT_TOO_MANY_COLUMNS"
	ReasonProtected       = "IMPORT_PROTECTED"
)

// Rules a cell or a row can break. "import.<rule>.rule" says what is wrong and
// "import.<rule>.remedy" what to do.
const (
	RuleRequired  = "required"
	RuleFormula   = "formula"
	RuleZeros     = "zeros"
	RuleNotDigits = "not_digits"
	RuleCellLong  = "cell_long"
	RuleRowLong   = "row_long"
	RuleRowShort  = "row_short"
	RuleRowWide   = "row_wide"
	RuleQuote     = "quote"
	RuleUnclosed  = "unclosed"
	RuleControl   = "control"
	RuleEncoding  = "encoding"
	RuleComputed  = "computed"

	RuleUncomputed = "uncomputed"
)

// Reasons and Rules list them all, for tests of catalogues.
func Reasons() []string {
	return []string{
		ReasonEmpty, ReasonTooLarge, ReasonKind, ReasonDamaged, ReasonEncodingUnknown, ReasonHeaderMissing,
		ReasonHeaderTwice, ReasonSheetMissing, ReasonTooManyRows, ReasonTooManyColumns, ReasonProtected,
	}
}

// Rules lists the rules of this package.
func Rules() []string {
	return []string{
		RuleRequired, RuleFormula, RuleZeros, RuleNotDigits, RuleCellLong, RuleRowLong, RuleRowShort, RuleRowWide,
		RuleQuote, RuleUnclosed, RuleControl, RuleEncoding, RuleComputed, RuleUncomputed,
	}
}

// RowError tells one thing that is wrong with one row. Rule and Remedy are
// message keys, Params fill them both.
type RowError struct {
	Line   int               // in the file, from 1
	Column string            // the title as the file has it, or the column's name; "" for the whole row
	Value  string            // what stands there, cut short and made safe to show
	Rule   string            // "import.zeros.rule"
	Remedy string            // "import.zeros.remedy"
	Params map[string]string // never nil
}

//go:embed messages.*.yaml
var messages embed.FS

// Words are the sentences for reasons and rules, to be merged into a service's catalogue.
var Words = sync.OnceValues(func() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") })

func refuse(reason string, params ...string) error {
	options := []fault.Option{fault.Field("file")}
	for i := 0; i+1 < len(params); i += 2 {
		options = append(options, fault.Param(params[i], params[i+1]))
	}
	return fault.New(fault.Invalid, reason, options...)
}

func tooLarge(limit int64) error {
	return refuse(ReasonTooLarge, "limit", strconv.FormatInt((limit+mib-1)/mib, 10))
}

const longestShown = 60 // characters of a value in an error

// show makes a value safe and short enough to stand in an error.
func show(value string) string {
	if len(value) > 4*longestShown {
		value = value[:4*longestShown]
	}
	runes := []rune(vntext.CleanLine(value))
	if len(runes) > longestShown {
		return string(runes[:longestShown]) + "…"
	}
	return string(runes)
}
