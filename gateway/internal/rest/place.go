package rest

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var position = regexp.MustCompile(`\(line (\d+):(\d+)\)`)

// offset is where in the body the decoder stumbled, from the line and column its
// text gives; the end of the body when it gives none.
func offset(body []byte, text string) int {
	m := position.FindStringSubmatch(text)
	if m == nil {
		return len(body)
	}
	line, _ := strconv.Atoi(m[1]) // digits, by the expression
	column, _ := strconv.Atoi(m[2])
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(body[at:], '\n')
		if next < 0 {
			return len(body)
		}
		at += next + 1
	}
	for ; column > 1 && at < len(body); column-- {
		_, size := utf8.DecodeRune(body[at:])
		at += size
	}
	return at
}

// lineAndColumn count from one, as editors do.
func lineAndColumn(body []byte, at int) (line, column int) {
	before := body[:min(at, len(body))]
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
}

// level is one object or list the walk is inside.
type level struct {
	list  bool
	key   string // of the object, once read
	value bool   // of the object: the next token is a value
	index int    // of the list
}

// pathAt is the field the body holds at an offset: "content.attachments[1].sha256".
// It is "" outside every field.
func pathAt(body []byte, at int) string {
	read := json.NewDecoder(bytes.NewReader(body))
	read.UseNumber()
	var levels []level
	for {
		token, err := read.Token()
		end := int(read.InputOffset())
		top := len(levels) - 1
		if key, ok := token.(string); ok && err == nil && top >= 0 && !levels[top].list && !levels[top].value {
			levels[top].key, levels[top].value = key, true
			if end > at {
				return path(levels)
			}
			continue
		}
		if err != nil || end > at {
			return path(levels)
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{})
			continue
		case json.Delim('['):
			levels = append(levels, level{list: true})
			continue
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:top]
		}
		if top = len(levels) - 1; top >= 0 { // a value has ended
			levels[top].value = false
			levels[top].index++
		}
	}
}

func path(levels []level) string {
	var out strings.Builder
	for _, one := range levels {
		switch {
		case one.list:
			out.WriteString("[" + strconv.Itoa(one.index) + "]")
		case one.key != "":
			if out.Len() > 0 {
				out.WriteByte('.')
			}
			out.WriteString(one.key)
		}
	}
	return cut(out.String())
}
