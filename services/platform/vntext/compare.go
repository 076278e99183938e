package vntext

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the text for searching without diacritics: small letters
// without marks, đ as d, words parted by single spaces. Different names fold
// alike (Thành, Thạnh): never use it as a key.
func Fold(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(Clean(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsSpace(r):
			space = out.Len() > 0
			continue
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		r = unicode.ToLower(r)
		switch r {
		case 'đ':
			r = 'd'
		case '’', 'ʼ', '‘', '`', '´':
			r = '\''
		}
		out.WriteRune(r)
	}
	return out.String()
}

// NameKey returns a key that is equal for two writings of one name: letter
// case, composition, white space, kind of apostrophe and the vowel on which
// the tone stands (Hòa, Hoà) do not matter; every letter and every tone does.
func NameKey(s string) string {
	var out strings.Builder
	out.Grow(len(s) + 8)
	var tones []rune // of the word so far, written behind it
	space := false
	flush := func() {
		out.WriteString(string(tones))
		tones = tones[:0]
	}
	for _, r := range norm.NFD.String(strings.ToLower(Clean(s))) {
		switch {
		case isTone(r):
			tones = append(tones, r)
			continue
		case unicode.IsSpace(r):
			flush()
			space = out.Len() > 0
			continue
		case !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r):
			flush()
		}
		if space {
			out.WriteByte(' ')
			space = false
		}
		switch r {
		case '’', 'ʼ', '‘', '`', '´':
			r = '\''
		case '–', '‐', '‑', '—':
			r = '-'
		}
		out.WriteRune(r)
	}
	flush()
	return norm.NFC.String(out.String())
}

// SameName reports whether two writings are one name.
func SameName(a, b string) bool { return NameKey(a) == NameKey(b) }

// isTone tells the five tone marks from the marks that make a letter (â, ă, ơ).
func isTone(r rune) bool {
	switch r {
	case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323':
		return true
	}
	return false
}
