package grpcapi

import (
	"context"
	"strconv"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

// vote encodes a view. What is for staff is left out for everybody else here, in one place.
func (s *Surface) vote(ctx context.Context, v app.View) *votingv1.Vote {
	round := v.Current()
	out := &votingv1.Vote{
		Name: named("votes", v.ID), Etag: etag(v.Revision), Unit: named("units", v.Body.Unit), UnitName: s.unitName(v.Body.Unit),
		Agency: named("agencies", v.Body.Agency), Matter: events.Matter(v.Matter), Act: events.Act(v.Matter.Kind),
		Scope: events.Scope(v.Matter.Scope), Form: events.Form(round.Form), Method: events.Method(round.Method), State: events.State(v.State),
		Title: v.Title, Question: v.Question, Explanation: v.Background, Attachments: attachments(v.Papers), Seats: int32(v.Seats),
		Initiative: named("initiatives", v.Proposal.Initiative), Round: int32(round.Number), Amends: named("votes", v.Replaces),
		Board: string(v.Matter.Board), Households: int32(v.Households("")), Participants: int32(v.Participants), Place: v.Place,
		Ground: v.Proposal.Ground, Supporters: int32(v.Proposal.Supporters), AnnouncedTime: stamp(v.AnnouncedAt), OpensTime: stamp(round.OpensAt),
		ClosesTime: stamp(round.ClosesAt), ClosedTime: stamp(round.ClosedAt), AmendedBy: named("votes", v.Ending.Vote),
		NewElectionDue: s.due(ctx, v.NewElectionDue), Rules: rulePack(v.Pack),
	}
	if v.State == domain.Cancelled {
		out.CancelledReason = v.Ending.Reason
	}
	if v.Matter.Scope == domain.Commune {
		out.Villages = int32(len(v.Rolls))
	}
	for _, c := range v.Candidates {
		out.Candidates = append(out.Candidates, candidate(c))
	}
	for _, r := range v.Rounds {
		out.Rounds = append(out.Rounds, encodeRound(v.Vote, r))
	}
	for _, step := range v.Steps {
		out.Steps = append(out.Steps, s.step(ctx, step))
	}
	s.lawful(out, v)
	out.Team = encodeTeam(v, round)
	out.OptIn = optIn(v)
	out.Log = logInfo(v.Proof)
	out.Conference = encodeConference(v.Conference)
	out.Result = s.result(ctx, v.Vote)
	out.Decision = s.decision(ctx, v)
	if v.Staff {
		out.Author, out.CreateTime, out.NextActions = official(v.Proposal.By), stamp(v.CreatedAt), s.nextActions(ctx, v)
	}
	return out
}

func (s *Surface) views(ctx context.Context, views []app.View) []*votingv1.Vote {
	all := make([]*votingv1.Vote, len(views))
	for i, view := range views {
		all[i] = s.vote(ctx, view)
	}
	return all
}

// lawful adds what the law asks of the vote: the threshold and who agrees.
func (s *Surface) lawful(out *votingv1.Vote, v app.View) {
	pack, err := v.Law(v.Setting)
	if err != nil {
		return
	}
	if threshold, err := pack.Threshold(v.Matter, v.Current().Form); err == nil {
		total := v.Households("")
		if v.Matter.Scope == domain.Commune {
			total = len(v.Rolls)
		}
		out.Threshold = encodeThreshold(threshold, total)
	}
	out.Agreements = agreements(pack, v, v.Staff)
}

func agreements(pack domain.Pack, v app.View, staff bool) []*votingv1.Agreement {
	var all []*votingv1.Agreement
	seen := map[votingv1.Body]bool{}
	for _, office := range pack.Agreeing(v.Matter) {
		body := bodyOf(office)
		if seen[body] {
			continue
		}
		seen[body] = true
		one := &votingv1.Agreement{Body: body, Basis: citation(pack.AgreementBasis(v.Matter))}
		for _, given := range v.Agreements {
			if bodyOf(given.By.Office) == body {
				one.Given, one.GivenTime = true, stamp(given.At)
				if staff {
					one.GivenBy = official(given.By)
				}
			}
		}
		all = append(all, one)
	}
	return all
}

func encodeThreshold(t domain.Threshold, total int) *votingv1.Threshold {
	out := &votingv1.Threshold{Denominator: string(t.Of()), Total: int32(total), Share: share(t.Rule.Share), Basis: basis(t.Rule.Basis)}
	if total > 0 {
		out.Needed = int32(t.Needed(total))
	}
	return out
}

func (s *Surface) step(ctx context.Context, step domain.Step) *votingv1.Step {
	return &votingv1.Step{
		Kind: step.Rule.ID, Due: s.due(ctx, step.Due), DoneDate: dated(step.Done.On), Document: step.Done.Document, Text: step.Rule.Title,
	}
}

func rulePack(p domain.Pack) *votingv1.RulePack {
	if p.IsZero() {
		return nil
	}
	out := &votingv1.RulePack{AsOf: p.AsOf.String(), Sha256: p.Hash, Canonical: p.Canonical()}
	for _, r := range p.Rules {
		value := strconv.Itoa(r.Value)
		if r.Share.Den != 0 {
			value = share(r.Share)
		}
		if r.Unit != "" {
			value += " " + string(r.Unit)
		}
		out.Rules = append(out.Rules, &votingv1.FrozenRule{RuleId: r.ID, EffectiveFrom: r.From.String(), Value: value, Basis: basis(r.Basis)})
	}
	return out
}

func candidate(c domain.Candidate) *votingv1.Candidate {
	by := map[domain.Origin]string{domain.FrontList: "FRONT", domain.SelfNominated: "SELF", domain.Nominated: "MEETING"}[c.Origin]
	return &votingv1.Candidate{Id: c.ID, FullName: c.Name, BirthYear: int32(c.BirthYear), Presentation: c.Profile, ProposedBy: by, Withdrawn: c.Withdrawn}
}

func encodeRound(v app.Vote, r domain.Round) *votingv1.Round {
	out := &votingv1.Round{
		Number: int32(r.Number), Form: events.Form(r.Form), Method: events.Method(r.Method), OpensTime: stamp(r.OpensAt), ClosesTime: stamp(r.ClosesAt),
		OpenedTime: stamp(r.OpenedAt), ClosedTime: stamp(r.ClosedAt), Reason: r.Reason,
	}
	if r.Form == domain.MeetingForm {
		out.Place = v.Place
	}
	for _, circle := range r.Villages {
		out.Circles = append(out.Circles, circleName(v.Vote, circle))
	}
	for _, came := range r.Attended {
		out.Attended = append(out.Attended, &votingv1.Attended{Circle: circleName(v.Vote, came.Village), Present: int32(came.Present)})
	}
	if len(r.Notice.Channels) > 0 {
		out.Notice = &votingv1.Notice{Date: dated(r.Notice.On), PostedDate: dated(r.Notice.PostedOn), PapersDate: dated(r.Notice.PapersOn)}
		for _, channel := range r.Notice.Channels {
			value := votingv1.NoticeChannel_value["NOTICE_CHANNEL_"+strings.ToUpper(string(channel))]
			out.Notice.Channels = append(out.Notice.Channels, votingv1.NoticeChannel(value))
		}
	}
	return out
}

// kinds of team go by the form; a meeting that elects has its Tổ bầu cử.
func teamKind(v domain.Vote, form domain.Form) votingv1.TeamKind {
	switch {
	case form == domain.PaperForm:
		return votingv1.TeamKind_TEAM_KIND_BALLOT
	case form == domain.OnlineForm:
		return votingv1.TeamKind_TEAM_KIND_ONLINE
	case v.Matter.Election():
		return votingv1.TeamKind_TEAM_KIND_ELECTION
	}
	return votingv1.TeamKind_TEAM_KIND_COUNTING
}

func encodeTeam(v app.View, round domain.Round) *votingv1.Team {
	if len(round.Team.Members) == 0 {
		return nil
	}
	out := &votingv1.Team{Kind: teamKind(v.Vote.Vote, round.Form)}
	for _, m := range round.Team.Members {
		one := &votingv1.TeamMember{FullName: m.Name, Role: "member", Front: m.Office == domain.FrontMember || m.Office == domain.FrontHead}
		if m.Subject == round.Team.Leader {
			one.Role = lead
		}
		if v.Staff && !strings.HasPrefix(m.Subject, "name:") {
			one.Subject = m.Subject
		}
		out.Members = append(out.Members, one)
	}
	return out
}

// optIn is the poll whether to vote online: as it stands while it lasts, as it was counted afterwards.
func optIn(v app.View) *votingv1.OptIn {
	rule, asked := v.Pack.Rule("voting.online.opt_in")
	if !asked || v.Current().Form != domain.OnlineForm {
		return nil
	}
	counted := !v.OptIn.ClosedOn.IsZero()
	agreed := v.Opinions.Agreed
	if counted {
		agreed = v.OptIn.Agreed
	}
	return &votingv1.OptIn{
		Agreed: int32(agreed), Declined: int32(v.Opinions.Declined), Reached: counted,
		Threshold: encodeThreshold(domain.Threshold{Rule: rule}, v.Households("")),
	}
}

func encodeConference(c domain.Conference) *votingv1.Conference {
	if c.Kind == "" {
		return nil
	}
	kind := votingv1.ConferenceKind_value["CONFERENCE_KIND_"+strings.ToUpper(string(c.Kind))]
	return &votingv1.Conference{
		Kind: votingv1.ConferenceKind(kind), Staff: int32(c.Staff), Delegates: int32(c.Delegates), Scattered: c.Scattered, Call: int32(c.Call),
		ForceMajeure: c.ForceMajeure,
	}
}

// nextActions words what the reader may do, and what is missing first, as a refusal would say it.
func (s *Surface) nextActions(ctx context.Context, v app.View) []*votingv1.NextAction {
	lang := i18n.Lang(ctx)
	all := make([]*votingv1.NextAction, 0, len(v.Next))
	for _, next := range v.Next {
		one := &votingv1.NextAction{Action: next.Action, Label: s.words.Text(lang, "next."+next.Action, nil), Due: s.due(ctx, next.Due)}
		if next.Blocked != nil {
			one.BlockedBy = fault.Status(translate(next.Blocked), lang, s.words).Message()
			one.Basis = citation(next.Blocked.Basis)
		} else {
			one.Basis = basis(next.Due.Basis)
		}
		all = append(all, one)
	}
	return all
}
