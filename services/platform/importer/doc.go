// Package importer reads the tables people have, and writes tables they can open.
//
// Lists of units, households and roles come as CSV or XLSX out of many hands:
// in four encodings from before Unicode, with titles above the header, headers
// spelt with and without diacritics, codes whose leading zeros a spreadsheet ate,
// stray quotes and rows that are too short. Open finds encoding, delimiter and
// header; Next gives one row after the other in bounded memory. What is wrong
// with a row is told with line, column, value, the rule broken and the remedy,
// as message keys (messages.*.yaml), and reading goes on with the next row, so
// that one run names every fault. What is wrong with the whole file is an error.
//
// Lists made for printing carry more than rows: headers over several rows or
// again on each page, column numbers, merged cells; with Options.Printed also
// sums and signatures. These are passed over and told as Repairs, with what was
// mended in cells; a row that could be somebody's is never passed over silently.
//
// A Reader changes nothing and knows no meaning: whether a unit exists is for
// the caller, who reports it with Row.Fail in the same form.
//
// Writers never let a cell be taken for a formula.
package importer
