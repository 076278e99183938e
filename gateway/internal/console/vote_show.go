package console

import (
	"context"
	"net/http"
	"slices"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// VoteDesk is a vote on the desk of those who hold it: the next lawful step first, with its
// article and what it still waits for; then what else may be done; then how it stands.
// The pages of its rooms (roll, meeting, papers) are made of the same.
type VoteDesk struct {
	Desk                         Desk
	Form                         Form
	ID, Title, Question, Unit    string
	State                        view.State
	Stages                       []Stage
	EditURL                      string
	Next                         *Act
	Acts                         []Act
	Paragraphs                   []string
	Matter, Act, Held, Place     string
	Opens, Closes                string
	Threshold                    string
	Households, Participants     int32
	Agreements                   []AgreementRow
	Steps                        []VoteStep
	Team                         []string
	Candidates                   []string
	Rooms                        []Entry
	Public                       bool
	Explanation, Refusal, Demand string // of the result, of the recogniser
	SendDue, RecogniseDue        view.Due
	Files                        []FileRow
	Documents                    []DocumentRow
	Roll                         *RollDesk
	Meeting                      *MeetingDesk
	Paper                        *PaperDesk
}

// Stage is a part of the way of a vote.
type Stage struct {
	Word          string
	Done, Current bool
}

// AgreementRow is a body that must agree.
type AgreementRow struct {
	Body, By string
	Basis    string
	State    view.State
}

// VoteStep is a step of the calendar.
type VoteStep struct {
	Text, Document string
	Due            view.Due
}

func (c *Console) voteShow(w http.ResponseWriter, r *http.Request) error {
	return c.voteRoom("show")(w, r)
}

// voteRoom shows one of the pages of a vote.
func (c *Console) voteRoom(room string) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		page, _, err := c.voteDesk(r, room)
		if err != nil {
			return err
		}
		return c.voteDraw(w, r, http.StatusOK, room, page)
	}
}

func (c *Console) voteDraw(w http.ResponseWriter, r *http.Request, status int, room string, page VoteDesk) error {
	pages := map[string]*view.Page[VoteDesk]{"show": c.pages.voteShow, "roll": c.pages.voteRoll, "meeting": c.pages.voteMeeting, "paper": c.pages.votePaper}
	return pages[room].Draw(w, r, status, page)
}

// voteDesk is a room of the vote in the address, as it stands now.
func (c *Console) voteDesk(r *http.Request, room string) (VoteDesk, *votingv1.Vote, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "votes")
	if err != nil {
		return VoteDesk{}, nil, err
	}
	one, err := c.votes.GetVote(ctx, &votingv1.GetVoteRequest{Name: voteName(r)})
	if err != nil {
		return VoteDesk{}, nil, notFound(err)
	}
	post := desk.holding(desk.at(c, ctx, one.GetUnit(), one.GetAgency()), len(one.GetNextActions()) > 0)
	if err := need(desk.votes(), "NEEDS_VOTE_HOLDER"); err != nil {
		return VoteDesk{}, nil, err
	}
	page := c.voteFacts(lang, one)
	page.Desk, page.Form = desk, fresh(one.GetEtag())
	page.Rooms = c.rooms(lang, one, room)
	switch room {
	case "roll":
		if page.Roll, err = c.roll(ctx, r, lang, one); err == nil {
			err = c.objections(ctx, lang, one, page.Roll)
		}
	case "meeting":
		err = c.meeting(ctx, r, lang, one, &page)
	case "paper":
		err = c.paper(ctx, r, lang, one, &page)
	default:
		page.Documents, err = c.documents(ctx, one)
	}
	if err != nil {
		return page, nil, err
	}
	c.offer(lang, room, post, one, &page)
	return page, one, nil
}

