package app

import (
	"strings"
	"unicode"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// longestWord keeps lexemes far below what PostgreSQL takes (2 kB).
const longestWord = 100

// Lexemes are the words of texts as the index keeps them: each without diacritics, and where it carries some also with
// them, spelled one way whatever the place of the tone mark. So "thuy" finds "Thủy" and "Thuỷ", and "thủy" finds both spellings
// but not "thuy" or "thúy".
func Lexemes(texts ...string) []string {
	seen := map[string]bool{}
	var all []string
	add := func(word string) {
		if word != "" && !seen[word] {
			seen[word] = true
			all = append(all, word)
		}
	}
	for _, text := range texts {
		for _, word := range split(text) {
			plain := vntext.Fold(word)
			add(plain)
			if marked := vntext.NameKey(word); marked != plain {
				add(marked)
			}
		}
	}
	return all
}

// QueryWords are the lexemes a search asks for: the marked form where the searcher typed marks, else the plain one.
func QueryWords(text string) []string {
	var all []string
	for _, word := range split(text) {
		plain := vntext.Fold(word)
		if marked := vntext.NameKey(word); marked != plain {
			all = append(all, marked)
		} else {
			all = append(all, plain)
		}
	}
	return all
}

func split(text string) []string {
	words := strings.FieldsFunc(vntext.NFC(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	for i, word := range words {
		if runes := []rune(word); len(runes) > longestWord {
			words[i] = string(runes[:longestWord])
		}
	}
	return words
}
