package vntext

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Encoding names a way of writing text as bytes.
type Encoding string

// Encodings this package reads.
const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	TCVN3       Encoding = "tcvn3"
	VNI         Encoding = "vni-windows"
	VISCII      Encoding = "viscii"
	Windows1258 Encoding = "windows-1258"
)

// Legacy lists the encodings from before Unicode, the likeliest first.
var Legacy = []Encoding{TCVN3, VNI, Windows1258, VISCII}

// Decode returns the text of bytes in an encoding, composed (NFC). Bytes that
// mean nothing in it become U+FFFD. A byte order mark is dropped.
func Decode(data []byte, from Encoding) (string, error) {
	t, err := decoder(from)
	if err != nil {
		return "", err
	}
	out, _, err := transform.Bytes(t, data)
	if err != nil {
		return "", fmt.Errorf("vntext: reading %s: %w", from, err)
	}
	return norm.NFC.String(string(bytes.TrimPrefix(out, []byte("\uFEFF")))), nil
}

// Encode writes text in an encoding; an error tells that it has no bytes for
// some character. The capitals with tones of the TCVN3 fonts have none.
func Encode(text string, to Encoding) ([]byte, error) {
	text = norm.NFC.String(text)
	switch to {
	case UTF8:
		return []byte(text), nil
	case UTF16LE, UTF16BE:
		return utf16(to).NewEncoder().Bytes([]byte(text))
	case Windows1258:
		return encode1258(text)
	}
	table, known := legacy()[to]
	if !known {
		return nil, fmt.Errorf("vntext: unknown encoding %q", to)
	}
	var out []byte
	for _, r := range text {
		code, there := table.bytes[r]
		if !there {
			return nil, fmt.Errorf("vntext: %s cannot write %q", to, r)
		}
		out = append(out, code...)
	}
	return out, nil
}

// NewReader returns a reader of UTF-8 for a stream in an encoding. The text is
// not composed: a letter may lie across two reads; clean each field instead.
func NewReader(r io.Reader, from Encoding) (io.Reader, error) {
	t, err := decoder(from)
	if err != nil {
		return nil, err
	}
	return transform.NewReader(r, t), nil
}

func decoder(from Encoding) (transform.Transformer, error) {
	switch from {
	case UTF8:
		return encoding.Replacement.NewEncoder(), nil
	case UTF16LE, UTF16BE:
		return utf16(from).NewDecoder(), nil
	case Windows1258:
		return charmap.Windows1258.NewDecoder(), nil
	}
	if table, known := legacy()[from]; known {
		return tableDecoder{table}, nil
	}
	return nil, fmt.Errorf("vntext: unknown encoding %q", from)
}

func utf16(which Encoding) encoding.Encoding {
	if which == UTF16BE {
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
}

// encode1258 writes a letter whole where the page has it, else the letter
// without its tone and the tone after it, as Windows does.
func encode1258(text string) ([]byte, error) {
	var out []byte
	for _, r := range text {
		if b, ok := charmap.Windows1258.EncodeRune(r); ok {
			out = append(out, b)
			continue
		}
		var letter, tone []rune
		for _, part := range norm.NFD.String(string(r)) {
			if isTone(part) {
				tone = append(tone, part)
			} else {
				letter = append(letter, part)
			}
		}
		for _, part := range append([]rune(norm.NFC.String(string(letter))), tone...) {
			b, ok := charmap.Windows1258.EncodeRune(part)
			if !ok {
				return nil, fmt.Errorf("vntext: %s cannot write %q", Windows1258, r)
			}
			out = append(out, b)
		}
	}
	return out, nil
}

// tableDecoder reads the encodings given as tables. It keeps no state.
type tableDecoder struct{ table *codeTable }

func (d tableDecoder) Reset() {}

func (d tableDecoder) Transform(dst, src []byte, atEOF bool) (written, read int, err error) {
	for read < len(src) {
		r, size := d.table.single[src[read]], 1
		if d.table.leads[src[read]] {
			if read+1 == len(src) && !atEOF {
				return written, read, transform.ErrShortSrc
			}
			if read+1 < len(src) {
				if pair, there := d.table.pairs[[2]byte{src[read], src[read+1]}]; there {
					r, size = pair, 2
				}
			}
		}
		if written+utf8.UTFMax > len(dst) && written+utf8.RuneLen(r) > len(dst) {
			return written, read, transform.ErrShortDst
		}
		written += utf8.EncodeRune(dst[written:], r)
		read += size
	}
	return written, read, nil
}
