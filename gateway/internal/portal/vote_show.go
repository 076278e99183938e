package portal

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteShow is the page of one vote: what is decided, by whom, by which rules, what
// came of it, and how anybody can count again.
type VoteShow struct {
	ID, Title, Question, Unit, UnitURL string
	Crumbs                             []view.Crumb
	State                              view.State
	Unannounced                        bool // seen by those who prepare it alone
	Cancelled, Ground, AmendedBy       string
	Paragraphs                         []string
	Papers                             []AttachmentRow
	Matter, Act, Form, Method, Place   string
	Opens, Closes, Closed              string
	Threshold, ThresholdBasis          string
	Households, Participants           int32
	Seats                              int32
	Candidates                         []CandidateRow
	Agreements                         []AgreementRow
	Steps                              []StepRow
	Told                               []string
	Team                               string
	TeamMembers                        []string
	Rounds                             []RoundRow
	OptIn                              *votingv1.OptIn
	OptInNeeded                        string
	Result                             *VoteResult
	Decision                           *VoteDecision
	Progress                           *VoteProgress
	Rules                              []RuleRow
	RulesAsOf, RulesDigest             string
	Log                                *votingv1.LogInfo
	KeyDestroyed                       string
	May                                VoteDoors
}

// VoteDoors are the pages that lead on from a vote as it stands.
type VoteDoors struct{ Cast, OptIn, Object, CheckIn, Screen, Check, Participants bool }

// CandidateRow is somebody who stands.
type CandidateRow struct {
	Name, Presentation, By string
	Born                   int32
	Withdrawn              bool
}

// AgreementRow is a body that must agree.
type AgreementRow struct {
	Body, Basis, When string
	State             view.State
}

// StepRow is a step of the calendar.
type StepRow struct {
	Text, Done, Document string
	Due                  view.Due
}

// RoundRow is one asking of the people.
type RoundRow struct {
	Number                   int32
	Form, From, Reason, Came string
}

// RuleRow is a frozen rule.
type RuleRow struct{ Rule, Value, From, Basis string }

func (p *Portal) voteShow() http.Handler {
	return view.Public(p.pages.voteShow, p.Cache, p.Log, nil, func(ctx context.Context, r *http.Request) (VoteShow, []string, error) {
		one, err := p.vote(ctx, r.PathValue("vote"))
		if err != nil {
			return VoteShow{}, nil, err
		}
		page := p.votePage(i18n.Lang(ctx), one)
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error { return p.voteProgress(ctx, one, &page) })
		group.Go(func() error {
			above, err := p.units.ListUnitAncestors(ctx, &directoryv1.ListUnitAncestorsRequest{Name: one.GetUnit()})
			if err != nil {
				return err
			}
			for i := len(above.GetAncestors()) - 1; i >= 0; i-- {
				unit := above.GetAncestors()[i]
				page.Crumbs = append(page.Crumbs, view.Crumb{URL: "/units/" + unit.GetKey(), Text: unit.GetFullName()})
			}
			page.Crumbs = append(page.Crumbs, view.Crumb{URL: page.UnitURL, Text: page.Unit})
			return nil
		})
		return page, []string{TagVote(one.GetName()), TagUnit(one.GetUnit())}, group.Wait()
	})
}

func (p *Portal) votePage(lang string, one *votingv1.Vote) VoteShow {
	page := VoteShow{
		ID: terms.ID(one.GetName()), Title: one.GetTitle(), Question: one.GetQuestion(), Unit: one.GetUnitName(), UnitURL: "/units/" + terms.ID(one.GetUnit()),
		State: p.Terms.VoteState(lang, one.GetState()), Unannounced: one.GetAnnouncedTime() == nil,
		Cancelled: one.GetCancelledReason(), Ground: one.GetGround(), Paragraphs: paragraphs(one.GetExplanation()),
		Matter: p.Terms.Voting(lang, "matter", one.GetMatter().String()), Act: p.Terms.Voting(lang, "act", one.GetAct().String()),
		Form: p.Terms.Voting(lang, "form", one.GetForm().String()), Method: p.Terms.Voting(lang, "method", one.GetMethod().String()), Place: one.GetPlace(),
		Opens: moment(one.GetOpensTime()), Closes: moment(one.GetClosesTime()), Closed: moment(one.GetClosedTime()),
		Threshold: p.Terms.Threshold(lang, one.GetThreshold()), ThresholdBasis: one.GetThreshold().GetBasis().GetText(),
		Households: one.GetHouseholds(), Participants: one.GetParticipants(), Seats: one.GetSeats(),
		Result: p.voteResult(lang, one), Decision: p.voteDecision(lang, one), Log: one.GetLog(), KeyDestroyed: moment(one.GetLog().GetKeyDestroyedTime()),
		RulesAsOf: terms.Day(one.GetRules().GetAsOf()).Format(), RulesDigest: one.GetRules().GetSha256(), May: voteDoors(one),
	}
	if one.GetAmendedBy() != "" {
		page.AmendedBy = "/votes/" + terms.ID(one.GetAmendedBy())
	}
	page.Papers = files("/votes/"+page.ID+"/files/", one.GetAttachments())
	page.people(p, lang, one)
	page.calendar(p, lang, one)
	for _, rule := range one.GetRules().GetRules() {
		page.Rules = append(page.Rules, RuleRow{
			Rule: rule.GetRuleId(), Value: rule.GetValue(), From: terms.Day(rule.GetEffectiveFrom()).Format(), Basis: rule.GetBasis().GetText(),
		})
	}
	return page
}

