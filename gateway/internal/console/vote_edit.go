package console

import (
	"net/http"
	"strconv"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// VoteEdit is the editor of a vote that is not announced. Agreements given before fall away,
// since they were given to another text; the page says so.
type VoteEdit struct {
	Desk     Desk
	Form     Form
	ID       string
	Agreed   bool
	Election bool
	Release  bool
	Text     VoteText
	Seats    view.Field
	Ground   view.Field
}

func (c *Console) editingVote(r *http.Request) (VoteEdit, *votingv1.Vote, error) {
	shown, one, err := c.voteDesk(r, "show")
	if err != nil {
		return VoteEdit{}, nil, err
	}
	if err := need(shown.EditURL != "", "VOTE_NOT_EDITABLE"); err != nil {
		return VoteEdit{}, nil, err
	}
	page := VoteEdit{
		Desk: shown.Desk, ID: shown.ID, Text: newVoteText(), Election: one.GetSeats() > 0, Release: one.GetAct() == votingv1.Act_ACT_RELEASE,
		Seats: view.Field{Name: "seats"}, Ground: view.Field{Name: "ground", Max: 2000, Value: one.GetGround()},
	}
	for _, agreement := range one.GetAgreements() {
		page.Agreed = page.Agreed || agreement.GetGiven()
	}
	t := &page.Text
	t.Title.Value, t.Question.Value, t.Explanation.Value, t.Place.Value = one.GetTitle(), one.GetQuestion(), one.GetExplanation(), one.GetPlace()
	t.Papers = attachedOf("papers", "attachments", one.GetAttachments())
	if one.GetOpensTime() != nil {
		at := one.GetOpensTime().AsTime().In(workday.Zone)
		t.OpensDate.Value, t.OpensHour.Value = at.Format("2006-01-02"), at.Format("15:04")
	}
	if one.GetClosesTime() != nil {
		at := one.GetClosesTime().AsTime().In(workday.Zone)
		t.ClosesDate.Value, t.ClosesHour.Value = at.Format("2006-01-02"), at.Format("15:04")
	}
	if page.Election {
		page.Seats.Value = strconv.Itoa(int(one.GetSeats()))
	}
	return page, one, nil
}

func (c *Console) voteEdit(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.editingVote(r)
	if err != nil {
		return err
	}
	page.Form = fresh(one.GetEtag())
	return c.pages.voteEdit.Draw(w, r, http.StatusOK, page)
}

func (c *Console) voteUpdate(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.editingVote(r)
	if err != nil {
		return err
	}
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Text.read(r, taken)
	page.Seats.Read(r)
	page.Ground.Read(r)
	ctx, cancel := within(r)
	defer cancel()
	if err = wrong; err == nil {
		var request *votingv1.UpdateVoteRequest
		if request, err = page.send(one); err == nil {
			request.RequestId = page.Form.id(r, digests(taken)...)
			if _, err = c.votes.UpdateVote(ctx, request); err == nil {
				return c.done(w, r, "vote.saved", nil, "/console/votes/"+page.ID)
			}
		}
	}
	status := c.refuse(r, &page.Form, err, append(page.Text.fields(), &page.Seats, &page.Ground)...)
	if status == 0 {
		return err
	}
	page.Form.Etag = one.GetEtag()
	return c.pages.voteEdit.Draw(w, r, status, page)
}

func (v *VoteEdit) send(one *votingv1.Vote) (*votingv1.UpdateVoteRequest, error) {
	ask := &votingv1.UpdateVoteRequest{
		Name: one.GetName(), Etag: v.Form.Etag, Title: v.Text.Title.Value, Question: v.Text.Question.Value, Explanation: v.Text.Explanation.Value,
		Attachments: v.Text.Papers.send(), Place: v.Text.Place.Value, Ground: v.Ground.Value,
	}
	seats, err := wholeNumber(&v.Seats)
	if err != nil {
		return nil, err
	}
	ask.Seats = int32(min(seats, 1<<30))
	if ask.OpensTime, err = readMoment(&v.Text.OpensDate, &v.Text.OpensHour); err != nil {
		return nil, err
	}
	ask.ClosesTime, err = readMoment(&v.Text.ClosesDate, &v.Text.ClosesHour)
	return ask, err
}
