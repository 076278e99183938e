package console

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// holdingActs are those from the opening to the result.
var holdingActs = []voteAct{
	{verb: "open", rpc: "OpenVote", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.OpenVote(ctx, &votingv1.OpenVoteRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
	{verb: "close", rpc: "CloseVote", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.CloseVote(ctx, &votingv1.CloseVoteRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
	{verb: "settle", rpc: "SettleVote", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.SettleVote(ctx, &votingv1.SettleVoteRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
	{verb: "postpone", rpc: "PostponeVote", room: "show", asks: func(_ *Console, _ string, one *votingv1.Vote) []*Ask {
		asks := []*Ask{ask("date", "opens_date", true).at("opens_time"), ask("time", "opens_hour", true).at("opens_time")}
		if one.GetForm() == votingv1.Form_FORM_MEETING {
			asks = append(asks, ask("text", "place", false).most(300))
		} else {
			asks = append(asks, ask("date", "closes_date", true).at("closes_time"), ask("time", "closes_hour", true).at("closes_time"))
		}
		return append(asks, ask("long", "reason", true).most(1000))
	}, do: func(ctx context.Context, c *Console, in *given) error {
		opens, err := in.moment("opens")
		if err != nil {
			return err
		}
		closes, err := in.moment("closes")
		if err == nil {
			_, err = c.votes.PostponeVote(ctx, &votingv1.PostponeVoteRequest{
				Name: in.vote.GetName(), Etag: in.etag, OpensTime: opens, ClosesTime: closes, Place: in.text("place"), Reason: in.text("reason"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "fall-back", rpc: "FallBackToPaper", room: "show", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		return append([]*Ask{
			ask("choose", "method", true).of(c.family(lang, "method", "OPEN_BALLOT", "SECRET_BALLOT")...),
			ask("date", "opens_date", true).at("opens_time"), ask("time", "opens_hour", true).at("opens_time"),
			ask("date", "closes_date", true).at("closes_time"), ask("time", "closes_hour", true).at("closes_time"), ask("long", "reason", true).most(1000),
		}, teamAsks(c, lang, one)...)
	}, do: func(ctx context.Context, c *Console, in *given) error {
		opens, err := in.moment("opens")
		if err != nil {
			return err
		}
		closes, err := in.moment("closes")
		if err == nil {
			_, err = c.votes.FallBackToPaper(ctx, &votingv1.FallBackToPaperRequest{
				Name: in.vote.GetName(), Etag: in.etag, Method: votingv1.Method(votingv1.Method_value["METHOD_"+in.text("method")]), OpensTime: opens, ClosesTime: closes,
				Members: in.members(), Reason: in.text("reason"), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "cancel", rpc: "CancelVote", room: "show", asks: reasonAsks, do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.votes.CancelVote(ctx, &votingv1.CancelVoteRequest{Name: in.vote.GetName(), Etag: in.etag, Reason: in.text("reason"), RequestId: in.once})
		return err
	}},
}

func reasonAsks(*Console, string, *votingv1.Vote) []*Ask {
	return []*Ask{ask("long", "reason", true).most(1000)}
}
