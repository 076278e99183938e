package portal

import (
	"context"
	"net/http"
	"net/url"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteParticipants lists who took part, without choices and without an order of time.
type VoteParticipants struct {
	ID, Title string
	Crumbs    []view.Crumb
	Total     int32
	Rows      []ParticipantRow
	Pager     view.Pager
}

// ParticipantRow is a household that took part.
type ParticipantRow struct{ Code, Form string }

func (p *Portal) voteParticipants() http.Handler {
	return view.Public(p.pages.voteParticipants, p.Cache, p.Log, []string{"page"}, func(ctx context.Context, r *http.Request) (VoteParticipants, []string, error) {
		lang := i18n.Lang(ctx)
		one, err := p.vote(ctx, r.PathValue("vote"))
		if err != nil {
			return VoteParticipants{}, nil, err
		}
		found, err := p.online.ListParticipants(ctx, &votingv1.ListParticipantsRequest{Vote: one.GetName(), PageSize: 100, PageToken: r.URL.Query().Get("page")})
		if err != nil {
			return VoteParticipants{}, nil, notFound(err)
		}
		id := terms.ID(one.GetName())
		page := VoteParticipants{
			ID: id, Title: one.GetTitle(), Total: found.GetTotal(), Crumbs: []view.Crumb{{URL: "/votes/" + id, Text: p.Set.Text(lang, "vote.back", nil)}},
			Pager: view.Pager{Next: withPage("/votes/"+id+"/participants", url.Values{}, found.GetNextPageToken())},
		}
		for _, who := range found.GetParticipants() {
			page.Rows = append(page.Rows, ParticipantRow{Code: who.GetCode(), Form: p.Terms.Voting(lang, "by_form", who.GetByForm())})
		}
		return page, []string{TagVote(one.GetName())}, nil
	})
}

// voteRules hands out the canonical text of the frozen rules: its SHA-256 is the digest
// on the page and in the vote's log.
func (p *Portal) voteRules(w http.ResponseWriter, r *http.Request) error {
	one, err := p.vote(r.Context(), r.PathValue("vote"))
	if err != nil {
		return err
	}
	if one.GetRules().GetCanonical() == "" {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_, _ = w.Write([]byte(one.GetRules().GetCanonical())) // the reader has gone; there is nobody to tell
	return nil
}

// voteLog serves the files of a vote's log as C2SP tlog-tiles asks. What never changes may
// be kept by everybody; what is read says nothing about who reads it.
func (p *Portal) voteLog(w http.ResponseWriter, r *http.Request) error {
	found, err := p.online.ReadLog(nobody(r.Context()), &votingv1.ReadLogRequest{Vote: "votes/" + r.PathValue("vote"), Path: r.PathValue("path")})
	if err != nil {
		return notFound(err)
	}
	h := w.Header()
	h.Set("Content-Type", found.GetContentType())
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "no-cache")
	if found.GetImmutable() {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	_, _ = w.Write(found.GetData()) // the reader has gone; there is nobody to tell
	return nil
}

// VoteFiles are all files the public finds with a vote: its papers, its decision, what was
// answered to it, and its progress.
func (p *Portal) VoteFiles(r *http.Request) ([]*typev1.Attachment, error) {
	one, err := p.vote(r.Context(), r.PathValue("vote"))
	if err != nil {
		return nil, err
	}
	all := append(append(one.GetAttachments(), one.GetDecision().GetAttachments()...), one.GetDecision().GetAnswerAttachments()...)
	if one.GetDecision().GetEffectiveDate() == "" {
		return all, nil
	}
	ask := &votingv1.ListProgressRequest{Vote: one.GetName(), PageSize: 100}
	for {
		found, err := p.decisions.ListProgress(r.Context(), ask)
		if err != nil {
			return nil, err
		}
		for _, entry := range found.GetEntries() {
			all = append(all, entry.GetAttachments()...)
		}
		if ask.PageToken = found.GetNextPageToken(); ask.PageToken == "" {
			return all, nil
		}
	}
}

// VoteScreen is the meeting on the wall of the room: few words, large numbers.
type VoteScreen struct {
	ID, Title, Question                  string
	Households, Present, Needed, Missing int32
	CanPass, Still                       bool
	Share                                string
	Agenda                               []string
	Motions                              []MotionRow
	Sessions                             []SessionRow
}

// MotionRow is a procedural vote of those attending.
type MotionRow struct {
	Subject, Method         string
	For, Against, Attending int32
	State                   view.State
}

// SessionRow is one sitting.
type SessionRow struct {
	Name    string
	Present int32
	Counted bool
	Invalid int32
	Counts  []CountRow
}

func (p *Portal) voteScreen(w http.ResponseWriter, r *http.Request) error {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	one, err := p.vote(ctx, r.PathValue("vote"))
	if err != nil {
		return err
	}
	meeting, err := p.meetings.GetMeeting(ctx, &votingv1.GetMeetingRequest{Vote: one.GetName()})
	if err != nil {
		return notFound(err)
	}
	page := VoteScreen{
		ID: terms.ID(one.GetName()), Title: one.GetTitle(), Question: one.GetQuestion(), Households: meeting.GetHouseholds(), Present: meeting.GetPresent(),
		Needed: meeting.GetNeeded(), Missing: max(0, meeting.GetNeeded()-meeting.GetPresent()), CanPass: meeting.GetCanPass(),
		Still: r.URL.Query().Has("still"), Share: p.Terms.Threshold(lang, one.GetThreshold()), Agenda: meeting.GetAgenda(),
	}
	for _, motion := range meeting.GetMotions() {
		row := MotionRow{
			Subject: p.Terms.Voting(lang, "motion", motion.GetSubject()), For: motion.GetFor(), Against: motion.GetAgainst(), Attending: motion.GetAttending(),
			State: p.reached(lang, motion.GetCarried()),
		}
		if motion.GetMethod() != votingv1.Method_METHOD_UNSPECIFIED {
			row.Method = p.Terms.Voting(lang, "method", motion.GetMethod().String())
		}
		page.Motions = append(page.Motions, row)
	}
	for _, sitting := range meeting.GetSessions() {
		row := SessionRow{Name: sitting.GetCluster(), Present: sitting.GetPresent(), Counted: sitting.GetCounted(), Invalid: sitting.GetInvalid()}
		if row.Name == "" {
			row.Name = sitting.GetPlace()
		}
		for _, line := range sitting.GetCounts() {
			row.Counts = append(row.Counts, CountRow{Label: line.GetLabel(), Votes: line.GetVotes(), Class: terms.OptionClass(line.GetOption())})
		}
		page.Sessions = append(page.Sessions, row)
	}
	return p.pages.voteScreen.Draw(w, r, http.StatusOK, page)
}
