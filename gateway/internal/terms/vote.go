package terms

import (
	"slices"
	"strconv"
	"strings"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// VoteState says where a vote stands.
func (t *Terms) VoteState(lang string, s votingv1.VoteState) view.State {
	shape := view.Calm
	switch s {
	case votingv1.VoteState_VOTE_STATE_OPEN, votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN,
		votingv1.VoteState_VOTE_STATE_SENT, votingv1.VoteState_VOTE_STATE_CLOSED, votingv1.VoteState_VOTE_STATE_COUNTED:
		shape = view.Soon
	case votingv1.VoteState_VOTE_STATE_PASSED, votingv1.VoteState_VOTE_STATE_RECOGNISED, votingv1.VoteState_VOTE_STATE_IN_EFFECT:
		shape = view.Good
	case votingv1.VoteState_VOTE_STATE_FAILED, votingv1.VoteState_VOTE_STATE_REFUSED:
		shape = view.Held
	case votingv1.VoteState_VOTE_STATE_ANNULLED, votingv1.VoteState_VOTE_STATE_CANCELLED, votingv1.VoteState_VOTE_STATE_AMENDED:
		shape = view.Gone
	}
	return view.State{Shape: shape, Word: t.Voting(lang, "vote_state", s.String())}
}

// InitiativeState says where an initiative stands.
func (t *Terms) InitiativeState(lang string, s votingv1.InitiativeState) view.State {
	shape := view.Calm
	switch s {
	case votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING:
		shape = view.Soon
	case votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED, votingv1.InitiativeState_INITIATIVE_STATE_TABLED:
		shape = view.Good
	case votingv1.InitiativeState_INITIATIVE_STATE_CLOSED:
		shape = view.Gone
	}
	return view.State{Shape: shape, Word: t.Voting(lang, "initiative_state", s.String())}
}

// Voting names a value of the voting contracts: "FORM_PAPER" of the family "form" is
// what the message form.PAPER says.
func (t *Terms) Voting(lang, family, value string) string {
	key := "voting." + family + "." + strings.TrimPrefix(value, strings.ToUpper(family)+"_")
	if !t.words.Has(key) {
		return value
	}
	return t.say(lang, key)
}

// Threshold says what must be reached, as whole numbers over the right whole:
// "cần ít nhất 41/61 hộ đồng ý (≥ 2/3 tổng số hộ)".
func (t *Terms) Threshold(lang string, x *votingv1.Threshold) string {
	if x == nil {
		return ""
	}
	whole := t.Voting(lang, "whole", x.GetDenominator())
	if x.GetTotal() == 0 {
		return t.say(lang, "voting.threshold_share", "share", x.GetShare(), "whole", whole)
	}
	return t.say(lang, "voting.threshold", "needed", i18n.Number(lang, int64(x.GetNeeded())), "total", i18n.Number(lang, int64(x.GetTotal())),
		"share", x.GetShare(), "whole", whole, "unit", t.Voting(lang, "whole_unit", x.GetDenominator()))
}

// Bar draws the lines of a tally over their whole, with a mark at what was needed.
// What is left of the whole stays empty: the absent count.
func (t *Terms) Bar(lang string, result *votingv1.Result) view.Bar {
	whole := int(result.GetThreshold().GetTotal())
	if whole <= 0 || result.GetThreshold().GetDenominator() == "villages" {
		return view.Bar{}
	}
	bar := view.Bar{Mark: view.BarWidth * int(result.GetThreshold().GetNeeded()) / whole}
	var said []string
	at := 0
	for _, line := range result.GetCounts() {
		if OptionClass(line.GetOption()) == "candidate" {
			return view.Bar{} // a household may choose several; there is no one whole to fill
		}
		width := view.BarWidth * int(line.GetVotes()) / whole
		width = max(0, min(width, view.BarWidth-at))
		bar.Parts = append(bar.Parts, view.BarPart{X: at, Width: width, Class: OptionClass(line.GetOption())})
		said = append(said, line.GetLabel()+" "+strconv.Itoa(int(line.GetVotes()))+"/"+strconv.Itoa(whole))
		at += width
	}
	bar.Label = strings.Join(said, ", ")
	return bar
}

// OptionClass is how a line of a tally is drawn: candidates are told by their names.
func OptionClass(option string) string {
	switch option {
	case "AGREE", "DISAGREE", "OTHER":
		return strings.ToLower(option)
	}
	return "candidate"
}

// Percent writes millionths as per cent with one decimal, rounded down; for reading
// beside the whole numbers, never for deciding.
func Percent(lang string, millionths int32) string {
	whole, tenth := millionths/10_000, millionths%10_000/1_000
	point := ","
	if lang == i18n.English {
		point = "."
	}
	return strconv.Itoa(int(whole)) + point + strconv.Itoa(int(tenth)) + " %"
}

// Money writes an amount in đồng.
func Money(lang string, amount int64) string { return i18n.Number(lang, amount) + " đ" }

// Kept is a due date that was kept, missed, or is still running.
func (t *Terms) Kept(lang string, today workday.Date, due *typev1.DueDate, done string, late int32) view.Due {
	if due.GetDate() == "" {
		return view.Due{}
	}
	var state view.State
	switch {
	case done != "" && late > 0:
		state = view.State{Shape: view.Late, Word: t.say(lang, "voting.late", "days", strconv.Itoa(int(late)), "unit", t.Unit(lang, due.GetUnit()))}
	case done != "":
		state = view.State{Shape: view.Good, Word: t.say(lang, "voting.in_time")}
	default:
		state = t.Running(lang, today, due)
	}
	return t.Due(lang, due, state)
}

// Running says how much time is left until a due date. Working days are counted by the calendar
// the program was built with: an orientation beside a date that the service has computed.
func (t *Terms) Running(lang string, today workday.Date, due *typev1.DueDate) view.State {
	day := Day(due.GetDate())
	days := today.DaysUntil(day)
	if due.GetUnit() == "working_days" {
		days = workday.Default().WorkingDaysUntil(today, day)
	}
	return t.Left(lang, due, int32(days))
}

// Before tells whether a vote on its way has not come as far as a state.
func Before(at, state votingv1.VoteState) bool {
	way := []votingv1.VoteState{
		votingv1.VoteState_VOTE_STATE_DRAFTED, votingv1.VoteState_VOTE_STATE_AGREED, votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN,
		votingv1.VoteState_VOTE_STATE_OPEN, votingv1.VoteState_VOTE_STATE_CLOSED, votingv1.VoteState_VOTE_STATE_COUNTED, votingv1.VoteState_VOTE_STATE_PASSED,
	}
	here := slices.Index(way, at)
	return here >= 0 && here < slices.Index(way, state)
}
