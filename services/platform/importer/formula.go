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

// errorValue reports what a spreadsheet shows where a formula has no answer or a
// column is too narrow.
func errorValue(cell string) bool {
	switch cell {
	case "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!":
		return true
	}
	return len(cell) > 2 && strings.Trim(cell, "#") == ""
}

// startsNumber reports whether an apostrophe before this text only keeps a
// number from losing its zeros.
func startsNumber(s string) bool {
	s = strings.TrimPrefix(s, "+")
	return s != "" && s[0] >= '0' && s[0] <= '9' && telephone(s)
}

// join takes spaces, dots, commas and hyphens out of a number. With dots or commas
// every group after the first must have three digits or more: "25070000001.0" is
// a number that was computed, not one in groups.
func join(s string) (string, bool) {
	if strings.Trim(s, "0123456789") == "" {
		return s, false
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" .,-", r) })
	points := strings.ContainsAny(s, ".,")
	for i, group := range groups {
		if strings.Trim(group, "0123456789") != "" || points && i > 0 && len(group) < 3 {
			return s, false
		}
	}
	return strings.Join(groups, ""), len(groups) > 0
}