// voteFacts are what the page says of the vote itself.
func (c *Console) voteFacts(lang string, one *votingv1.Vote) VoteDesk {
	id := terms.ID(one.GetName())
	page := VoteDesk{
		ID: id, Title: one.GetTitle(), Question: one.GetQuestion(), Unit: one.GetUnitName(), State: c.Terms.VoteState(lang, one.GetState()), Stages: c.stages(lang, one),
		Paragraphs: paragraphs(one.GetExplanation()), Matter: c.Terms.Voting(lang, "matter", one.GetMatter().String()), Act: c.Terms.Voting(lang, "act", one.GetAct().String()),
		Held:  c.Terms.Voting(lang, "form", one.GetForm().String()) + " – " + c.Terms.Voting(lang, "method", one.GetMethod().String()),
		Place: one.GetPlace(), Threshold: c.Terms.Threshold(lang, one.GetThreshold()), Households: one.GetHouseholds(), Participants: one.GetParticipants(),
		Public: one.GetAnnouncedTime() != nil, Explanation: one.GetResult().GetExplanation(), Refusal: one.GetDecision().GetRefusal(),
		Demand: one.GetDecision().GetAmendmentRequested(), Files: files("/votes/"+id, one.GetAttachments()),
	}
	if one.GetOpensTime() != nil {
		page.Opens = one.GetOpensTime().AsTime().In(workday.Zone).Format("15:04 02/01/2006")
	}
	if one.GetClosesTime() != nil {
		page.Closes = one.GetClosesTime().AsTime().In(workday.Zone).Format("15:04 02/01/2006")
	}
	today, d := view.Today(c.Clock()), one.GetDecision()
	page.SendDue = c.Terms.Kept(lang, today, d.GetSendDue(), d.GetSentDate(), d.GetSendLateDays())
	page.RecogniseDue = c.Terms.Kept(lang, today, d.GetRecogniseDue(), d.GetRecognisedDate(), d.GetRecogniseLateDays())
	for _, agreement := range one.GetAgreements() {
		row := AgreementRow{Body: c.Terms.Voting(lang, "body", agreement.GetBody().String()), By: agreement.GetGivenBy().GetDisplayName(), Basis: agreement.GetBasis().GetText()}
		row.State = view.State{Shape: view.Soon, Word: c.Set.Text(lang, "vote.not_agreed", nil)}
		if agreement.GetGiven() {
			row.State = view.State{Shape: view.Good, Word: c.Set.Text(lang, "vote.has_agreed", nil)}
		}
		page.Agreements = append(page.Agreements, row)
	}
	for _, step := range one.GetSteps() {
		state := c.Terms.Running(lang, today, step.GetDue())
		if done := terms.Day(step.GetDoneDate()); !done.IsZero() {
			state = view.State{Shape: view.Good, Word: c.Set.Text(lang, "vote.step_done", map[string]string{"date": done.Format()})}
		}
		page.Steps = append(page.Steps, VoteStep{Text: step.GetText(), Document: step.GetDocument(), Due: c.Terms.Due(lang, step.GetDue(), state)})
	}
	for _, member := range one.GetTeam().GetMembers() {
		name := member.GetFullName()
		if member.GetRole() == "lead" {
			name = c.Set.Text(lang, "vote.team_lead", map[string]string{"name": name})
		}
		page.Team = append(page.Team, name)
	}
	for _, who := range one.GetCandidates() {
		if !who.GetWithdrawn() {
			page.Candidates = append(page.Candidates, who.GetFullName())
		}
	}
	return page
}

// rooms are the other pages of the vote that it has a use for as it stands.
func (c *Console) rooms(lang string, one *votingv1.Vote, room string) []Entry {
	at := "/console/votes/" + terms.ID(one.GetName())
	out := []Entry{{URL: at, Text: c.Set.Text(lang, "vote.room.show", nil), Current: room == "show"}}
	add := func(use bool, name string) {
		if use {
			out = append(out, Entry{URL: at + "/" + name, Text: c.Set.Text(lang, "vote.room."+name, nil), Current: room == name})
		}
	}
	announced := one.GetAnnouncedTime() != nil
	add(announced, "roll")
	add(announced && held(one, votingv1.Form_FORM_MEETING), "meeting")
	add(announced && held(one, votingv1.Form_FORM_PAPER), "paper")
	return out
}

// held tells whether a round of the vote has that form.
func held(one *votingv1.Vote, form votingv1.Form) bool {
	return one.GetForm() == form || slices.ContainsFunc(one.GetRounds(), func(round *votingv1.Round) bool { return round.GetForm() == form })
}

// stages is the way a vote goes, and how far it has come.
func (c *Console) stages(lang string, one *votingv1.Vote) []Stage {
	way := []string{"prepare", "announce", "open", "vote", "count", "decide", "answer"}
	at := map[votingv1.VoteState]int{
		votingv1.VoteState_VOTE_STATE_DRAFTED: 0, votingv1.VoteState_VOTE_STATE_AGREED: 1, votingv1.VoteState_VOTE_STATE_ANNOUNCED: 2, votingv1.VoteState_VOTE_STATE_OPTED_IN: 2,
		votingv1.VoteState_VOTE_STATE_OPEN: 3, votingv1.VoteState_VOTE_STATE_CLOSED: 4, votingv1.VoteState_VOTE_STATE_COUNTED: 4, votingv1.VoteState_VOTE_STATE_PASSED: 5,
		votingv1.VoteState_VOTE_STATE_SENT: 6, votingv1.VoteState_VOTE_STATE_RECOGNISED: 7, votingv1.VoteState_VOTE_STATE_IN_EFFECT: 7,
	}
	now, onTheWay := at[one.GetState()]
	if !onTheWay {
		return nil // ended before the end: the state says how
	}
	var out []Stage
	for i, step := range way {
		out = append(out, Stage{Word: c.Set.Text(lang, "vote.stage."+step, nil), Done: i < now, Current: i == now})
	}
	return out
}

// DocumentRow is a form of the law, filled with what is recorded.
type DocumentRow struct {
	Title, Basis, URL string
	Ready             bool
}

func (c *Console) documents(ctx context.Context, one *votingv1.Vote) ([]DocumentRow, error) {
	found, err := c.forms.ListVoteDocuments(ctx, &votingv1.ListVoteDocumentsRequest{Vote: one.GetName()})
	if err != nil {
		return nil, notFound(err)
	}
	var rows []DocumentRow
	for _, form := range found.GetDocuments() {
		rows = append(rows, DocumentRow{
			Title: form.GetTitle(), Basis: form.GetBasis().GetText(), Ready: form.GetReady(),
			URL: "/console/votes/" + terms.ID(one.GetName()) + "/documents/" + form.GetForm(),
		})
	}
	return rows, nil
}
