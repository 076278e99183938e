package importer

import "strings"

// formula reports whether a spreadsheet would take a cell for a formula. Signs
// before a plain number are none; with sign they never are (telephone numbers).
func formula(cell string, sign bool) bool {
	if cell == "" {
		return false
	}
	switch cell[0] {
	case '=', '@', '\t', '\r':
		return true
	case '+', '-':
		return !sign && !number(cell[1:]) || sign && !telephone(cell[1:])
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, wide) {
			return true
		}
	}
	return false
}

// number accepts what follows a sign in a number, and nothing: a lone dash is
// how people write "none".
func number(s string) bool { return strings.Trim(s, "0123456789.,% ") == "" }

func telephone(s string) bool { return strings.Trim(s, "0123456789.()- ") == "" }

// Neutral returns the text of a cell for a CSV, with an apostrophe in front of
// what a spreadsheet would take for a formula.
func Neutral(cell string) string {
	trimmed := strings.TrimLeft(cell, " \n\u00a0")
	if formula(cell, false) || formula(trimmed, false) {
		return "'" + cell
	}
	return cell
}
