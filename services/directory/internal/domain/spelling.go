package domain

import "strings"

// SameButSpelling reports whether two names differ by no more than what a
// mistake of writing explains: a moved tone mark is two letters, a missing one
// is one. It wants at least half of the letters to agree.
func SameButSpelling(a, b string) bool {
	x, y := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	d := editDistance(x, y)
	return d <= 4 && 2*d <= max(len(x), len(y))
}

func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// replaceName changes the name at the end of a full name.
func replaceName(full, old, name string) (string, bool) {
	head, ok := strings.CutSuffix(full, old)
	return head + name, ok
}
