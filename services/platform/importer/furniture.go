package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Printed lists carry rows that are no data: the header again on each page, the
// numbers of the columns, sums, place and date, signatures. Such a row is passed
// over and told; one that could be somebody's is read, and refused if need be.
var (
	// "Tống" is a surname: one word of sums counts only when nothing else follows.
	sums      = regexp.MustCompile(`^(tong cong|tong so|cong trang|cong don|tong so ho|tong|cong)$|^(tong cong|tong so|cong trang)\b`)
	justSums  = regexp.MustCompile(`^[0-9.,:;()/% -]*(ho|ho gia dinh|nguoi|nhan khau|khau)?[ .]*$`)
	dated     = regexp.MustCompile(`\bngay\b[ \d.…_]*\bthang\b[ \d.…_]*\bnam\b[ \d.…_]*$`)
	pageCount = regexp.MustCompile(`^trang( so)? ?\d+( ?/ ?\d+)?$`)
	signs     = regexp.MustCompile(`^(nguoi lap|nguoi tong hop|nguoi ghi|tm ?\.|kt ?\.|tm (ubnd|uy ban)|ubnd xa|ubnd phuong|uy ban nhan dan|chu tich|pho chu tich|` +
		`truong thon|truong ban|to truong|truong ban cong tac|xac nhan|noi nhan|\(?ky,? |\(?ky ten|\(?da ky|ghi chu ?:|danh sach (nay )?(co|gom)\b|an dinh danh sach)`)
	ordinal = regexp.MustCompile(`^\(?([0-9]{1,2}|[a-z])\)?$`)
)

// longDigits is how many digits in a cell make it a number somebody goes by.
const longDigits = 7

// passed reports whether a record is no row of data, and enters it among the repairs.
func (r *Reader) passed(rec record) bool {
	if slices.ContainsFunc(rec.faults, func(f cellFault) bool { return f.rule != RuleUncomputed }) {
		return false
	}
	lacks := r.lacksRequired(rec)
	if !lacks && !r.likeHeader(rec) { // nearly every row
		r.tail = false
		return false
	}
	var filled []string
	for _, cell := range rec.cells {
		if cell = vntext.Fold(cell); cell != "" {
			filled = append(filled, cell)
		}
	}
	what := ""
	switch {
	case r.headerAgain(rec):
		what = RepairHeaderAgain
	case len(filled) >= 3 && r.columnNumbers(rec):
		what = RepairColumnNumbers
	case !lacks || !r.options.Printed:
		r.tail = false
		return false
	case slices.ContainsFunc(filled, named):
		return false
	case total(filled):
		what = RepairTotal
	case len(filled) <= 4 && slices.ContainsFunc(filled, signature):
		what, r.tail = RepairSignature, true
	case r.tail && len(filled) <= 3 && !strings.ContainsAny(strings.Join(filled, ""), "0123456789"):
		what = RepairSignature // the names under the signatures
	default:
		return false
	}
	r.mended(what, "", rec.line)
	return true
}

func signature(cell string) bool {
	return signs.MatchString(cell) || dated.MatchString(cell) || pageCount.MatchString(cell)
}

// named reports a cell that holds a number somebody goes by.
func named(cell string) bool {
	n := 0
	for i := range len(cell) {
		if cell[i] >= '0' && cell[i] <= '9' {
			n++
		}
	}
	return n >= longDigits && !dated.MatchString(cell)
}

// total wants one cell that says so, and beside it nothing but figures.
func total(filled []string) bool {
	said := false
	for _, cell := range filled {
		word, _, _ := strings.Cut(cell, ":")
		switch {
		case sums.MatchString(strings.TrimRight(strings.TrimSpace(word), " 0123456789.")):
			said = true
		case !justSums.MatchString(cell):
			return false
		}
	}
	return said
}

// lacksRequired reports whether a cell says nothing without which a row says
// nothing: it is empty, or holds the words of a sum or a signature, or under
// signatures a name.
func (r *Reader) lacksRequired(rec record) bool {
	known := !r.options.Printed // the words are looked for in the first of those columns
	for i, at := range r.header.place {
		if !r.options.Columns[i].Required {
			continue
		}
		if at >= len(rec.cells) {
			return true
		}
		cell := strings.TrimSpace(rec.cells[at])
		if cell == "" {
			return true
		}
		if known || cell[0] >= '0' && cell[0] <= '9' {
			known = true
			continue // nearly every row
		}
		known = true
		cell = vntext.Fold(cell)
		if r.tail && !strings.ContainsAny(cell, "0123456789") || signature(cell) || total([]string{cell}) {
			return true
		}
	}
	return false
}

// likeHeader is a quick look: as long as a row of the header, or nothing but short cells.
func (r *Reader) likeHeader(rec record) bool {
	first := -1
	for i, at := range r.header.place {
		if at >= 0 && (first < 0 || r.options.Columns[i].Required) {
			first = at
		}
	}
	if first < 0 || first >= len(rec.cells) {
		return true
	}
	for _, row := range r.header.raw {
		if first < len(row) && row[first] == rec.cells[first] {
			return true
		}
	}
	for _, cell := range rec.cells {
		if len(cell) > 4 {
			return false
		}
	}
	return true
}

// headerAgain compares with the rows of the header: on the next page the same
// titles stand, merged or not, over as many rows.
func (r *Reader) headerAgain(rec record) bool {
	same := 0
	for i, cell := range rec.cells {
		key := titleKey(cell)
		if key == "" {
			continue
		}
		if !slices.ContainsFunc(r.header.rows, func(row []string) bool { return i < len(row) && row[i] == key }) {
			return false
		}
		same++
	}
	return same > 1
}

// columnNumbers recognises "(1) (2) (3)", "A B 1 2" under all titles.
func (r *Reader) columnNumbers(rec record) bool {
	before, letters, n := 0, true, 0
	for i, cell := range rec.cells {
		if cell = vntext.Fold(cell); cell == "" {
			if i < len(r.header.titles) && r.header.titles[i] != "" {
				return false
			}
			continue
		}
		found := ordinal.FindStringSubmatch(cell)
		if found == nil {
			return false
		}
		if number, err := strconv.Atoi(found[1]); err == nil {
			if letters = false; number != before+1 {
				return false
			}
			before = number
		} else if !letters {
			return false
		}
		n++
	}
	return n >= 3
}
