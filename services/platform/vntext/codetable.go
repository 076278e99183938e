package vntext

import (
	"sync"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// codeTable is an encoding of one or two bytes a letter.
type codeTable struct {
	single [256]rune
	leads  [256]bool // first bytes of pairs
	pairs  map[[2]byte]rune
	bytes  map[rune][]byte // the way back
}

var legacy = sync.OnceValue(func() map[Encoding]*codeTable {
	return map[Encoding]*codeTable{
		TCVN3:  oneByte(tcvn3Upper, nil),
		VISCII: oneByte(visciiUpper, visciiLower),
		VNI:    vni(),
	}
})

func oneByte(upper string, lower map[byte]rune) *codeTable {
	t := &codeTable{bytes: map[rune][]byte{}}
	for b := range 128 {
		t.set(byte(b), rune(b))
	}
	for i, r := range []rune(upper) {
		t.set(byte(128+i), r)
	}
	for b, r := range lower {
		t.set(b, r)
	}
	return t
}

func vni() *codeTable {
	t := &codeTable{bytes: map[rune][]byte{}, pairs: map[[2]byte]rune{}}
	for b := range 256 {
		t.set(byte(b), charmap.Windows1252.DecodeByte(byte(b)))
	}
	for b, r := range vniSingles {
		t.set(b, r)
	}
	tones := []rune(combiningTones)
	for _, base := range "aeouyAEOUY" {
		t.marked(base, byte(base), vniTones, tones)
	}
	for b, r := range map[byte]rune{0xf4: 'ơ', 0xd4: 'Ơ', 0xf6: 'ư', 0xd6: 'Ư'} {
		t.marked(r, b, vniTones, tones)
	}
	for _, base := range "aeoAEO" {
		t.marked(base, byte(base), vniCircumflex, append([]rune{'\u0302'}, withMark('\u0302', tones)...))
	}
	for _, base := range "aA" {
		t.marked(base, byte(base), vniBreve, append([]rune{'\u0306'}, withMark('\u0306', tones)...))
	}
	return t
}

// withMark codes "letter mark and tone" as mark<<16 | tone for marked.
func withMark(mark rune, tones []rune) []rune {
	out := make([]rune, len(tones))
	for i, tone := range tones {
		out[i] = mark<<16 | tone
	}
	return out
}

// marked adds the pairs of one letter: the n-th mark character stands for the
// n-th combination. A capital takes capital marks; some programs wrote small ones.
func (t *codeTable) marked(base rune, lead byte, marks string, combinations []rune) {
	t.leads[lead] = true
	for i, mark := range []rune(marks) {
		letters := []rune{base, combinations[i] & 0xFFFF}
		if letterMark := combinations[i] >> 16; letterMark != 0 {
			letters = []rune{base, letterMark, combinations[i] & 0xFFFF}
		}
		composed := []rune(norm.NFC.String(string(letters)))
		if len(composed) != 1 {
			continue
		}
		small, capital := mark1252(mark), mark1252(unicode.ToUpper(mark))
		t.pairs[[2]byte{lead, small}] = composed[0]
		t.pairs[[2]byte{lead, capital}] = composed[0]
		own := small
		if unicode.IsUpper(base) {
			own = capital
		}
		// windows-1252 has some of the letters too, but in VNI their bytes are marks.
		if code, there := t.bytes[composed[0]]; !there || len(code) == 2 || vniSingles[code[0]] == 0 {
			t.bytes[composed[0]] = []byte{lead, own}
		}
	}
}

func mark1252(r rune) byte {
	b, _ := charmap.Windows1252.EncodeRune(r)
	return b
}

func (t *codeTable) set(b byte, r rune) {
	if old := t.single[b]; old != 0 && len(t.bytes[old]) == 1 && t.bytes[old][0] == b {
		delete(t.bytes, old)
	}
	t.single[b] = r
	if _, there := t.bytes[r]; !there {
		t.bytes[r] = []byte{b}
	}
}
