package console

import (
	"context"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// rollActs keep the roll right until the opening.
var rollActs = []voteAct{
	{verb: "roll-add", rpc: "CorrectRoll", room: "roll", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "household", true).most(100), ask("long", "reason", true).most(1000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.rolls.CorrectRoll(ctx, &votingv1.CorrectRollRequest{
			Vote: in.vote.GetName(), Etag: in.etag, Household: "households/" + publicationID(in.text("household")), Reason: in.text("reason"), RequestId: in.once,
		})
		return err
	}},
	{verb: "roll-remove", rpc: "CorrectRoll", room: "roll", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "code", true).at("household").most(40), ask("long", "reason", true).most(1000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		households, err := c.onRoll(ctx, in, "code", "")
		if err == nil {
			_, err = c.rolls.CorrectRoll(ctx, &votingv1.CorrectRollRequest{
				Vote: in.vote.GetName(), Etag: in.etag, Household: strings.Join(households, ""), Remove: true, Reason: in.text("reason"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "objection", rpc: "DecideRollObjection", room: "roll", asks: func(c *Console, lang string, _ *votingv1.Vote) []*Ask {
		return []*Ask{
			ask("text", "objection", true).at("name").most(40), ask("choose", "upheld", true).of(view.Option{Text: c.Set.Text(lang, "desk.choose", nil)},
				view.Option{Value: "yes", Text: c.Set.Text(lang, "vote.upheld_yes", nil)}, view.Option{Value: "no", Text: c.Set.Text(lang, "vote.upheld_no", nil)}),
			ask("long", "answer", true).most(1000),
		}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		if err := chosen(&in.find("upheld").Field); err != nil {
			return err
		}
		_, err := c.rolls.DecideRollObjection(ctx, &votingv1.DecideRollObjectionRequest{
			Name: in.vote.GetName() + "/objections/" + terms.ID(in.text("objection")), Upheld: in.text("upheld") == "yes", Answer: in.text("answer"), RequestId: in.once,
		})
		return err
	}},
}

// attendance is who came, or left, at the door: by number, several at once.
func attendance(present bool) func(ctx context.Context, c *Console, in *given) error {
	return func(ctx context.Context, c *Console, in *given) error {
		households, err := c.onRoll(ctx, in, "codes", "")
		if err != nil {
			return err
		}
		ask := &votingv1.RecordAttendanceRequest{Vote: in.vote.GetName(), Session: in.text("session"), RequestId: in.once}
		for _, household := range households {
			ask.Attendances = append(ask.Attendances, &votingv1.Attendance{Household: household, Present: present, Delegate: in.text("delegate")})
		}
		_, err = c.meetings.RecordAttendance(ctx, ask)
		return err
	}
}

// meetingActs run a meeting.
var meetingActs = []voteAct{
	{verb: "arrive", rpc: "RecordAttendance", room: "meeting", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "codes", true).at("attendances").most(2000), ask("text", "delegate", false).most(200), ask("text", "session", false).most(40)}
	}, do: attendance(true)},
	{verb: "leave", rpc: "RecordAttendance", room: "meeting", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "codes", true).at("attendances").most(2000), ask("text", "session", false).most(40)}
	}, do: attendance(false)},
	{verb: "motion", rpc: "RecordMotion", room: "meeting", asks: func(c *Console, lang string, _ *votingv1.Vote) []*Ask {
		return []*Ask{
			ask("choose", "subject", true).of(c.family(lang, "motion", "secretary", "method", "counters", "agenda")...),
			ask("long", "text", true).most(1000), ask("choose", "method", false).of(c.family(lang, "method", "SHOW_OF_HANDS", "SECRET_BALLOT")...),
			ask("text", "people", false).most(1200), ask("number", "for", true), ask("number", "against", false), ask("text", "session", false).most(40),
		}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		if err := chosen(&in.find("subject").Field); err != nil {
			return err
		}
		yes, err := in.count("for")
		if err != nil {
			return err
		}
		no, err := in.count("against")
		if err == nil {
			_, err = c.meetings.RecordMotion(ctx, &votingv1.RecordMotionRequest{
				Vote: in.vote.GetName(), Session: in.text("session"), Subject: in.text("subject"), Text: in.text("text"), For: yes, Against: no,
				Method: votingv1.Method(votingv1.Method_value["METHOD_"+in.text("method")]), People: in.people("people"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "nominate", rpc: "NominateCandidate", room: "meeting", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		return append(candidateAsks(c, lang, one), ask("tick", "self", false))
	}, do: func(ctx context.Context, c *Console, in *given) error {
		born, err := in.count("birth_year")
		if err == nil {
			_, err = c.candidates.NominateCandidate(ctx, &votingv1.NominateCandidateRequest{
				Name: in.vote.GetName(), Etag: in.etag, FullName: in.text("full_name"), BirthYear: born, Presentation: in.text("presentation"), Self: in.yes("self"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "count", rpc: "RecordMeetingCount", room: "meeting", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		return append(tallyAsks(c, lang, one), ask("number", "invalid", false), ask("text", "witnesses", true).most(200), ask("long", "opinions", false).at("other_opinions").most(10000),
			ask("text", "session", false).most(40))
	}, do: func(ctx context.Context, c *Console, in *given) error {
		counts, invalid, err := in.counts()
		if err != nil {
			return err
		}
		witnesses, err := c.onRoll(ctx, in, "witnesses", "")
		if err == nil {
			_, err = c.meetings.RecordMeetingCount(ctx, &votingv1.RecordMeetingCountRequest{
				Vote: in.vote.GetName(), Etag: in.etag, Session: in.text("session"), Counts: counts, Invalid: invalid, Witnesses: witnesses,
				OtherOpinions: strings.FieldsFunc(in.text("opinions"), func(r rune) bool { return r == '\n' }), RequestId: in.once,
			})
		}
		return err
	}},
}

// paperActs run a ballot to every household.
var paperActs = []voteAct{
	{verb: "plan", rpc: "RecordPlan", room: "paper", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "document", true).most(200), ask("date", "issued", true).at("issued_date"), ask("date", "sent", true).at("sent_date")}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		issued, err := in.day("issued")
		if err != nil {
			return err
		}
		sent, err := in.day("sent")
		if err == nil {
			_, err = c.papers.RecordPlan(ctx, &votingv1.RecordPlanRequest{Vote: in.vote.GetName(), Etag: in.etag, Document: in.text("document"), IssuedDate: issued, SentDate: sent, RequestId: in.once})
		}
		return err
	}},
	{verb: "issue", rpc: "IssueBallots", room: "paper", asks: villageAsks, do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.papers.IssueBallots(ctx, &votingv1.IssueBallotsRequest{Vote: in.vote.GetName(), Etag: in.etag, Village: in.village(), RequestId: in.once})
		return err
	}},
	{verb: "return", rpc: "RecordReturn", room: "paper", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		return append([]*Ask{ask("text", "codes", true).at("households").most(4000)}, villageAsks(c, lang, one)...)
	}, do: func(ctx context.Context, c *Console, in *given) error {
		households, err := c.onRoll(ctx, in, "codes", in.village())
		if err == nil {
			_, err = c.papers.RecordReturn(ctx, &votingv1.RecordReturnRequest{Vote: in.vote.GetName(), Households: households, Village: in.village(), RequestId: in.once})
		}
		return err
	}},
	{verb: "tally", rpc: "EnterTally", room: "paper", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		asks := append(tallyAsks(c, lang, one), ask("number", "invalid", false), ask("text", "witnesses", true).most(200), ask("upload", "papers", false).at("scans"))
		return append(asks, villageAsks(c, lang, one)...)
	}, do: func(ctx context.Context, c *Console, in *given) error {
		counts, invalid, err := in.counts()
		if err != nil {
			return err
		}
		witnesses, err := c.onRoll(ctx, in, "witnesses", in.village())
		if err == nil {
			_, err = c.papers.EnterTally(ctx, &votingv1.EnterTallyRequest{
				Vote: in.vote.GetName(), Counts: counts, Invalid: invalid, Scans: in.papers(), Witnesses: witnesses, Village: in.village(), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "resolve", rpc: "ResolveTally", room: "paper", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		asks := append(tallyAsks(c, lang, one), ask("number", "invalid", false), ask("long", "reason", true).most(1000), ask("text", "witnesses", true).most(200))
		return append(asks, villageAsks(c, lang, one)...)
	}, do: func(ctx context.Context, c *Console, in *given) error {
		counts, invalid, err := in.counts()
		if err != nil {
			return err
		}
		witnesses, err := c.onRoll(ctx, in, "witnesses", in.village())
		if err == nil {
			_, err = c.papers.ResolveTally(ctx, &votingv1.ResolveTallyRequest{
				Vote: in.vote.GetName(), Etag: in.etag, Counts: counts, Invalid: invalid, Reason: in.text("reason"), Witnesses: witnesses, Village: in.village(), RequestId: in.once,
			})
		}
		return err
	}},
}

// villageAsks ask for the village in a vote of the commune.
func villageAsks(c *Console, lang string, one *votingv1.Vote) []*Ask {
	if one.GetScope() != votingv1.Scope_SCOPE_COMMUNE {
		return nil
	}
	return []*Ask{ask("text", "village", true).most(40)}
}

// village is the resource name of the village that was typed; "" in a vote of one village.
func (g *given) village() string {
	if text := g.text("village"); text != "" {
		return "units/" + terms.ID(text)
	}
	return ""
}

// onlineActs enter what households said about voting online without a device of their own.
var onlineActs = []voteAct{
	{verb: "opt-in", rpc: "RecordOptIn", room: "show", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "agreeing", false).at("answers").most(4000), ask("text", "declining", false).at("answers").most(4000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		ask := &votingv1.RecordOptInRequest{Vote: in.vote.GetName(), RequestId: in.once}
		for _, name := range []string{"agreeing", "declining"} {
			households, err := c.onRoll(ctx, in, name, "")
			if err != nil {
				return err
			}
			for _, household := range households {
				ask.Answers = append(ask.Answers, &votingv1.OptInAnswer{Household: household, Agree: name == "agreeing"})
			}
		}
		_, err := c.online.RecordOptIn(ctx, ask)
		return err
	}},
}
