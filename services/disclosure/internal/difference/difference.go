// Package difference shows what a correction changed, line by line. It is a room of its own because the comparison comes from
// a library, and the rules import none.
package difference

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
)

// Kind says what happened to a line. The numbers are those of the contract.
type Kind int32

// What can happen to a line.
const (
	Same    Kind = 1
	Removed Kind = 2
	Added   Kind = 3
)

// Line is one line of a comparison.
type Line struct {
	Kind Kind
	Text string
}

// Field is one field that differs, with all its lines in reading order.
type Field struct {
	Name  string
	Lines []Line
}

// Between compares two versions field by field; fields that agree are left out.
func Between(older, newer domain.Content) []Field {
	var fields []Field
	for _, f := range []struct{ name, before, after string }{
		{"title", older.Title, newer.Title},
		{"summary", older.Summary, newer.Summary},
		{"body", older.Body, newer.Body},
		{"document_number", older.DocumentNumber, newer.DocumentNumber},
		{"issuing_body", older.IssuingBody, newer.IssuingBody},
		{"decision_date", older.DecisionDate.Format(), newer.DecisionDate.Format()},
		{"attachments", files(older), files(newer)},
	} {
		if f.before != f.after {
			fields = append(fields, Field{f.name, Lines(f.before, f.after)})
		}
	}
	return fields
}

func files(c domain.Content) string {
	names := make([]string, len(c.Attachments))
	for i, a := range c.Attachments {
		names[i] = a.FileName + " (SHA-256 " + a.SHA256 + ")"
	}
	return strings.Join(names, "\n")
}

// Lines compares two texts line by line.
func Lines(before, after string) []Line {
	var lines []Line
	add := func(kind Kind, text string) {
		if text == "" {
			return
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
			lines = append(lines, Line{kind, line})
		}
	}
	before, after = closed(before), closed(after)
	at := 0
	for _, edit := range udiff.Lines(before, after) {
		add(Same, before[at:edit.Start])
		add(Removed, before[edit.Start:edit.End])
		add(Added, edit.New)
		at = edit.End
	}
	add(Same, before[at:])
	return lines
}

// closed ends a text with a newline, so that its last line is a line like the others.
func closed(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}
