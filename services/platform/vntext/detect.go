package vntext

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Guess is what Detect thinks of a sample.
type Guess struct {
	Encoding   Encoding
	Confidence float64 // 0 to 1
	BOM        int     // bytes of byte order mark at the start
}

// Sure is the confidence from which a guess may be used without asking.
const Sure = 0.8

// Detect tells the encoding of a sample, best the first tens of kilobytes of a
// file. A sample of plain ASCII is UTF-8. For the legacy encodings it reads the
// sample in each and counts how many words with marks are Vietnamese syllables;
// below Sure the caller must ask for the encoding. The sample may end inside a
// letter.
func Detect(sample []byte) Guess {
	for _, mark := range []struct {
		bytes    string
		encoding Encoding
	}{{"\xEF\xBB\xBF", UTF8}, {"\xFF\xFE", UTF16LE}, {"\xFE\xFF", UTF16BE}} {
		if bytes.HasPrefix(sample, []byte(mark.bytes)) {
			return Guess{Encoding: mark.encoding, Confidence: 1, BOM: len(mark.bytes)}
		}
	}
	if which, is := looksUTF16(sample); is {
		return Guess{Encoding: which, Confidence: 0.9}
	}
	letters, broken := countUTF8(sample)
	switch {
	case broken == 0:
		return Guess{Encoding: UTF8, Confidence: 1}
	case letters >= 5*broken: // no other encoding looks like this by chance
		return Guess{Encoding: UTF8, Confidence: 0.9}
	}
	return detectLegacy(sample)
}

// DetectText tells whether text that came as Unicode (a cell of a spreadsheet
// typed with an old font) is really bytes of a legacy encoding shown one
// character each, as in "NguyÔn". Repair turns it back.
func DetectText(text string) (Encoding, bool) {
	data, ok := asBytes(text)
	if !ok {
		return "", false
	}
	high, good := score(text)
	guess := detectLegacy(data)
	if high == 0 || guess.Confidence < Sure {
		return "", false
	}
	// The text may simply be right as it stands: "Hà" is letters of Latin-1 too.
	if asIs := float64(good) / float64(high); asIs >= guess.Confidence {
		return "", false
	}
	return guess.Encoding, true
}

// Repair reads text found by DetectText in its true encoding; text that cannot
// have come from one-byte characters is returned as it is.
func Repair(text string, from Encoding) string {
	data, ok := asBytes(text)
	if !ok {
		return text
	}
	out, err := Decode(data, from)
	if err != nil {
		return text
	}
	return out
}

// asBytes undoes the showing of bytes as windows-1252 or Latin-1.
func asBytes(text string) ([]byte, bool) {
	out := make([]byte, 0, len(text))
	high := false
	for _, r := range text {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			if r > 0xFF {
				return nil, false
			}
			b = byte(r)
		}
		high = high || b >= 0x80
		out = append(out, b)
	}
	return out, high
}

func detectLegacy(sample []byte) Guess {
	best, second := Guess{}, 0.0
	for _, encoding := range Legacy {
		text, err := Decode(sample, encoding)
		if err != nil {
			continue
		}
		high, good := score(text)
		if high == 0 {
			continue
		}
		share := float64(good) / float64(high)
		switch {
		case share > best.Confidence:
			best, second = Guess{Encoding: encoding, Confidence: share}, best.Confidence
		case share > second:
			second = share
		}
	}
	if best.Encoding == "" {
		return Guess{Encoding: Windows1258}
	}
	if best.Confidence-second < 0.1 { // two readings are as good: no reason to trust one
		best.Confidence /= 2
	}
	return best
}

// score counts the words that hold letters beyond ASCII, and those of them that
// are Vietnamese syllables. A character that no text holds counts as a bad word.
func score(text string) (high, good int) {
	words := strings.FieldsFunc(text, func(r rune) bool {
		return r < 0x80 && !unicode.IsLetter(r)
	})
	for _, word := range words {
		if isASCII(word) {
			continue
		}
		high++
		if isSyllable(word) {
			good++
		}
	}
	return high, good
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// countUTF8 counts letters of several bytes, and bytes that belong to none. A
// letter cut off at the end is not broken.
func countUTF8(sample []byte) (letters, broken int) {
	for len(sample) > 0 {
		r, size := utf8.DecodeRune(sample)
		switch {
		case r == utf8.RuneError && size == 1 && !utf8.FullRune(sample):
			return letters, broken
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			letters++
		}
		sample = sample[size:]
	}
	return letters, broken
}

// looksUTF16 finds UTF-16 without mark: in tables of Latin letters every other
// byte is zero.
func looksUTF16(sample []byte) (Encoding, bool) {
	if len(sample) < 16 { // too little to count in
		return "", false
	}
	sample = sample[:min(len(sample), 4096)]
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(sample) / 2
	switch {
	case zeros[1]*10 >= half*4 && zeros[0]*20 <= half:
		return UTF16LE, true
	case zeros[0]*10 >= half*4 && zeros[1]*20 <= half:
		return UTF16BE, true
	}
	return "", false
}
