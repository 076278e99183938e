package events

import (
	"fmt"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
)

// forms are the codes of the law book beside the words of the contract.
var forms = map[string]disclosurev1.DisclosureForm{
	"posting":       disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING,
	"portal":        disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL,
	"radio":         disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO,
	"village_head":  disclosurev1.DisclosureForm_DISCLOSURE_FORM_VILLAGE_HEAD,
	"letter":        disclosurev1.DisclosureForm_DISCLOSURE_FORM_LETTER,
	"dialogue":      disclosurev1.DisclosureForm_DISCLOSURE_FORM_DIALOGUE,
	"reception":     disclosurev1.DisclosureForm_DISCLOSURE_FORM_RECEPTION,
	"organisations": disclosurev1.DisclosureForm_DISCLOSURE_FORM_ORGANISATIONS,
	"network":       disclosurev1.DisclosureForm_DISCLOSURE_FORM_TELECOM,
	"other":         disclosurev1.DisclosureForm_DISCLOSURE_FORM_OTHER,
	"internal_site": disclosurev1.DisclosureForm_DISCLOSURE_FORM_INTERNAL_SITE,
	"meeting":       disclosurev1.DisclosureForm_DISCLOSURE_FORM_MEETING,
	"document":      disclosurev1.DisclosureForm_DISCLOSURE_FORM_DOCUMENT,
	"section_heads": disclosurev1.DisclosureForm_DISCLOSURE_FORM_SECTION_HEADS,
}

// Form is the contract's word for a form of the law book.
func Form(code string) disclosurev1.DisclosureForm { return forms[code] }

// FormCode is the law book's code for a form of the contract; empty for none.
func FormCode(form disclosurev1.DisclosureForm) string {
	for code, known := range forms {
		if known == form {
			return code
		}
	}
	return ""
}

// Due writes a due date with everything needed to count it again. The steps are plain and in no language: kind, first
// day, last day and number; the surface words them for people.
func Due(d domain.Due) *typev1.DueDate {
	if d.IsZero() {
		return nil
	}
	due := &typev1.DueDate{
		Date: d.Date.String(), NominalEnd: d.NominalEnd.String(), StartDate: d.Start.String(), RuleId: d.RuleID,
		RuleEffectiveFrom: d.RuleFrom.String(), Amount: int32(d.Amount), Unit: string(d.Unit), Basis: Basis(d.Basis), Provisional: d.Provisional,
	}
	for _, step := range d.Steps {
		due.Steps = append(due.Steps, fmt.Sprintf("%s %s..%s %d", step.Kind, step.From, step.To, step.Days))
	}
	return due
}

// Basis writes a place in the law.
func Basis(b law.Basis) *typev1.LegalBasis {
	if b.IsZero() {
		return nil
	}
	return &typev1.LegalBasis{Document: b.Document, Article: b.Article, Clause: b.Clause, Point: b.Point, Text: b.String()}
}
