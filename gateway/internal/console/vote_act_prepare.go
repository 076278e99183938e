package console

import (
	"context"
	"strconv"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// preparingActs are those before voting begins.
var preparingActs = []voteAct{
	{verb: "agree", rpc: "AgreeVote", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.AgreeVote(ctx, &votingv1.AgreeVoteRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
	{verb: "team", rpc: "AppointTeam", room: "show", asks: teamAsks, do: func(ctx context.Context, c *Console, in *given) error {
		kinds := map[votingv1.Form]votingv1.TeamKind{votingv1.Form_FORM_PAPER: votingv1.TeamKind_TEAM_KIND_BALLOT, votingv1.Form_FORM_ONLINE: votingv1.TeamKind_TEAM_KIND_ONLINE}
		kind := kinds[in.vote.GetForm()]
		if kind == votingv1.TeamKind_TEAM_KIND_UNSPECIFIED {
			kind = votingv1.TeamKind_TEAM_KIND_COUNTING
			if in.vote.GetSeats() > 0 {
				kind = votingv1.TeamKind_TEAM_KIND_ELECTION
			}
		}
		_, err := c.votes.AppointTeam(ctx, &votingv1.AppointTeamRequest{Name: in.vote.GetName(), Etag: in.etag, Kind: kind, Members: in.members(), RequestId: in.once})
		return err
	}},
	{verb: "announce", rpc: "AnnounceVote", room: "show", asks: noticeAsks(false), do: func(ctx context.Context, c *Console, in *given) error {
		notice, err := in.notice()
		if err == nil {
			_, err = c.votes.AnnounceVote(ctx, &votingv1.AnnounceVoteRequest{Name: in.vote.GetName(), Etag: in.etag, Notice: notice, RequestId: in.once})
		}
		return err
	}},
	{verb: "notice", rpc: "RecordNotice", room: "show", asks: noticeAsks(true), do: func(ctx context.Context, c *Console, in *given) error {
		notice, err := in.notice()
		if err == nil {
			_, err = c.votes.RecordNotice(ctx, &votingv1.RecordNoticeRequest{Name: in.vote.GetName(), Etag: in.etag, Notice: notice, RequestId: in.once})
		}
		return err
	}},
	{verb: "step", rpc: "RecordStep", room: "show", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		kind := ask("choose", "kind", true).of(view.Option{Text: c.Set.Text(lang, "desk.choose", nil)})
		for _, step := range one.GetSteps() {
			kind.Field.Options = append(kind.Field.Options, view.Option{Value: step.GetKind(), Text: step.GetText()})
		}
		return []*Ask{kind, ask("date", "date", true), ask("text", "document", false).most(200)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		date, err := in.day("date")
		if err == nil {
			_, err = c.votes.RecordStep(ctx, &votingv1.RecordStepRequest{
				Name: in.vote.GetName(), Etag: in.etag, Kind: in.text("kind"), Date: date, Document: in.text("document"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "propose", rpc: "ProposeCandidate", room: "show", asks: candidateAsks, do: func(ctx context.Context, c *Console, in *given) error {
		born, err := in.count("birth_year")
		if err == nil {
			_, err = c.candidates.ProposeCandidate(ctx, &votingv1.ProposeCandidateRequest{
				Name: in.vote.GetName(), Etag: in.etag, FullName: in.text("full_name"), BirthYear: born, Presentation: in.text("presentation"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "withdraw-candidate", rpc: "WithdrawCandidate", room: "show", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		who := ask("choose", "candidate", true).of(view.Option{Text: c.Set.Text(lang, "desk.choose", nil)})
		for _, candidate := range one.GetCandidates() {
			if !candidate.GetWithdrawn() {
				who.Field.Options = append(who.Field.Options, view.Option{Value: candidate.GetId(), Text: candidate.GetFullName()})
			}
		}
		return []*Ask{who, ask("long", "reason", true).most(1000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		if err := chosen(&in.find("candidate").Field); err != nil {
			return err
		}
		_, err := c.candidates.WithdrawCandidate(ctx, &votingv1.WithdrawCandidateRequest{
			Name: in.vote.GetName(), Etag: in.etag, Candidate: in.text("candidate"), Reason: in.text("reason"), RequestId: in.once,
		})
		return err
	}},
	{verb: "discard", rpc: "DiscardVote", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.DiscardVote(ctx, &votingv1.DiscardVoteRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
}

// mostMembers is the largest team of the law.
const mostMembers = 5

// teamAsks are the people of a team, the lead first; an account is needed only by who enters counts.
func teamAsks(_ *Console, _ string, one *votingv1.Vote) []*Ask {
	asks := []*Ask{ask("text", "lead", true).at("team.leader").most(200), ask("tick", "front", false), ask("text", "lead_account", false).most(300)}
	for i := 2; i <= mostMembers; i++ {
		n := strconv.Itoa(i)
		asks = append(asks, ask("text", "member"+n, i <= 3).at("team.members["+strconv.Itoa(i-1)+"]").most(200), ask("text", "account"+n, false).most(300))
	}
	for i, member := range one.GetTeam().GetMembers() {
		name, account := 1+2*i, 2+2*i
		if i == 0 {
			name, asks[1].Field.Checked = 0, member.GetFront()
		}
		if account < len(asks) {
			asks[name].Field.Value, asks[account].Field.Value = member.GetFullName(), member.GetSubject()
		}
	}
	return asks
}

func (g *given) members() []*votingv1.TeamMember {
	team := []*votingv1.TeamMember{{FullName: g.text("lead"), Role: "lead", Subject: g.text("lead_account"), Front: g.yes("front")}}
	for i := 2; i <= mostMembers; i++ {
		n := strconv.Itoa(i)
		if name := g.text("member" + n); name != "" {
			team = append(team, &votingv1.TeamMember{FullName: name, Role: "member", Subject: g.text("account" + n)})
		}
	}
	return team
}

// noticeAsks are how and when the people were told.
func noticeAsks(required bool) func(c *Console, lang string, one *votingv1.Vote) []*Ask {
	return func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		channels := ask("several", "channels", required).at("notice.channels")
		var notice *votingv1.Notice
		if rounds := one.GetRounds(); len(rounds) > 0 {
			notice = rounds[len(rounds)-1].GetNotice()
		}
		for number := int32(1); number < int32(len(votingv1.NoticeChannel_name)); number++ {
			value := votingv1.NoticeChannel(number)
			option := view.Option{Value: value.String(), Text: c.Terms.Voting(lang, "notice_channel", value.String())}
			for _, told := range notice.GetChannels() {
				option.Chosen = option.Chosen || told == value
			}
			channels.Field.Options = append(channels.Field.Options, option)
		}
		return []*Ask{
			ask("date", "told", required).at("notice.date").is(terms.Day(notice.GetDate()).String()), channels,
			ask("date", "posted", false).at("notice.posted_date").is(terms.Day(notice.GetPostedDate()).String()),
			ask("date", "papers_on", false).at("notice.papers_date").is(terms.Day(notice.GetPapersDate()).String()),
		}
	}
}

// notice is what was typed; nothing when nothing was.
func (g *given) notice() (*votingv1.Notice, error) {
	var notice votingv1.Notice
	var err error
	for _, one := range []struct {
		into *string
		name string
	}{{&notice.Date, "told"}, {&notice.PostedDate, "posted"}, {&notice.PapersDate, "papers_on"}} {
		if *one.into, err = g.day(one.name); err != nil {
			return nil, err
		}
	}
	for _, value := range g.find("channels").Values {
		number, known := votingv1.NoticeChannel_value[value]
		if !known {
			return nil, fault.New(fault.Invalid, "CHOICE_MISSING", fault.Field("notice.channels"))
		}
		notice.Channels = append(notice.Channels, votingv1.NoticeChannel(number))
	}
	if notice.Date+notice.PostedDate+notice.PapersDate == "" && len(notice.Channels) == 0 {
		return nil, nil
	}
	return &notice, nil
}

func candidateAsks(*Console, string, *votingv1.Vote) []*Ask {
	return []*Ask{ask("text", "full_name", true).most(200), ask("number", "birth_year", false), ask("long", "presentation", false).most(2000)}
}
