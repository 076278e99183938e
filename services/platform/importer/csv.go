package importer

import (
	"errors"
	"fmt"
	"io"
)

// record is one row as it stands in the file, before it means anything.
type record struct {
	line   int
	cells  []string
	faults []cellFault
	merged []int // cells filled from one merged over several rows
}

type cellFault struct {
	cell int // -1: the row
	rule string
}

// source gives records until io.EOF. A record is good until the next call.
type source interface {
	next() (record, error)
	close() error
}

// csvSource cuts a stream of UTF-8 into records. It is its own tokenizer because
// the standard one holds a cell of any size in memory and stops at the first
// stray quote: here cells are bounded, and reading goes on behind a fault.
type csvSource struct {
	r         io.Reader
	delimiter byte
	limits    Limits

	buffer   []byte
	pos, end int
	readErr  error

	line    int    // physical line of the next byte
	text    []byte // of the record, cells one after the other
	ends    []int  // where each cell ends in text
	cells   []string
	faults  []cellFault
	tooLong bool // the cell is being dropped
}

func newCSV(r io.Reader, delimiter byte, limits Limits) *csvSource {
	return &csvSource{r: r, delimiter: delimiter, limits: limits, line: 1, buffer: make([]byte, 64<<10)}
}

func (c *csvSource) close() error { return nil }

// read returns the next byte; false at the end or at a read error.
func (c *csvSource) read() (byte, bool) {
	for c.pos == c.end {
		if c.readErr != nil {
			return 0, false
		}
		c.pos = 0
		c.end, c.readErr = c.r.Read(c.buffer)
	}
	b := c.buffer[c.pos]
	c.pos++
	return b, true
}

func (c *csvSource) peek() (byte, bool) {
	b, ok := c.read()
	if ok {
		c.pos--
	}
	return b, ok
}

// newline takes the rest of a line end; all three kinds may be mixed.
func (c *csvSource) newline(b byte) {
	if b == '\r' {
		if next, ok := c.peek(); ok && next == '\n' {
			c.pos++
		}
	}
	c.line++
}

func (c *csvSource) next() (record, error) {
	c.text, c.ends, c.faults = c.text[:0], c.ends[:0], c.faults[:0]
	line := c.line
	if _, ok := c.peek(); !ok {
		if errors.Is(c.readErr, io.EOF) {
			return record{}, io.EOF
		}
		return record{}, fmt.Errorf("importer: reading line %d: %w", c.line, c.readErr)
	}
	for more := true; more; {
		more = c.cell()
		c.ends = append(c.ends, len(c.text))
		if len(c.ends) > c.limits.Columns {
			return record{}, tooManyColumns(line, c.limits.Columns)
		}
		c.tooLong = false
	}
	if c.readErr != nil && !errors.Is(c.readErr, io.EOF) && c.pos == c.end {
		return record{}, fmt.Errorf("importer: reading line %d: %w", c.line, c.readErr)
	}
	return record{line: line, cells: c.split(), faults: c.faults}, nil
}

// split makes the cells out of one string: one allocation a row.
func (c *csvSource) split() []string {
	all, from := string(c.text), 0
	c.cells = c.cells[:0]
	for _, end := range c.ends {
		c.cells = append(c.cells, all[from:end])
		from = end
	}
	return c.cells
}

// cell reads one cell and its end; true when another cell follows in the row.
func (c *csvSource) cell() bool {
	if b, ok := c.peek(); ok && b == '"' {
		c.pos++
		return c.quoted()
	}
	return c.plain()
}

func (c *csvSource) plain() bool {
	for {
		// Take what lies in the buffer at once up to the next byte that means something.
		rest := c.buffer[c.pos:c.end]
		n := 0
		for n < len(rest) && rest[n] != c.delimiter && rest[n] != '\n' && rest[n] != '\r' {
			n++
		}
		c.put(rest[:n])
		c.pos += n
		b, ok := c.read()
		switch {
		case !ok:
			return false
		case b == c.delimiter:
			return true
		case b == '\n' || b == '\r':
			c.newline(b)
			return false
		}
		c.pos-- // the buffer was renewed
	}
}

func (c *csvSource) quoted() bool {
	for {
		rest := c.buffer[c.pos:c.end]
		n := 0
		for n < len(rest) && rest[n] != '"' && rest[n] != '\n' && rest[n] != '\r' {
			n++
		}
		c.put(rest[:n])
		c.pos += n
		b, ok := c.read()
		switch {
		case !ok:
			c.fault(RuleUnclosed)
			return false
		case b == '\n' || b == '\r':
			c.newline(b)
			c.put([]byte{'\n'})
		case b != '"':
			c.pos-- // the buffer was renewed
		default:
			after, ok := c.peek()
			switch {
			case ok && after == '"':
				c.pos++
				c.put([]byte{'"'})
			case !ok || after == c.delimiter || after == '\n' || after == '\r':
				return c.plain() // nothing more than the end of the cell
			default:
				c.fault(RuleQuote) // the rest is read as plain, so that only this row suffers
				return c.plain()
			}
		}
	}
}

func (c *csvSource) put(b []byte) {
	start := 0
	if len(c.ends) > 0 {
		start = c.ends[len(c.ends)-1]
	}
	if c.tooLong {
		return
	}
	rule := ""
	cellRoom, rowRoom := c.limits.Cell-(len(c.text)-start), c.limits.Row-len(c.text)
	switch {
	case len(b) > rowRoom:
		rule = RuleRowLong
	case len(b) > cellRoom:
		rule = RuleCellLong
	default:
		c.text = append(c.text, b...)
		return
	}
	c.text = append(c.text, b[:max(min(cellRoom, rowRoom), 0)]...) // its beginning is shown in the error
	c.tooLong = true
	c.fault(rule)
}

func (c *csvSource) fault(rule string) {
	if n := len(c.faults); rule == RuleRowLong && n > 0 && c.faults[n-1].rule == RuleRowLong {
		return // once a row
	}
	c.faults = append(c.faults, cellFault{cell: len(c.ends), rule: rule})
}
