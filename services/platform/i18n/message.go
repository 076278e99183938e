package i18n

import (
	"fmt"
	"slices"
	"strings"
)

// message is a sentence cut at its placeholders once, so that filling it in is concatenation.
type message struct {
	parts []part
}

type part struct {
	text        string
	placeholder bool
}

func parseMessage(s string) (message, error) {
	var m message
	rest := s
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			m.parts = append(m.parts, part{text: rest})
			break
		}
		if open > 0 {
			m.parts = append(m.parts, part{text: rest[:open]})
		}
		length := strings.IndexByte(rest[open:], '}')
		if length < 0 {
			return message{}, fmt.Errorf("the brace opened in %q is never closed", s)
		}
		name := rest[open+1 : open+length]
		if !isName(name) {
			return message{}, fmt.Errorf("placeholder {%s} must be letters, digits and underscores", name)
		}
		m.parts = append(m.parts, part{text: name, placeholder: true})
		rest = rest[open+length+1:]
	}
	return m, nil
}

func isName(s string) bool {
	for _, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// names lists the placeholders, each once, sorted.
func (m message) names() []string {
	var names []string
	for _, p := range m.parts {
		if p.placeholder && !slices.Contains(names, p.text) {
			names = append(names, p.text)
		}
	}
	slices.Sort(names)
	return names
}

func (m message) fill(params map[string]string) string {
	if len(m.parts) == 1 && !m.parts[0].placeholder {
		return m.parts[0].text
	}
	var b strings.Builder
	for _, p := range m.parts {
		if p.placeholder {
			b.WriteString(params[p.text])
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}
