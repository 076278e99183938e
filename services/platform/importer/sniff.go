package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

const sampleSize = 64 << 10

// openCSV finds encoding and delimiter in the first part of a stream.
func openCSV(r io.Reader, options Options) (source, vntext.Encoding, error) {
	limited := &limitedReader{r: r, left: options.Limits.File, limit: options.Limits.File}
	buffered := bufio.NewReaderSize(limited, sampleSize)
	sample, err := buffered.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, "", fmt.Errorf("importer: reading the file: %w", err)
	}
	if len(bytes.TrimSpace(sample)) == 0 && errors.Is(err, io.EOF) {
		return nil, "", refuse(ReasonEmpty)
	}
	encoding := options.Encoding
	guess := vntext.Detect(sample)
	if encoding == "" {
		if guess.Confidence < vntext.Sure {
			return nil, "", refuse(ReasonEncodingUnknown, "encodings", encodings())
		}
		encoding = guess.Encoding
	}
	if guess.Encoding == encoding {
		_, _ = buffered.Discard(guess.BOM)
		sample = sample[guess.BOM:]
	}
	text, err := vntext.Decode(sample, encoding)
	if err != nil {
		return nil, "", refuse(ReasonEncodingUnknown, "encodings", encodings())
	}
	delimiter, skip := delimiterOf(text, options.Columns)
	if options.Delimiter != 0 {
		delimiter = byte(options.Delimiter)
	}
	var stream io.Reader = buffered
	if encoding != vntext.UTF8 {
		if stream, err = vntext.NewReader(buffered, encoding); err != nil {
			return nil, "", err
		}
	}
	c := newCSV(stream, delimiter, options.Limits)
	if skip {
		if _, err := c.next(); err != nil {
			return nil, "", err
		}
	}
	return c, encoding, nil
}

func encodings() string {
	names := []string{string(vntext.UTF8)}
	for _, e := range vntext.Legacy {
		names = append(names, string(e))
	}
	return strings.Join(names, ", ")
}

// delimiterOf chooses the character with which some line has the most wanted
// titles; where none has any, the one that cuts the lines most evenly. Excel's
// first line "sep=;" names it; then skip is true.
func delimiterOf(text string, columns []Column) (delimiter byte, skip bool) {
	if rest, found := strings.CutPrefix(strings.ToLower(text), "sep="); found && rest != "" && strings.ContainsRune(",;|\t", rune(rest[0])) {
		return rest[0], true
	}
	lines := sampleLines(text)
	best, bestScore := byte(','), 0
	for _, candidate := range []byte{',', ';', '\t', '|'} {
		score := evenness(lines, candidate)
		for _, line := range lines {
			cells := strings.Split(strings.ReplaceAll(line, `"`, ""), string(candidate))
			if _, found, _ := match([]record{{cells: cells}}, columns); found > 1 {
				score = max(score, found<<16)
			}
		}
		if score > bestScore {
			best, bestScore = candidate, score
		}
	}
	return best, false
}

// evenness tells how many lines share a number of cells, weighted by that number.
func evenness(lines []string, delimiter byte) int {
	counts, best := map[int]int{}, 0
	for _, line := range lines {
		if n := countOutsideQuotes(line, delimiter); n > 0 {
			counts[n]++
			best = max(best, counts[n]*16+min(n, 15))
		}
	}
	return best
}

func sampleLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	lines := strings.SplitN(text, "\n", 52)
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last may be cut off
	}
	return lines
}

func countOutsideQuotes(line string, what byte) int {
	n, quoted := 0, false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == what && !quoted:
			n++
		}
	}
	return n
}

// limitedReader fails above its limit instead of ending: a file cut off must
// not look like a whole one.
type limitedReader struct {
	r           io.Reader
	left, limit int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		return 0, tooLarge(l.limit)
	}
	return n, err
}
