package console

import (
	"context"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// decisionActs are those after the people have decided.
var decisionActs = []voteAct{
	{verb: "draw-up", rpc: "DrawUpDecision", room: "show", asks: func(c *Console, lang string, one *votingv1.Vote) []*Ask {
		d := one.GetDecision()
		kind := ask("choose", "kind", true).of(c.family(lang, "decision_kind", "nghi_quyet", "bien_ban", "ban_ghi_nho", "ban_thoa_thuan")...)
		kind.Field.Choose(d.GetKind())
		papers := ask("upload", "papers", false).at("attachments")
		papers.Files = attachedOf("papers", "attachments", d.GetAttachments())
		return []*Ask{
			kind, ask("text", "number", false).most(60).is(d.GetNumber()), ask("long", "discussed", true).most(20000).is(d.GetDiscussed()),
			ask("long", "text", true).most(20000).is(d.GetText()), ask("text", "signers", false).at("household_signers").most(200), papers,
		}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		if err := chosen(&in.find("kind").Field); err != nil {
			return err
		}
		signers, err := c.onRoll(ctx, in, "signers", "")
		if err == nil {
			_, err = c.decisions.DrawUpDecision(ctx, &votingv1.DrawUpDecisionRequest{
				Name: in.vote.GetName(), Etag: in.etag, Kind: in.text("kind"), Number: in.text("number"), Discussed: in.text("discussed"), Text: in.text("text"),
				HouseholdSigners: signers, Attachments: in.papers(), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "sign", rpc: "SignDecision", room: "show", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "signer", false).at("household").most(40)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		signers, err := c.onRoll(ctx, in, "signer", "")
		if err == nil {
			_, err = c.decisions.SignDecision(ctx, &votingv1.SignDecisionRequest{Name: in.vote.GetName(), Etag: in.etag, Household: strings.Join(signers, ""), RequestId: in.once})
		}
		return err
	}},
	{verb: "send", rpc: "SendDecision", room: "show", do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.decisions.SendDecision(ctx, &votingv1.SendDecisionRequest{Name: in.vote.GetName(), Etag: in.etag, RequestId: in.once})
		return err
	}},
	{verb: "receive", rpc: "ReceiveDecision", room: "show", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("date", "date", true), ask("long", "note", true).most(1000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		date, err := in.day("date")
		if err == nil {
			_, err = c.decisions.ReceiveDecision(ctx, &votingv1.ReceiveDecisionRequest{Name: in.vote.GetName(), Etag: in.etag, Date: date, Note: in.text("note"), RequestId: in.once})
		}
		return err
	}},
	{verb: "recognise", rpc: "RecogniseDecision", room: "show", asks: func(c *Console, _ string, _ *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "number", true).most(60), ask("date", "date", true).is(view.Today(c.Clock()).String()), ask("upload", "papers", false).at("attachments")}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		date, err := in.day("date")
		if err == nil {
			_, err = c.decisions.RecogniseDecision(ctx, &votingv1.RecogniseDecisionRequest{
				Name: in.vote.GetName(), Etag: in.etag, Number: in.text("number"), Date: date, Attachments: in.papers(), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "refuse", rpc: "RefuseRecognition", room: "show", asks: func(c *Console, _ string, _ *votingv1.Vote) []*Ask {
		return []*Ask{
			ask("long", "reason", true).most(1000), ask("text", "number", true).most(60), ask("date", "date", true).is(view.Today(c.Clock()).String()),
			ask("upload", "papers", false).at("attachments"),
		}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		date, err := in.day("date")
		if err == nil {
			_, err = c.decisions.RefuseRecognition(ctx, &votingv1.RefuseRecognitionRequest{
				Name: in.vote.GetName(), Etag: in.etag, Reason: in.text("reason"), Number: in.text("number"), Date: date, Attachments: in.papers(), RequestId: in.once,
			})
		}
		return err
	}},
	{verb: "effect", rpc: "SetEffectiveDate", room: "show", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("date", "date", true), ask("text", "number", true).most(60)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		date, err := in.day("date")
		if err == nil {
			_, err = c.decisions.SetEffectiveDate(ctx, &votingv1.SetEffectiveDateRequest{Name: in.vote.GetName(), Etag: in.etag, Date: date, Number: in.text("number"), RequestId: in.once})
		}
		return err
	}},
	{verb: "amendment", rpc: "RequestAmendment", room: "show", asks: func(*Console, string, *votingv1.Vote) []*Ask {
		return []*Ask{ask("text", "number", true).most(60), ask("long", "reason", true).most(1000)}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		_, err := c.decisions.RequestAmendment(ctx, &votingv1.RequestAmendmentRequest{
			Name: in.vote.GetName(), Etag: in.etag, Number: in.text("number"), Reason: in.text("reason"), RequestId: in.once,
		})
		return err
	}},
	{verb: "annul", rpc: "AnnulDecision", room: "show", asks: func(c *Console, lang string, _ *votingv1.Vote) []*Ask {
		return []*Ask{
			ask("choose", "ground", true).of(c.family(lang, "release_ground", "content", "procedure")...), ask("long", "reason", true).most(1000),
			ask("text", "number", true).most(60),
		}
	}, do: func(ctx context.Context, c *Console, in *given) error {
		if err := chosen(&in.find("ground").Field); err != nil {
			return err
		}
		_, err := c.decisions.AnnulDecision(ctx, &votingv1.AnnulDecisionRequest{
			Name: in.vote.GetName(), Etag: in.etag, Reason: in.text("reason"), Procedure: in.text("ground") == "procedure", Number: in.text("number"), RequestId: in.once,
		})
		return err
	}},
	{verb: "progress", rpc: "PostProgress", room: "show", asks: func(c *Console, lang string, _ *votingv1.Vote) []*Ask {
		return []*Ask{
			ask("choose", "kind", true).of(c.family(lang, "progress_kind", "PROGRESS", "COLLECTED", "SPENT")...), ask("date", "date", true).is(view.Today(c.Clock()).String()),
			ask("long", "text", true).most(2000), ask("number", "amount_vnd", false), ask("number", "percent", false), ask("number", "corrects", false),
			ask("tick", "completed", false), ask("upload", "papers", false).at("attachments"),
		}
	}, do: postProgress},
}

func postProgress(ctx context.Context, c *Console, in *given) error {
	if err := chosen(&in.find("kind").Field); err != nil {
		return err
	}
	date, err := in.day("date")
	if err != nil {
		return err
	}
	amount, err := in.number("amount_vnd")
	if err != nil {
		return err
	}
	percent, err := in.count("percent")
	if err != nil {
		return err
	}
	corrects, err := in.count("corrects")
	if err == nil {
		_, err = c.decisions.PostProgress(ctx, &votingv1.PostProgressRequest{
			Vote: in.vote.GetName(), Date: date, Text: in.text("text"), Kind: votingv1.ProgressKind(votingv1.ProgressKind_value["PROGRESS_KIND_"+in.text("kind")]),
			AmountVnd: amount, Percent: percent, Corrects: corrects, Attachments: in.papers(), Completed: in.yes("completed"), RequestId: in.once,
		})
	}
	return err
}
