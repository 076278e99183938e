package console

import (
	"net/http"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (c *Console) voteCreate(w http.ResponseWriter, r *http.Request) error {
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return err
	}
	page, err := c.beginning(r, r.PostForm)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Text.read(r, taken)
	fields := append(page.Text.fields(), &page.For, &page.Matter, &page.Act, &page.Board, &page.How, &page.Method, &page.Seats, &page.Supporters, &page.Ground,
		&page.Initiative, &page.Amends, &page.Conference, &page.Staff, &page.Delegates)
	for _, field := range fields[len(page.Text.fields()):] {
		if field != &page.Matter && field != &page.Act && field != &page.For {
			field.Read(r)
		}
	}
	ctx, cancel := within(r)
	defer cancel()
	if err = wrong; err == nil {
		var request *votingv1.CreateVoteRequest
		if request, err = page.send(); err == nil {
			request.RequestId = page.Form.id(r, digests(taken)...)
			var made *votingv1.Vote
			if made, err = c.votes.CreateVote(ctx, request); err == nil {
				return c.done(w, r, "vote.created", nil, "/console/votes/"+terms.ID(made.GetName()))
			}
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.voteNew.Draw(w, r, status, page)
}

// send is the vote as the service takes it.
func (v *VoteNew) send() (*votingv1.CreateVoteRequest, error) {
	for _, field := range []*view.Field{&v.Matter, &v.Act, &v.Method} {
		if err := chosen(field); err != nil {
			return nil, err
		}
	}
	if v.How.Value == "" {
		return nil, fault.New(fault.Invalid, "CHOICE_MISSING", fault.Field("form"))
	}
	ask := &votingv1.CreateVoteRequest{
		Unit: "units/" + v.For.Value, Agency: v.Desk.Unit.Agency, Matter: v.matter(), Act: v.act(), Scope: v.scope,
		Form: votingv1.Form(votingv1.Form_value["FORM_"+v.How.Value]), Method: votingv1.Method(votingv1.Method_value["METHOD_"+v.Method.Value]),
		Title: v.Text.Title.Value, Question: v.Text.Question.Value, Explanation: v.Text.Explanation.Value, Attachments: v.Text.Papers.send(),
		Place: v.Text.Place.Value, Ground: v.Ground.Value,
	}
	var err error
	if ask.OpensTime, err = readMoment(&v.Text.OpensDate, &v.Text.OpensHour); err != nil {
		return nil, err
	}
	if ask.ClosesTime, err = readMoment(&v.Text.ClosesDate, &v.Text.ClosesHour); err != nil {
		return nil, err
	}
	if v.Matter.Value == "BOARD" {
		ask.Board = v.Board.Value
	}
	if id := publicationID(v.Initiative.Value); id != "" {
		ask.Initiative = "initiatives/" + id
	}
	if id := publicationID(v.Amends.Value); id != "" {
		ask.Amends = "votes/" + id
	}
	return ask, v.figures(ask)
}

func (v *VoteNew) figures(ask *votingv1.CreateVoteRequest) error {
	into := func(to *int32, field *view.Field) error {
		n, err := wholeNumber(field)
		*to = int32(min(n, 1<<30))
		return err
	}
	if v.Election {
		if err := into(&ask.Seats, &v.Seats); err != nil {
			return err
		}
	}
	if err := into(&ask.Supporters, &v.Supporters); err != nil {
		return err
	}
	if !v.Agency {
		return nil
	}
	ask.Conference = &votingv1.Conference{Kind: votingv1.ConferenceKind(votingv1.ConferenceKind_value["CONFERENCE_KIND_"+strings.ToUpper(v.Conference.Value)]), Call: 1}
	if err := into(&ask.Conference.Staff, &v.Staff); err != nil {
		return err
	}
	return into(&ask.Conference.Delegates, &v.Delegates)
}
