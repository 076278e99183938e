package console

import (
	"context"
	"mime"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// MeetingDesk is a meeting as those who run it see it.
type MeetingDesk struct {
	Households, Present, Needed int32
	CanPass, Open               bool
	Secretary, Chair            string
	Motions                     []MotionRow
	Sessions                    []SittingRow
	Roll                        *RollDesk // to find a household at the door
}

// MotionRow is a procedural vote.
type MotionRow struct {
	Subject, Text           string
	People                  []string
	For, Against, Attending int32
	State                   view.State
}

// SittingRow is one sitting.
type SittingRow struct {
	ID, Name string
	Present  int32
	Counted  bool
	Counts   []*votingv1.Count
}

func (c *Console) meeting(ctx context.Context, r *http.Request, lang string, one *votingv1.Vote, page *VoteDesk) error {
	found, err := c.meetings.GetMeeting(ctx, &votingv1.GetMeetingRequest{Vote: one.GetName()})
	if err != nil {
		return notFound(err)
	}
	desk := &MeetingDesk{
		Households: found.GetHouseholds(), Present: found.GetPresent(), Needed: found.GetNeeded(), CanPass: found.GetCanPass(), Secretary: found.GetSecretary(),
		Chair: found.GetChair(), Open: one.GetState() == votingv1.VoteState_VOTE_STATE_OPEN,
	}
	for _, motion := range found.GetMotions() {
		row := MotionRow{
			Subject: c.Terms.Voting(lang, "motion", motion.GetSubject()), Text: motion.GetText(), People: motion.GetPeople(), For: motion.GetFor(), Against: motion.GetAgainst(),
			Attending: motion.GetAttending(), State: view.State{Shape: view.Held, Word: c.Set.Text(lang, "vote.failed", nil)},
		}
		if motion.GetCarried() {
			row.State = view.State{Shape: view.Good, Word: c.Set.Text(lang, "vote.passed", nil)}
		}
		desk.Motions = append(desk.Motions, row)
	}
	for _, sitting := range found.GetSessions() {
		row := SittingRow{ID: sitting.GetId(), Name: sitting.GetCluster(), Present: sitting.GetPresent(), Counted: sitting.GetCounted(), Counts: sitting.GetCounts()}
		if row.Name == "" {
			row.Name = sitting.GetPlace()
		}
		desk.Sessions = append(desk.Sessions, row)
	}
	page.Meeting = desk
	if desk.Open {
		desk.Roll, err = c.roll(ctx, r, lang, one)
	}
	return err
}

// VoteDoor is the code at the door, to be shown large.
type VoteDoor struct {
	Desk               Desk
	ID, Title          string
	Code, Until, GoURL string
}

func (c *Console) voteDoor(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "votes")
	if err != nil {
		return err
	}
	one, err := c.votes.GetVote(ctx, &votingv1.GetVoteRequest{Name: voteName(r)})
	if err != nil {
		return notFound(err)
	}
	found, err := c.meetings.GetDoorCode(ctx, &votingv1.GetDoorCodeRequest{Vote: one.GetName(), Session: r.URL.Query().Get("session")})
	if err != nil {
		return err
	}
	id := terms.ID(one.GetName())
	return c.pages.voteDoor.Draw(w, r, http.StatusOK, VoteDoor{
		Desk: desk, ID: id, Title: one.GetTitle(), Code: found.GetCode(), Until: found.GetExpireTime().AsTime().In(workday.Zone).Format("15:04:05"),
		GoURL: c.Set.Site().PublicURL + "/votes/" + id + "/check-in",
	})
}

// PaperDesk is how the papers of a village stand.
type PaperDesk struct {
	Issued, Returned, Invalid int32
	Agreed                    bool
	Resolution                string
	Tellers                   []TellerRow
	Counts                    []*votingv1.Count
	Scans                     []FileRow
}

// TellerRow is one teller's count; its lines stay hidden until both are in.
type TellerRow struct {
	Name    string
	Entered bool
	Invalid int32
	Counts  []*votingv1.Count
}

func (c *Console) paper(ctx context.Context, r *http.Request, _ string, one *votingv1.Vote, page *VoteDesk) error {
	ask := &votingv1.GetPaperBallotBoxRequest{Vote: one.GetName()}
	if village := r.URL.Query().Get("village"); village != "" {
		ask.Village = "units/" + village
	}
	page.Paper = &PaperDesk{}
	if one.GetScope() == votingv1.Scope_SCOPE_COMMUNE && ask.Village == "" {
		return nil // the village is asked for first
	}
	found, err := c.papers.GetPaperBallotBox(ctx, ask)
	if err != nil {
		return notFound(err)
	}
	desk := page.Paper
	desk.Issued, desk.Returned, desk.Agreed, desk.Resolution = found.GetIssued(), found.GetReturned(), found.GetAgreed(), found.GetResolution()
	desk.Counts, desk.Invalid = found.GetCounts(), found.GetInvalid()
	for _, teller := range found.GetTallies() {
		desk.Tellers = append(desk.Tellers, TellerRow{Name: teller.GetTeller(), Entered: teller.GetEntered(), Invalid: teller.GetInvalid(), Counts: teller.GetCounts()})
	}
	return nil
}

// voteDocument hands out a filled form: as a page to print, or as DOCX.
func (c *Console) voteDocument(w http.ResponseWriter, r *http.Request) error {
	ask := &votingv1.RenderVoteDocumentRequest{Vote: voteName(r), Form: r.PathValue("form"), Format: r.URL.Query().Get("format")}
	if village := r.URL.Query().Get("village"); village != "" {
		ask.Village = "units/" + village
	}
	found, err := c.forms.RenderVoteDocument(r.Context(), ask)
	if err != nil {
		return notFound(err)
	}
	h := w.Header()
	h.Set("Content-Type", found.GetContentType())
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Language", i18n.Vietnamese)
	// The page is a document of its own, with its own styles and nothing else: no script, no form, no frame.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-modals")
	if ask.Format == "docx" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": found.GetFileName()}))
	}
	_, _ = w.Write(found.GetData()) // the reader has gone; there is nobody to tell
	return nil
}
