package app

import (
	"context"
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/forms"
)

// RenderVoteDocument gathers what a form tells about one circle of a vote. Forms with names, and ballots, are for those who
// hold the vote there.
func (a *Actions) RenderVoteDocument(ctx context.Context, vote, form, circle string) (forms.Form, forms.Data, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return forms.Form{}, forms.Data{}, err
	}
	all := forms.Forms()
	i := slices.IndexFunc(all, func(f forms.Form) bool { return f.ID == form })
	if circle == "" {
		circle = first(v.Circles())
	}
	resource := circleResource(v, circle)
	resource.Attrs["personal"] = i < 0 || all[i].Staff
	if err := a.Policy.Allow(ctx, "RenderVoteDocument", resource); err != nil {
		return forms.Form{}, forms.Data{}, err
	}
	if i < 0 || !ofForm(v, form) {
		return forms.Form{}, forms.Data{}, domain.Refuse(domain.NotFound, "form", "id", form)
	}
	ready, err := a.recorded(ctx, v, form)
	if err == nil && !ready || err == nil && !slices.Contains(v.Circles(), circle) {
		err = domain.Refuse(domain.DocumentNotReady, "form", "form", form)
	}
	if err != nil {
		return forms.Form{}, forms.Data{}, err
	}
	data := a.common(v, all[i], circle)
	switch form {
	case "attendance":
		err = a.fillRoll(ctx, v, circle, &data)
	case "ballots":
		err = a.fillBallots(ctx, v, circle, &data)
	case "nd59-02":
		err = a.fillMeeting(ctx, v, circle, &data)
	case "nd59-04":
		err = a.fillPapers(ctx, v, circle, &data)
	}
	return all[i], data, err
}

// common is what every form tells of a vote.
func (a *Actions) common(v Vote, form forms.Form, circle string) forms.Data {
	unit, _ := a.Units.Unit(units.Key(circle))
	above, _ := a.Units.Unit(unit.Parent)
	today := a.today()
	round := v.Current()
	data := forms.Data{
		Title: form.Title, Commune: above.FullName, Circle: unit.FullName, Name: unit.Name, Day: today.D, Month: int(today.M), Year: today.Y,
		Matter: v.Title, Question: v.Question, Background: v.Background, Households: v.Households(circle), Where: v.Place, When: when(v),
		Seats: v.Seats, Method: string(round.Form) + "/" + string(round.Method), Number: v.Decision.Number, Discussed: v.Decision.Discussed,
		Decided: v.Decision.Decided, Effective: formatted(v.EffectiveDate), Document: v.Recognition.Document, Chair: round.OpenedBy.Name,
	}
	if v.State == domain.Annulled {
		data.Document, data.Reason, data.Effective = v.Ending.Document, v.Ending.Reason, formatted(v.Ending.On)
	}
	if pack, err := v.Law(a.setting()); err == nil {
		for _, rule := range pack.Annexes() {
			if rule.ID == form.Rule {
				data.Annex, data.Basis = rule.Title, "Căn cứ: "+rule.Basis.String()+"."
			}
		}
	}
	for _, c := range v.Standing() {
		data.Candidates = append(data.Candidates, forms.Candidate{Name: c.Name, Profile: c.Profile, BirthYear: c.BirthYear})
	}
	if v.Result.Rule != "" || v.Decision.Digest != "" {
		var sum domain.Tally
		for _, one := range v.Tallies {
			if v.Matter.Scope != domain.Commune || one.Village == circle {
				sum = sum.Plus(one.Tally)
			}
		}
		count(v, sum, &data)
		data.Present = sum.Voters()
		if round.Form == domain.MeetingForm {
			data.Present = sum.Present
		}
		data.Outcome = outcome(v)
	}
	data.Absent = max(data.Households-data.Present, 0)
	data.Signers = signers(v, form.ID)
	return data
}

func formatted(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Format()
}

func when(v Vote) string {
	round := v.Current()
	switch {
	case round.Form != domain.MeetingForm && !round.OpensAt.IsZero():
		return "từ " + round.OpensAt.In(workday.Zone).Format("15 giờ 04, ngày 02/01/2006") + " đến " + round.ClosesAt.In(workday.Zone).Format("15 giờ 04, ngày 02/01/2006")
	case round.Form == domain.MeetingForm:
		return startsAt(round).In(workday.Zone).Format("15 giờ 04, ngày 02/01/2006")
	}
	return ""
}

// outcome is the arithmetic in words: whole numbers over the whole the law counts.
func outcome(v Vote) string {
	r := v.Result
	if r.Rule == "" {
		return ""
	}
	word := "Không được thông qua"
	if r.Passed {
		word = "Được thông qua"
	}
	return word + ": " + strconv.Itoa(r.Yes) + " trên tổng số " + strconv.Itoa(r.Total) + "; cần " + strconv.Itoa(r.Needed) + " (" + r.Basis.String() + ")."
}

// count writes the lines of a tally.
func count(v Vote, t domain.Tally, data *forms.Data) {
	data.Issued, data.Returned, data.Invalid, data.Blank = t.Issued, t.Returned, t.Invalid, t.Blank
	data.Lines = nil
	if !v.Matter.Election() {
		data.Lines = []forms.Line{{Label: "Đồng ý", Votes: t.Yes}, {Label: "Không đồng ý", Votes: t.No}, {Label: "Ý kiến khác", Votes: t.Other}}
		return
	}
	for _, c := range v.Standing() {
		line := forms.Line{Label: c.Name}
		for _, one := range t.Candidates {
			if one.Candidate == c.ID {
				line.Votes = one.Votes
			}
		}
		data.Lines = append(data.Lines, line)
	}
}
