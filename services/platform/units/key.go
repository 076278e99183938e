package units

import (
	"fmt"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Key names a unit for ever: "<code>@<first day>", such as "08584@2025-07-01" or "08584.001@2026-07-01".
type Key string

// NewKey is the key of the unit that bears code from that day on.
func NewKey(code string, from workday.Date) Key { return Key(code + "@" + from.String()) }

// ParseKey checks the form of a key. Whether such a unit exists is another question.
func ParseKey(s string) (Key, error) {
	code, from, found := strings.Cut(s, "@")
	if !found || code == "" || strings.Trim(code, "0123456789.") != "" {
		return "", fmt.Errorf("unit key %q: want <code>@<YYYY-MM-DD>, such as 08584@2025-07-01", s)
	}
	if _, err := workday.Parse(from); err != nil {
		return "", fmt.Errorf("unit key %q: %w", s, err)
	}
	return Key(s), nil
}

// Code is the part before the day: the official code, leading zeros and all.
func (k Key) Code() string {
	code, _, _ := strings.Cut(string(k), "@")
	return code
}

// From is the first day of the unit; the zero date when the key has no proper form.
func (k Key) From() workday.Date {
	_, from, _ := strings.Cut(string(k), "@")
	date, err := workday.Parse(from)
	if err != nil {
		return workday.Date{}
	}
	return date
}

// String is the key as text.
func (k Key) String() string { return string(k) }
