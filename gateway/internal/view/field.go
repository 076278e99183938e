package view

import (
	"net/http"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Field is one thing a form asks for. It keeps what was typed, so that a refused
// form comes back filled in.
type Field struct {
	Name     string // name in the form and id in the page
	Path     string // the field of the request it fills, as violations name it; Name when empty
	Value    string
	Wrong    string // what is wrong with it, or ""
	Checked  bool
	Required bool
	Max      int // longest text in characters; 0 for no limit
	Options  []Option
}

// Option is one choice of a list.
type Option struct {
	Value, Text string
	Chosen      bool
	Group       bool // the name of the choices after it, not a choice
	EndsGroup   bool // the group before it ends here
}

// Asked is a field together with its words.
type Asked struct {
	Field
	Label, Hint string
}

// asked finds label and hint: the message "key" and, if there is one, "key_hint".
func (s *Set) asked(lang string, f Field, key string) (Asked, error) {
	label, err := s.say(lang, key, nil)
	if err != nil {
		return Asked{}, err
	}
	a := Asked{Field: f, Label: label}
	if s.words.Has(key + "_hint") {
		a.Hint = s.words.Text(lang, key+"_hint", nil)
	}
	return a, nil
}

// Read fills the field from a posted form.
func (f *Field) Read(r *http.Request) {
	f.Value = strings.TrimSpace(strings.ReplaceAll(r.PostFormValue(f.Name), "\r\n", "\n"))
	f.Checked = f.Value != ""
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == f.Value
	}
}

// Choose marks the option with that value.
func (f *Field) Choose(value string) {
	f.Value = value
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == value
	}
}

// Refusal is why a form was not accepted, above the form.
type Refusal struct {
	Message string
	Fields  []Wrong
}

// Wrong is one field at fault, linked from the summary.
type Wrong struct{ ID, Message string }

// Refusal distributes a fault over the fields of a form: each violation goes to the
// field it names, everything else into the summary. Faults that are not about what
// was typed (not signed in, unavailable …) are not for the form: ok is false
// and the handler returns the error.
func (s *Set) Refusal(r *http.Request, err error, fields ...*Field) (refusal Refusal, ok bool) {
	// Through a status, so that a fault of our own is put into words as a service's is.
	f := fault.FromStatus(fault.Status(err, i18n.Lang(r.Context()), s.words))
	switch f.Kind {
	case fault.Invalid, fault.Refused, fault.Conflict, fault.Exists:
	default:
		return Refusal{}, false
	}
	refusal = Refusal{Message: f.Message}
	for _, violation := range f.Violations {
		wrong := Wrong{Message: violation.Message}
		for _, field := range fields {
			path := field.Path
			if path == "" {
				path = field.Name
			}
			if violation.Field == path || strings.HasPrefix(violation.Field, path+"[") || strings.HasPrefix(violation.Field, path+".") {
				field.Wrong = violation.Message
				wrong.ID = field.Name
				break
			}
		}
		refusal.Fields = append(refusal.Fields, wrong)
	}
	return refusal, true
}

// Day is the date in the field as contracts write it, "" when it is empty. What
// is no date is a fault of that field.
func (f *Field) Day() (string, error) {
	if f.Value == "" {
		return "", nil
	}
	d, err := workday.Parse(f.Value)
	if err != nil {
		path := f.Path
		if path == "" {
			path = f.Name
		}
		return "", fault.New(fault.Invalid, "NOT_A_DATE", fault.Field(path), fault.Param("value", f.Value))
	}
	return d.String(), nil
}
