package vntext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC returns the composed form, the one that is stored.
func NFC(s string) string { return norm.NFC.String(s) }

// NFD returns the decomposed form.
func NFD(s string) string { return norm.NFD.String(s) }

// Clean returns the text as it is stored: composed, Đ in place of its
// look-alikes, without invisible and direction-changing characters, without
// control characters except tab and line feed, line ends as line feeds. Bytes
// that are no UTF-8 become U+FFFD; decode legacy text first.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return norm.NFC.String(strings.Map(cleanRune, strings.ToValidUTF8(s, "\uFFFD")))
}

// CleanLine is Clean for a single line: every run of white space becomes one
// space, none is left at the ends.
func CleanLine(s string) string {
	s = Clean(s)
	if isLine(s) {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isLine reports that white space is single spaces between words already.
func isLine(s string) bool {
	before := ' '
	for _, r := range s {
		if unicode.IsSpace(r) && (r != ' ' || before == ' ') {
			return false
		}
		before = r
	}
	return before != ' ' || s == ""
}

// isPlain reports that there is nothing to clean: printable ASCII, tab, line feed.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

func cleanRune(r rune) rune {
	switch r {
	case '\u00D0', '\u0189': // Ð of Iceland, Ɖ of West Africa
		return 'Đ'
	case '\u00F0', '\u0256':
		return 'đ'
	case '\n', '\t':
		return r
	case '\u00A0', '\u202F', '\u2007':
		return ' '
	case '\u2028', '\u2029':
		return '\n'
	}
	if unicode.IsControl(r) || invisible(r) {
		return -1
	}
	return r
}

// invisible are characters that show nothing or turn the direction of what
// follows. Vietnamese needs none of them; in names they only deceive.
func invisible(r rune) bool {
	switch {
	case r < 0x300 && r != '\u00AD', r >= 0x1E00 && r < 0x2000: // where Vietnamese is
		return false
	case r == '\u00AD', r == '\u034F', r == '\u061C', r == '\u180E', r == '\uFEFF',
		r >= '\u115F' && r <= '\u1160', r == '\u3164', r == '\uFFA0',
		r >= '\u200B' && r <= '\u200F', // zero width, direction marks
		r >= '\u202A' && r <= '\u202E', // direction embeddings and overrides
		r >= '\u2060' && r <= '\u206F', // joiners, isolates
		r >= '\uFFF9' && r <= '\uFFFB',
		r >= '\uFE00' && r <= '\uFE0F',
		r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return false
}

// Fault is a character a text must not hold.
type Fault struct {
	Rune   rune   // the character
	Offset int    // its place in bytes
	Kind   string // one of the Fault constants, used as a message key's ending
}

// Kinds of faults.
const (
	FaultEncoding  = "encoding"  // bytes that are no UTF-8
	FaultControl   = "control"   // control character
	FaultInvisible = "invisible" // zero width or changing direction
)

// Inspect returns the first character that Clean would take away or could not
// repair; false when there is none. Use it where input is to be refused, not
// repaired. Decomposed text and look-alikes of Đ are no faults.
func Inspect(s string) (Fault, bool) {
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			return Fault{Rune: rune(s[i]), Offset: i, Kind: FaultEncoding}, true
		case unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r':
			return Fault{Rune: r, Offset: i, Kind: FaultControl}, true
		case invisible(r):
			return Fault{Rune: r, Offset: i, Kind: FaultInvisible}, true
		}
	}
	return Fault{}, false
}