// people adds who stands, who agreed, who counts, who was asked beforehand.
func (page *VoteShow) people(p *Portal, lang string, one *votingv1.Vote) {
	for _, who := range one.GetCandidates() {
		page.Candidates = append(page.Candidates, CandidateRow{
			Name: who.GetFullName(), Presentation: who.GetPresentation(), By: p.Terms.Voting(lang, "proposed_by", who.GetProposedBy()),
			Born: who.GetBirthYear(), Withdrawn: who.GetWithdrawn(),
		})
	}
	for _, agreement := range one.GetAgreements() {
		row := AgreementRow{Body: p.Terms.Voting(lang, "body", agreement.GetBody().String()), Basis: agreement.GetBasis().GetText(), When: moment(agreement.GetGivenTime())}
		row.State = view.State{Shape: view.Calm, Word: p.Set.Text(lang, "vote.not_agreed", nil)}
		if agreement.GetGiven() {
			row.State = view.State{Shape: view.Good, Word: p.Set.Text(lang, "vote.has_agreed", nil)}
		}
		page.Agreements = append(page.Agreements, row)
	}
	if team := one.GetTeam(); team != nil {
		page.Team = p.Terms.Voting(lang, "team_kind", team.GetKind().String())
		for _, member := range team.GetMembers() {
			name := member.GetFullName()
			if member.GetRole() == "lead" {
				name = p.Set.Text(lang, "vote.team_lead", map[string]string{"name": name})
			}
			page.TeamMembers = append(page.TeamMembers, name)
		}
	}
	if poll := one.GetOptIn(); poll != nil {
		page.OptIn, page.OptInNeeded = poll, p.Terms.Threshold(lang, poll.GetThreshold())
	}
}

// calendar adds the steps, the rounds, and how the people were told.
func (page *VoteShow) calendar(p *Portal, lang string, one *votingv1.Vote) {
	today := view.Today(p.Clock())
	for _, step := range one.GetSteps() {
		done := terms.Day(step.GetDoneDate())
		state := view.State{Shape: view.Good, Word: p.Set.Text(lang, "vote.step_done", map[string]string{"date": done.Format()})}
		if done.IsZero() {
			state = p.Terms.Running(lang, today, step.GetDue())
		}
		page.Steps = append(page.Steps, StepRow{Text: step.GetText(), Document: step.GetDocument(), Due: p.Terms.Due(lang, step.GetDue(), state), Done: done.Format()})
	}
	for _, round := range one.GetRounds() {
		if len(one.GetRounds()) > 1 {
			page.Rounds = append(page.Rounds, RoundRow{
				Number: round.GetNumber(), Form: p.Terms.Voting(lang, "form", round.GetForm().String()), From: moment(round.GetOpensTime()),
				Reason: round.GetReason(), Came: p.came(lang, round),
			})
		}
		if notice := round.GetNotice(); notice != nil && round.GetNumber() == one.GetRound() {
			for _, channel := range notice.GetChannels() {
				page.Told = append(page.Told, p.Terms.Voting(lang, "notice_channel", channel.String()))
			}
			if posted := terms.Day(notice.GetPostedDate()); !posted.IsZero() {
				page.Told = append(page.Told, p.Set.Text(lang, "vote.posted_on", map[string]string{"date": posted.Format()}))
			}
		}
	}
}

func (p *Portal) came(lang string, round *votingv1.Round) string {
	var present int64
	for _, circle := range round.GetAttended() {
		present += int64(circle.GetPresent())
	}
	if present == 0 {
		return ""
	}
	return p.Set.Text(lang, "vote.came", map[string]string{"count": i18n.Number(lang, present)})
}

// voteDoors leaves out what the vote as it stands has no use for.
func voteDoors(one *votingv1.Vote) VoteDoors {
	var doors VoteDoors
	online := one.GetForm() == votingv1.Form_FORM_ONLINE
	meeting := one.GetForm() == votingv1.Form_FORM_MEETING
	switch one.GetState() {
	case votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN:
		doors = VoteDoors{OptIn: online && one.GetState() == votingv1.VoteState_VOTE_STATE_ANNOUNCED, Object: true, Screen: meeting}
	case votingv1.VoteState_VOTE_STATE_OPEN:
		doors = VoteDoors{Cast: online, CheckIn: meeting, Screen: meeting, Check: online}
	case votingv1.VoteState_VOTE_STATE_DRAFTED, votingv1.VoteState_VOTE_STATE_AGREED, votingv1.VoteState_VOTE_STATE_CANCELLED:
	default:
		doors = VoteDoors{Check: online, Participants: true, Screen: meeting && one.GetResult() == nil}
	}
	return doors
}
