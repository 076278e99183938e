package grpcapi

import (
	"context"
	"slices"
	"strconv"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

// meeting encodes numbers for everybody; names and words of motions for those who hold it.
func (s *Surface) meeting(ctx context.Context, view app.MeetingView) *votingv1.Meeting {
	out := &votingv1.Meeting{
		Vote: named("votes", view.Vote), Households: int32(view.Households), Present: int32(view.Present), Needed: int32(view.Needed),
		CanPass: view.CanPass,
	}
	for i, m := range view.Sittings {
		session := &votingv1.Session{Id: m.ID, Place: m.Place, Cluster: m.Cluster, Present: int32(view.Here[i])}
		whole := view.Of.Households(m.Village)
		for _, c := range m.Counts {
			session.Counted = session.Counted || c.Vote == view.Vote
		}
		if session.Counted {
			tally := m.Tally(view.Vote)
			session.Counts, session.Invalid = s.lines(ctx, view.Of.Vote, tally, whole), int32(tally.Invalid)
		}
		out.Sessions = append(out.Sessions, session)
		if i == 0 {
			for _, item := range m.Agenda {
				out.Agenda = append(out.Agenda, item.Title)
			}
			if view.Staff {
				out.Chair, out.Secretary = m.Chair.Name, m.Secretary.Name
			}
		}
		for _, motion := range m.Motions {
			out.Motions = append(out.Motions, encodeMotion(m, motion, view.Staff))
		}
	}
	if len(out.Agenda) == 0 {
		out.Agenda = []string{view.Of.Title}
	}
	return out
}

func encodeMotion(m domain.Meeting, motion domain.Motion, staff bool) *votingv1.Motion {
	out := &votingv1.Motion{
		Id: m.ID + "/" + strconv.Itoa(motion.Number), For: int32(motion.Yes), Against: int32(motion.No), Attending: int32(motion.Present),
		Carried: motion.Passed, Method: events.Method(motion.Method),
	}
	for word, kind := range motionKinds {
		if kind == motion.Kind {
			out.Subject = word
		}
	}
	if !staff {
		return out
	}
	out.Text = motion.Text
	for _, p := range append([]domain.Actor{motion.Secretary}, motion.Committee...) {
		if p.Name != "" {
			out.People = append(out.People, p.Name)
		}
	}
	return out
}

// lines writes a tally line by line. Shares are in millionths of the whole and for drawing only.
func (s *Surface) lines(ctx context.Context, v domain.Vote, t domain.Tally, whole int) []*votingv1.Count {
	var all []*votingv1.Count
	add := func(option, label string, n int) {
		one := &votingv1.Count{Option: option, Label: label, Votes: int32(n)}
		if whole > 0 {
			one.ShareMillionths = int32(int64(n) * 1_000_000 / int64(whole))
		}
		all = append(all, one)
	}
	if v.Matter.Election() {
		for _, c := range t.Candidates {
			i := slices.IndexFunc(v.Candidates, func(one domain.Candidate) bool { return one.ID == c.Candidate })
			if i >= 0 {
				add(c.Candidate, v.Candidates[i].Name, c.Votes)
			}
		}
		return all
	}
	lang := i18n.Lang(ctx)
	add("AGREE", s.words.Text(lang, "choice.agree", nil), t.Yes)
	add("DISAGREE", s.words.Text(lang, "choice.disagree", nil), t.No)
	add("OTHER", s.words.Text(lang, "choice.other", nil), t.Other)
	return all
}

// label is an option in words: a choice, or the name of a candidate.
func (s *Surface) label(ctx context.Context, v domain.Vote, option string) string {
	for _, c := range v.Candidates {
		if c.ID == option {
			return c.Name
		}
	}
	if key := "choice." + strings.ToLower(option); s.words.Has(key) {
		return s.words.Text(i18n.Lang(ctx), key, nil)
	}
	return option
}
