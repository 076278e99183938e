// Package terms says the words of the law for what the contracts number: states,
// forms, standings, due dates. Portal, console and feeds use the same words, so a
// thing is called the same wherever it is met.
package terms

import (
	"embed"
	"strconv"
	"strings"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the words themselves.
func Messages() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }

// Terms says terms in either language.
type Terms struct{ words *i18n.Catalogue }

// New takes a catalogue that contains Messages.
func New(words *i18n.Catalogue) *Terms { return &Terms{words: words} }

func (t *Terms) say(lang, key string, pairs ...string) string {
	params := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		params[pairs[i]] = pairs[i+1]
	}
	return t.words.Text(lang, key, params)
}

// PublicationState says where a publication stands; "published" also says whether
// it was in time.
func (t *Terms) PublicationState(lang string, p *disclosurev1.Publication) view.State {
	name := strings.TrimPrefix(p.GetState().String(), "PUBLICATION_STATE_")
	shape := view.Calm
	switch p.GetState() {
	case disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED:
		return t.Timeliness(lang, p)
	case disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW, disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED:
		shape = view.Soon
	case disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED:
		shape = view.Good
	case disclosurev1.PublicationState_PUBLICATION_STATE_WITHDRAWN, disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED,
		disclosurev1.PublicationState_PUBLICATION_STATE_ARCHIVED:
		shape = view.Gone
	}
	return view.State{Shape: shape, Word: t.say(lang, "publication_state."+name)}
}

// Timeliness says whether a publication was in time.
func (t *Terms) Timeliness(lang string, p *disclosurev1.Publication) view.State {
	switch {
	case p.GetDue().GetDate() == "":
		return view.State{Shape: view.Good, Word: t.say(lang, "publication_state.PUBLISHED")}
	case p.GetLateDays() > 0:
		return view.State{Shape: view.Late, Word: t.say(lang, "time.late", "days", strconv.Itoa(int(p.GetLateDays())), "unit", t.Unit(lang, p.GetDue().GetUnit()))}
	default:
		return view.State{Shape: view.Good, Word: t.say(lang, "time.in_time")}
	}
}

// Left says how long there is until a due date, or for how long it has passed.
func (t *Terms) Left(lang string, due *typev1.DueDate, days int32) view.State {
	unit := t.Unit(lang, due.GetUnit())
	switch {
	case due.GetDate() == "":
		return view.State{Shape: view.Calm, Word: t.say(lang, "time.no_date")}
	case days < 0:
		return view.State{Shape: view.Late, Word: t.say(lang, "time.overdue", "days", strconv.Itoa(int(-days)), "unit", unit)}
	case days == 0:
		return view.State{Shape: view.Soon, Word: t.say(lang, "time.today")}
	case days <= 3:
		return view.State{Shape: view.Soon, Word: t.say(lang, "time.left", "days", strconv.Itoa(int(days)), "unit", unit)}
	default:
		return view.State{Shape: view.Calm, Word: t.say(lang, "time.left", "days", strconv.Itoa(int(days)), "unit", unit)}
	}
}

// Unit names a unit of time: "working_days" is "ngày làm việc".
func (t *Terms) Unit(lang, unit string) string {
	if key := "time_unit." + unit; t.words.Has(key) {
		return t.say(lang, key)
	}
	return unit
}

// Due turns a due date into what a page opens to its article and counting.
func (t *Terms) Due(lang string, due *typev1.DueDate, state view.State) view.Due {
	return view.Due{
		State: state, Date: Day(due.GetDate()), Start: Day(due.GetStartDate()), Amount: int(due.GetAmount()),
		Unit: t.Unit(lang, due.GetUnit()), Basis: due.GetBasis().GetText(), Steps: due.GetSteps(), Provisional: due.GetProvisional(),
	}
}

// Standing says how an obligation stands in time.
func (t *Terms) Standing(lang string, s disclosurev1.Standing) view.State {
	shapes := map[disclosurev1.Standing]view.Shape{
		disclosurev1.Standing_STANDING_DUE_SOON: view.Soon, disclosurev1.Standing_STANDING_OVERDUE: view.Late,
		disclosurev1.Standing_STANDING_IN_TIME: view.Good, disclosurev1.Standing_STANDING_LATE: view.Late,
	}
	shape, ok := shapes[s]
	if !ok {
		shape = view.Calm
	}
	return view.State{Shape: shape, Word: t.say(lang, "standing."+strings.TrimPrefix(s.String(), "STANDING_"))}
}

// Form names a legal form of disclosure with its letter in Điều 12 khoản 1.
func (t *Terms) Form(lang string, f disclosurev1.DisclosureForm) string {
	return t.say(lang, "disclosure_form."+strings.TrimPrefix(f.String(), "DISCLOSURE_FORM_"))
}

// Place names a kind of place the catalogue speaks of.
func (t *Terms) Place(lang, kind string) string {
	if key := "place." + kind; t.words.Has(key) {
		return t.say(lang, key)
	}
	return kind
}

// RequestState says where a request for information stands.
func (t *Terms) RequestState(lang string, s disclosurev1.InformationRequestState) view.State {
	shape := view.Calm
	switch s {
	case disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_ANSWERED:
		shape = view.Good
	case disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_RECEIVED:
		shape = view.Soon
	case disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_REFUSED:
		shape = view.Held
	case disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_TRANSFERRED, disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_WITHDRAWN:
		shape = view.Gone
	}
	return view.State{Shape: shape, Word: t.say(lang, "request_state."+strings.TrimPrefix(s.String(), "INFORMATION_REQUEST_STATE_"))}
}

// Task names what is to be done.
func (t *Terms) Task(lang string, k disclosurev1.TaskKind) string {
	return t.say(lang, "task."+strings.TrimPrefix(k.String(), "TASK_KIND_"))
}

// Warning names a finding in a text.
func (t *Terms) Warning(lang string, c disclosurev1.WarningCode) string {
	return t.say(lang, "warning."+strings.TrimPrefix(c.String(), "WARNING_CODE_"))
}

// ItemTitle is what an item is called in the reader's language.
func ItemTitle(lang string, item *disclosurev1.CatalogueItem) string {
	if lang == i18n.English && item.GetTitleEn() != "" {
		return item.GetTitleEn()
	}
	return item.GetTitle()
}

// Day reads a civil date of a contract; anything else is no date.
func Day(text string) workday.Date {
	if text == "" {
		return workday.Date{}
	}
	d, err := workday.Parse(text)
	if err != nil {
		return workday.Date{}
	}
	return d
}

// DayOf is the civil date of a moment.
func DayOf(at time.Time) workday.Date {
	if at.IsZero() || at.Unix() == 0 {
		return workday.Date{}
	}
	return workday.Today(at)
}

// ID is the last part of a resource name: "publications/x" → "x".
func ID(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// Code is the code of a unit's resource name or key: "units/08584@2025-07-01" → "08584".
func Code(name string) string {
	code, _, _ := strings.Cut(ID(name), "@")
	return code
}
