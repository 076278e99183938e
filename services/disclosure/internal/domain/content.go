package domain

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Content is what an author writes. It is plain text: markup means nothing and is shown as typed.
type Content struct {
	Title          string       `json:"title"`
	Summary        string       `json:"summary,omitempty"`
	Body           string       `json:"body,omitempty"`
	DocumentNumber string       `json:"document_number,omitempty"`
	IssuingBody    string       `json:"issuing_body,omitempty"`
	DecisionDate   workday.Date `json:"decision_date,omitzero"`
	Attachments    []Attachment `json:"attachments,omitempty"`
}

// Longest texts, in characters.
const (
	longestTitle   = 500
	longestSummary = 2_000
	longestBody    = 200_000
	longestNumber  = 100
	longestIssuer  = 300
	mostFiles      = 30
)

// first day of the law (Điều 90 Luật 10/2022/QH15 gives 2023-07-01); older decisions may still be disclosed, but a date
// before this is a typing error.
var earliestDecision = workday.New(1975, 4, 30)

func (c Content) checkDraft(today workday.Date) error {
	for _, field := range []struct {
		name, text string
		most       int
	}{
		{"title", c.Title, longestTitle},
		{"summary", c.Summary, longestSummary},
		{"body", c.Body, longestBody},
		{"document_number", c.DocumentNumber, longestNumber},
		{"issuing_body", c.IssuingBody, longestIssuer},
	} {
		if utf8.RuneCountInString(field.text) > field.most {
			return Refuse(FieldTooLong, field.name, "max", strconv.Itoa(field.most))
		}
	}
	if len(c.Attachments) > mostFiles {
		return Refuse(FieldTooLong, "attachments", "max", strconv.Itoa(mostFiles))
	}
	if strings.TrimSpace(c.Title) == "" {
		return Refuse(FieldRequired, "title")
	}
	return c.checkDecision(today)
}

func (c Content) checkDecision(today workday.Date) error {
	switch {
	case c.DecisionDate.IsZero():
		return nil
	case c.DecisionDate.After(today):
		return Refuse(DateInFuture, "decision_date", "latest", today.Format())
	case c.DecisionDate.Before(earliestDecision):
		return Refuse(DateTooEarly, "decision_date", "earliest", earliestDecision.Format())
	}
	return nil
}

// checkComplete demands what a reader needs: the date and number of the decision (they start the clock, Điều 12.3) and
// something to read.
func (c Content) checkComplete(today workday.Date) error {
	if err := c.checkDraft(today); err != nil {
		return err
	}
	switch {
	case c.DecisionDate.IsZero():
		return Refuse(FieldRequired, "decision_date").On("Điều 12 khoản 3 Luật 10/2022/QH15")
	case strings.TrimSpace(c.DocumentNumber) == "":
		return Refuse(FieldRequired, "document_number").On("Điều 12 khoản 3 Luật 10/2022/QH15")
	case strings.TrimSpace(c.Body) == "" && len(c.Attachments) == 0:
		return Refuse(FieldRequired, "body")
	}
	return nil
}

// Edit names the fields of an edit that are taken over.
func (c Content) Edit(from Content, fields []string) (Content, error) {
	if len(fields) == 0 {
		return from, nil
	}
	for _, field := range fields {
		switch field {
		case "title":
			c.Title = from.Title
		case "summary":
			c.Summary = from.Summary
		case "body":
			c.Body = from.Body
		case "document_number":
			c.DocumentNumber = from.DocumentNumber
		case "issuing_body":
			c.IssuingBody = from.IssuingBody
		case "decision_date":
			c.DecisionDate = from.DecisionDate
		case "attachments":
			c.Attachments = from.Attachments
		default:
			return c, Refuse(MaskInvalid, "update_mask", "path", field)
		}
	}
	return c, nil
}
