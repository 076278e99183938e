package domain

import (
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Notice is how the people were told (Nghị định 59/2023/NĐ-CP Điều 3.3, 3.4, 4.4).
type Notice struct {
	On       workday.Date `json:"on,omitzero"`        // the last household was told
	Channels []Channel    `json:"channels,omitempty"` // besides the posting
	PostedOn workday.Date `json:"posted_on,omitzero"` // at the house of culture and meeting points
	PapersOn workday.Date `json:"papers_on,omitzero"` // papers were with every household
}

// Channel is a way of telling households.
type Channel string

// Channels the decree names.
const (
	ByInvitation  Channel = "invitation"     // giấy mời
	ByVisit       Channel = "household"      // thông báo trực tiếp đến từng hộ
	ByLoudspeaker Channel = "loudspeaker"    // truyền thanh của thôn, tổ dân phố
	ByTelephone   Channel = "telephone"      // điện thoại
	BySocialMedia Channel = "social_network" // mạng xã hội do thôn, tổ dân phố thống nhất thiết lập
)

var channels = []Channel{ByInvitation, ByVisit, ByLoudspeaker, ByTelephone, BySocialMedia}

// Step is one thing due before the vote, with its last day and how it is counted.
type Step struct {
	Rule law.Rule
	Due  Due
	Done StepDone // zero while it is open
}

// StepDone is a step that was taken, with the document that shows it.
type StepDone struct {
	Rule     string       `json:"rule"` // id
	On       workday.Date `json:"on"`
	Document string       `json:"document,omitempty"`
	By       Actor        `json:"by,omitzero"`
}

// preparations are the rules of the calendar, in the order in which they fall due. Which of them apply the pack knows.
var preparations = []string{
	"voting.election.decision", "voting.election.candidates", "voting.election.team", "voting.election.posting",
	"voting.convention.posting",
}

// notices are the rules on telling the people, by form.
func notices(form Form) (notice, papers string) {
	switch form {
	case MeetingForm:
		return "voting.meeting.notice", "voting.meeting.papers"
	case OnlineForm:
		return "voting.online.notice", ""
	}
	return "voting.paper.notice", ""
}

// Calendar lists what is due before the day of the vote, each counted from that day: an election's 20, 15, 10 and 7 days,
// the posting of a draft convention, the notice and the papers.
func (v Vote) Calendar(with Setting) ([]Step, error) {
	pack, err := v.Law(with)
	if err != nil {
		return nil, err
	}
	round := v.Current()
	day := round.Day()
	if day.IsZero() {
		return nil, Refuse(FieldRequired, "meeting_date")
	}
	var all []Step
	ids := preparations
	if round.Number > 1 {
		ids = nil // a further round asks for a new notice only
	}
	notice, papers := notices(round.Form)
	for _, id := range append(slices.Clone(ids), notice, papers) {
		rule, applies := pack.Rule(id)
		if !applies {
			continue
		}
		step, err := v.step(pack, rule, day, with.Calendar)
		if err != nil {
			return nil, err
		}
		all = append(all, step)
	}
	return all, nil
}

func (v Vote) step(pack Pack, rule law.Rule, day workday.Date, calendar *workday.Calendar) (Step, error) {
	step := Step{Rule: rule}
	notice, papers := notices(v.Current().Form)
	told := v.Current().Notice
	switch rule.ID {
	case notice:
		step.Done = StepDone{Rule: rule.ID, On: told.last()}
	case papers:
		step.Done = StepDone{Rule: rule.ID, On: told.PapersOn}
	default:
		if i := slices.IndexFunc(v.Steps, func(s StepDone) bool { return s.Rule == rule.ID }); i >= 0 {
			step.Done = v.Steps[i]
		}
	}
	if rule.Counting == law.AtLeast {
		return v.posting(pack, step, day, calendar)
	}
	due, err := pack.Count(calendar, rule, day)
	step.Due = due
	return step, err
}

// posting turns "must hang at least so long before the day" into the last day on which it may be put up.
func (v Vote) posting(pack Pack, step Step, day workday.Date, calendar *workday.Calendar) (Step, error) {
	start := day
	for {
		due, err := pack.Count(calendar, step.Rule, start)
		if err != nil {
			return step, err
		}
		if !due.Date.After(day) {
			step.Due = due
			step.Due.Start, step.Due.Date, step.Due.NominalEnd = day, start, start
			return step, nil
		}
		start = start.AddDays(-1)
	}
}

// last is the later of telling every household and posting: both are asked for.
func (n Notice) last() workday.Date {
	if n.On.IsZero() || n.PostedOn.IsZero() {
		return workday.Date{}
	}
	if n.PostedOn.After(n.On) {
		return n.PostedOn
	}
	return n.On
}

// check refuses a notice that could not have happened or names no way of telling.
func (n Notice) check(today workday.Date) error {
	if len(n.Channels) == 0 {
		return Refuse(FieldRequired, "notice.channels").On("Điều 3 khoản 3 Nghị định 59/2023/NĐ-CP")
	}
	for i, channel := range n.Channels {
		if !slices.Contains(channels, channel) {
			return Refuse(FieldInvalid, "notice.channels["+strconv.Itoa(i)+"]", "value", string(channel))
		}
	}
	for _, one := range []struct {
		field string
		date  workday.Date
	}{{"notice.on", n.On}, {"notice.posted_on", n.PostedOn}, {"notice.papers_on", n.PapersOn}} {
		if one.date.After(today) {
			return Refuse(DateInFuture, one.field, "latest", today.Format())
		}
	}
	return nil
}

// inTime refuses while a step is missing or was taken too late. What can still be done in time by today is let pass when
// the vote is only announced; at the opening nothing may be missing.
func inTime(steps []Step, today workday.Date, opening bool) error {
	for _, step := range steps {
		done := step.Done.On
		params := []string{"step", step.Rule.ID, "latest", step.Due.Date.Format(), "days", strconv.Itoa(step.Rule.Value), "event", step.Due.Start.Format()}
		reason := StepTooLate
		switch step.Rule.ID {
		case "voting.meeting.notice", "voting.paper.notice", "voting.online.notice", "voting.meeting.papers":
			reason = NoticeTooShort
		case "voting.convention.posting":
			reason = PostingTooShort
		}
		switch {
		case done.IsZero() && today.After(step.Due.Date):
			return Refuse(reason, "steps", params...).On(step.Rule.Basis.String())
		case done.IsZero() && opening:
			return Refuse(StepMissing, "steps", params...).On(step.Rule.Basis.String())
		case done.After(step.Due.Date):
			return Refuse(reason, "steps", append(params, "done", done.Format())...).On(step.Rule.Basis.String())
		}
	}
	return nil
}

// RecordStep writes down that a step of the calendar was taken. A step may be recorded again: the last word stands.
func (v Vote) RecordStep(rule string, on workday.Date, document string, by Actor, with Setting) (Vote, error) {
	if err := v.allow(ActPrepare); err != nil {
		return v, err
	}
	pack, err := v.Law(with)
	if err != nil {
		return v, err
	}
	switch {
	case !slices.Contains(preparations, rule):
		return v, Refuse(FieldInvalid, "rule", "value", rule)
	case on.IsZero():
		return v, Refuse(FieldRequired, "on")
	case on.After(with.Today()):
		return v, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	}
	if _, err := pack.Demand(rule); err != nil {
		return v, err
	}
	v.Steps = slices.DeleteFunc(slices.Clone(v.Steps), func(s StepDone) bool { return s.Rule == rule })
	v.Steps = append(v.Steps, StepDone{Rule: rule, On: on, Document: document, By: by})
	v.UpdatedAt = with.Now
	return v, nil
}
