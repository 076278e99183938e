package console

import (
	"slices"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// offer fills in what may be done. What the law opens next is the service's answer
// (next_actions); here it is only put into an order: what carries the vote on comes first.
func (c *Console) offer(lang, room string, post Post, one *votingv1.Vote, page *VoteDesk) {
	acts := voteActs()
	byRPC := map[string]voteAct{}
	for _, kind := range acts {
		byRPC[kind.rpc] = kind
	}
	today := view.Today(c.Clock())
	offered := map[string]bool{}
	for _, next := range one.GetNextActions() {
		if next.GetAction() == "UpdateVote" {
			page.EditURL = "/console/votes/" + page.ID + "/edit"
			continue
		}
		kind, known := byRPC[next.GetAction()]
		if !known || kind.room != room || offered[kind.verb] {
			continue
		}
		offered[kind.verb] = true
		act := c.act(lang, one, kind)
		act.Blocked, act.Basis = next.GetBlockedBy(), next.GetBasis().GetText()
		if next.GetDue().GetDate() != "" {
			act.Due = c.Terms.Due(lang, next.GetDue(), c.Terms.Running(lang, today, next.GetDue()))
		}
		page.Acts = append(page.Acts, act)
	}
	for _, verb := range also(room, post, one) {
		if !offered[verb] {
			page.Acts = append(page.Acts, c.act(lang, one, acts[verb]))
		}
	}
	if room != "show" {
		return
	}
	for _, verb := range leading(one, page.Acts) {
		at := slices.IndexFunc(page.Acts, func(a Act) bool { return a.Verb == verb })
		if at < 0 {
			continue
		}
		first := page.Acts[at]
		first.Open = true
		page.Next = &first
		page.Acts = slices.Delete(page.Acts, at, at+1)
		return
	}
}

// leading are the acts that carry a vote on from where it stands, the most urgent first.
func leading(one *votingv1.Vote, acts []Act) []string {
	blocked := func(verb string) bool {
		return slices.ContainsFunc(acts, func(a Act) bool { return a.Verb == verb && a.Blocked != "" })
	}
	var out []string
	noTeam := one.GetTeam() == nil && one.GetForm() != votingv1.Form_FORM_MEETING
	switch one.GetState() {
	case votingv1.VoteState_VOTE_STATE_DRAFTED, votingv1.VoteState_VOTE_STATE_AGREED:
		out = append(out, "agree")
		if noTeam {
			out = append(out, "team")
		}
		out = append(out, "announce")
	case votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN:
		if rounds := one.GetRounds(); blocked("open") && len(rounds) > 0 && rounds[len(rounds)-1].GetNotice() == nil {
			out = append(out, "notice")
		}
		if blocked("open") && noTeam {
			out = append(out, "team")
		}
		out = append(out, "open")
	case votingv1.VoteState_VOTE_STATE_OPEN:
		out = append(out, "close")
	case votingv1.VoteState_VOTE_STATE_CLOSED, votingv1.VoteState_VOTE_STATE_COUNTED:
		if !blocked("fall-back") {
			out = append(out, "fall-back") // too few came for it to pass: papers, or it has failed
		}
		out = append(out, "settle")
	case votingv1.VoteState_VOTE_STATE_PASSED:
		if one.GetDecision().GetDigest() == "" {
			return []string{"draw-up"}
		}
		if blocked("send") {
			out = append(out, "sign")
		}
		out = append(out, "send", "sign")
	case votingv1.VoteState_VOTE_STATE_SENT:
		out = append(out, "recognise", "effect")
	case votingv1.VoteState_VOTE_STATE_FAILED:
		out = append(out, "fall-back")
	case votingv1.VoteState_VOTE_STATE_IN_EFFECT:
		out = append(out, "progress")
	}
	return out
}

// also are the acts that next_actions does not name: what may be done again and again, in
// the rooms of the vote and around it.
func also(room string, post Post, one *votingv1.Vote) []string {
	before := terms.Before(one.GetState(), votingv1.VoteState_VOTE_STATE_OPEN)
	open := one.GetState() == votingv1.VoteState_VOTE_STATE_OPEN
	counting := open || one.GetState() == votingv1.VoteState_VOTE_STATE_CLOSED
	var out []string
	add := func(use bool, verbs ...string) {
		if use {
			out = append(out, verbs...)
		}
	}
	election := one.GetAct() == votingv1.Act_ACT_ELECT || one.GetAct() == votingv1.Act_ACT_BY_ELECTION
	switch room {
	case "show":
		add(post.HoldsVotes && before && len(one.GetSteps()) > 0, "step")
		add(post.HoldsVotes && one.GetAnnouncedTime() == nil && election, "propose")
		add(post.HoldsVotes && before && election && len(one.GetCandidates()) > 0, "withdraw-candidate")
		add(post.HoldsVotes && one.GetForm() == votingv1.Form_FORM_ONLINE && one.GetState() == votingv1.VoteState_VOTE_STATE_ANNOUNCED, "opt-in")
		add(post.Recognises && one.GetState() == votingv1.VoteState_VOTE_STATE_SENT, "receive")
		add(post.HoldsVotes && one.GetDecision().GetEffectiveDate() != "" && one.GetState() == votingv1.VoteState_VOTE_STATE_IN_EFFECT, "progress")
		add(post.HoldsVotes && one.GetAnnouncedTime() == nil && len(one.GetNextActions()) > 0, "discard")
	case "roll":
		add(post.HoldsVotes && before, "roll-add", "roll-remove", "objection")
	case "meeting":
		add(post.HoldsVotes && open, "arrive", "leave", "motion")
		add(post.HoldsVotes && open && election, "nominate")
		add(post.HoldsVotes && counting, "count")
	case "paper":
		add(post.HoldsVotes && before, "plan")
		add(post.HoldsVotes && open, "issue", "return")
		add(counting, "tally")
		add(post.HoldsVotes && counting, "resolve")
	}
	return out
}
