package grpcapi

import (
	"strconv"
	"strings"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// idOf takes the id out of a resource name. An id that cannot exist is not found rather than malformed: names are opaque.
func idOf(name string) (string, error) {
	_, id, _ := strings.Cut(name, "/")
	if !idPattern.MatchString(id) {
		return "", domain.Refuse(domain.NotFound, "name")
	}
	return id, nil
}

// optionalID is idOf for references that may be empty.
func optionalID(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	return idOf(name)
}

// after takes what follows the collection in a name such as "units/08584@2025-07-01".
func after(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	return rest
}

// day reads a civil date; empty is no date.
func day(field, text string) (workday.Date, error) {
	if text == "" {
		return workday.Date{}, nil
	}
	date, err := workday.Parse(text)
	if err != nil {
		return date, domain.Refuse(domain.DateInvalid, field, "value", text)
	}
	return date, nil
}

func days(field string, texts []string) ([]workday.Date, error) {
	dates := make([]workday.Date, len(texts))
	for i, text := range texts {
		date, err := day(field+"["+strconv.Itoa(i)+"]", text)
		if err != nil {
			return nil, err
		}
		dates[i] = date
	}
	return dates, nil
}

// line cleans one line of text; block cleans text with paragraphs.
func line(text string) string  { return vntext.CleanLine(text) }
func block(text string) string { return strings.TrimSpace(vntext.Clean(text)) }

func content(c *disclosurev1.PublicationContent) (domain.Content, error) {
	decision, err := day("content.decision_date", c.GetDecisionDate())
	return domain.Content{
		Title: line(c.GetTitle()), Summary: block(c.GetSummary()), Body: block(c.GetBody()), DocumentNumber: line(c.GetDocumentNumber()),
		IssuingBody: line(c.GetIssuingBody()), DecisionDate: decision, Attachments: uploads(c.GetAttachments()),
	}, err
}

func uploads(files []*typev1.Attachment) []domain.Attachment {
	all := make([]domain.Attachment, len(files))
	for i, file := range files {
		all[i] = domain.Attachment{
			Handle: file.GetHandle(), FileName: line(file.GetFileName()), SHA256: strings.ToLower(file.GetSha256()), Description: block(file.GetDescription()),
		}
	}
	return all
}

var warningCodes = map[disclosurev1.WarningCode]domain.WarningCode{
	disclosurev1.WarningCode_WARNING_CODE_CLASSIFICATION_MARK: domain.ClassificationMark,
	disclosurev1.WarningCode_WARNING_CODE_PERSONAL_ID_NUMBER:  domain.PersonalIDNumber,
	disclosurev1.WarningCode_WARNING_CODE_PHONE_NUMBER:        domain.PhoneNumber,
}

func reasons(acknowledgements []*disclosurev1.WarningAcknowledgement) map[domain.WarningCode]string {
	all := map[domain.WarningCode]string{}
	for _, one := range acknowledgements {
		all[warningCodes[one.GetCode()]] = block(one.GetReason())
	}
	return all
}

// lower takes the word of an enum value: "PUBLICATION_STATE_IN_REVIEW" is "in_review"; the zero value is no word.
func lower[E interface {
	~int32
	String() string
}](prefix string, value E) string {
	if value == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimPrefix(value.String(), prefix+"_"))
}

func lowers[E interface {
	~int32
	String() string
}, S ~string](prefix string, values []E) []S {
	var all []S
	for _, value := range values {
		if word := lower(prefix, value); word != "" {
			all = append(all, S(word))
		}
	}
	return all
}

// upper finds the enum value of a word.
func upper[E ~int32](values map[string]int32, prefix, word string) E {
	return E(values[prefix+"_"+strings.ToUpper(word)])
}

// Places in lists travel as the sort keys of the last item.
func timePlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	if len(keys) != 2 || !idPattern.MatchString(keys[1]) {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	at, err := time.Parse(time.RFC3339Nano, keys[0])
	if err != nil {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	return app.Place{Time: at, ID: keys[1]}, nil
}

func datePlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	if len(keys) != 2 || !idPattern.MatchString(keys[1]) {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	date, err := day("page_token", keys[0])
	if err != nil {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	return app.Place{Date: date, ID: keys[1]}, nil
}

func timeKeys(at time.Time, id string) []string {
	return []string{at.UTC().Format(time.RFC3339Nano), id}
}

// page cuts a list that was asked for with one more than fits, and writes the token of the rest.
func page[T any](all []T, size int, next func(...string) string, keys func(T) []string) ([]T, string) {
	if len(all) <= size {
		return all, ""
	}
	all = all[:size]
	return all, next(keys(all[size-1])...)
}
