package domain

import (
	"fmt"
	"regexp"
	"strings"
)

// WarningCode says what a warning is about.
type WarningCode string

// Findings in content.
const (
	ClassificationMark WarningCode = "classification_mark"
	PersonalIDNumber   WarningCode = "personal_id_number"
	PhoneNumber        WarningCode = "phone_number"
)

// Warning is a finding that must be acknowledged with a reason before the content goes on. The finding itself is kept
// only as a short excerpt with its digits masked.
type Warning struct {
	Code    WarningCode `json:"code"`
	Field   string      `json:"field"`
	Excerpt string      `json:"excerpt"`
	Reason  string      `json:"reason,omitempty"`
}

// Marks as they are stamped: in capitals, whole words, with or without diacritics, with any spacing. "mật ong" and
// "bí mật" in running text are no marks; "MẬT" alone is. Text without diacritics counts only in capitals, because "mat" is
// an ordinary word.
var (
	markPattern  = regexp.MustCompile(`(^|[^\p{L}\p{N}])((TUYỆT|TỐI|TUYET|TOI)[\s_.-]*(MẬT|MAT)|MẬT|Tuyệt mật|Tối mật|(ĐỘ|DO)[\s_.-]*(MẬT|MAT))($|[^\p{L}\p{N}])`)
	bareMark     = regexp.MustCompile(`(^|[\n\r])[\s*\[(]*MAT[\s*\])]*($|[\n\r])`)
	fileMark     = regexp.MustCompile(`(?i)(^|[^\p{L}\p{N}])((tuyệt|tối|tuyet|toi)[\s_.-]*(mật|mat)|(đóng|dong)[\s_.-]*(dấu|dau)[\s_.-]*(mật|mat))($|[^\p{L}\p{N}])`)
	bareFileMark = regexp.MustCompile(`(^|[^\p{L}\p{N}])(MẬT|MAT|Mật|mật)($|[^\p{L}\p{N}])`)
	digitRun     = regexp.MustCompile(`\d+(?:[ .-]\d+)*`)
	phonePattern = regexp.MustCompile(`(^|[^\d])((?:\+84|84|0)[ .-]?[35789](?:[ .-]?\d){8})($|[^\d])`)
)

// Examine looks for classification marks everywhere, for personal id numbers everywhere, and for telephone numbers in
// lists of persons (law §12: the fewest fields, no id numbers). Each kind is reported once for each field.
func Examine(c Content, personalList bool) []Warning {
	var found []Warning
	look := func(field, text string, file bool) {
		if text == "" {
			return
		}
		found = append(found, marks(field, text, file)...)
		if hit := idNumber(text); hit != "" {
			found = append(found, Warning{Code: PersonalIDNumber, Field: field, Excerpt: maskDigits(hit)})
		}
		if personalList {
			if hit := phonePattern.FindStringSubmatch(text); hit != nil {
				found = append(found, Warning{Code: PhoneNumber, Field: field, Excerpt: maskDigits(hit[2])})
			}
		}
	}
	look("title", c.Title, false)
	look("summary", c.Summary, false)
	look("body", c.Body, false)
	look("document_number", c.DocumentNumber, false)
	look("issuing_body", c.IssuingBody, false)
	for i, file := range c.Attachments {
		look(fmt.Sprintf("attachments[%d].file_name", i), file.FileName, true)
		look(fmt.Sprintf("attachments[%d].description", i), file.Description, false)
	}
	return found
}

func marks(field, text string, file bool) []Warning {
	patterns := []*regexp.Regexp{markPattern, bareMark}
	if file {
		patterns = append(patterns, fileMark, bareFileMark)
	}
	for _, pattern := range patterns {
		if hit := pattern.FindString(text); hit != "" {
			return []Warning{{Code: ClassificationMark, Field: field, Excerpt: strings.TrimSpace(hit)}}
		}
	}
	return nil
}

// idLength is the number of digits of a personal identification number, which begins with a province's code 001 to 096.
const idLength = 12

// idNumber finds twelve digits that stand together, or apart in groups that begin with 0 as such numbers do. Amounts of
// money (1.250.000.000.000) are written in groups too, but never begin with 0.
func idNumber(text string) string {
	for _, run := range digitRun.FindAllString(text, -1) {
		groups := strings.FieldsFunc(run, func(r rune) bool { return r < '0' || r > '9' })
		for i := range groups {
			joined := ""
			for _, group := range groups[i:] {
				joined += group
				if len(joined) == idLength && (joined == groups[i] || joined[0] == '0') {
					return joined
				}
			}
		}
	}
	return ""
}

func maskDigits(text string) string {
	kept := 0
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		if kept++; kept > 3 {
			return '•'
		}
		return r
	}, text)
}

// Acknowledge writes the reasons beside the warnings. It refuses while one of them has none.
func Acknowledge(warnings []Warning, reasons map[WarningCode]string) ([]Warning, error) {
	done := make([]Warning, len(warnings))
	for i, warning := range warnings {
		reason := strings.TrimSpace(reasons[warning.Code])
		if reason == "" {
			return warnings, Refuse(WarningOpen, warning.Field, "code", string(warning.Code), "excerpt", warning.Excerpt).
				On("Điều 11 Luật 10/2022/QH15")
		}
		warning.Reason = reason
		done[i] = warning
	}
	return done, nil
}
