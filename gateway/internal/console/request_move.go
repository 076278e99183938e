package console

import (
	"context"
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// requestAct handles a request for information.
type requestAct func(ctx context.Context, p *RequestShow, name, once string) error

func (c *Console) requestMoves() map[string]requestAct {
	q := c.requests
	return map[string]requestAct{
		"receive": func(ctx context.Context, p *RequestShow, name, once string) error {
			if err := chosen(&p.Kind); err != nil {
				return err
			}
			_, err := q.ReceiveInformationRequest(ctx, &disclosurev1.ReceiveInformationRequestRequest{
				Name: name, Etag: p.Form.Etag, RequestId: once,
				Complexity: disclosurev1.RequestComplexity(disclosurev1.RequestComplexity_value["REQUEST_COMPLEXITY_"+p.Kind.Value]),
			})
			return err
		},
		"extend": func(ctx context.Context, p *RequestShow, name, once string) error {
			_, err := q.ExtendInformationRequest(ctx, &disclosurev1.ExtendInformationRequestRequest{Name: name, Etag: p.Form.Etag, Reason: p.ExtendReason.Value, RequestId: once})
			return err
		},
		"due": func(ctx context.Context, p *RequestShow, name, once string) error {
			if err := chosen(&p.Decision); err != nil {
				return err
			}
			_, err := q.DecideInformationRequestDueProposal(ctx, &disclosurev1.DecideInformationRequestDueProposalRequest{
				Name: name, Etag: p.Form.Etag, Accept: p.Decision.Value == "accept", Reason: p.DecideReason.Value, RequestId: once,
			})
			return err
		},
		"answer": func(ctx context.Context, p *RequestShow, name, once string) error {
			ask := &disclosurev1.AnswerInformationRequestRequest{Name: name, Etag: p.Form.Etag, Answer: p.Reply.Value, Attachments: p.Evidence.send(), RequestId: once}
			if id := publicationID(p.Publication.Value); id != "" {
				ask.Publication = "publications/" + id
			}
			_, err := q.AnswerInformationRequest(ctx, ask)
			return err
		},
		"refuse": func(ctx context.Context, p *RequestShow, name, once string) error {
			if err := chosen(&p.RefusalGround); err != nil {
				return err
			}
			_, err := q.RefuseInformationRequest(ctx, &disclosurev1.RefuseInformationRequestRequest{
				Name: name, Etag: p.Form.Etag, Reason: p.RefusalReason.Value, RequestId: once,
				Ground: disclosurev1.RefusalGround(disclosurev1.RefusalGround_value["REFUSAL_GROUND_"+p.RefusalGround.Value]),
			})
			return err
		},
		"transfer": func(ctx context.Context, p *RequestShow, name, once string) error {
			_, err := q.TransferInformationRequest(ctx, &disclosurev1.TransferInformationRequestRequest{
				Name: name, Etag: p.Form.Etag, ToUnit: "units/" + terms.ID(p.ToUnit.Value), Reason: p.TransferReason.Value, RequestId: once,
			})
			return err
		},
	}
}

// publicationID takes the id out of the address of a publication, as copied from
// the browser, or the id alone.
func publicationID(text string) string {
	text, _, _ = strings.Cut(text, "?")
	text, _, _ = strings.Cut(text, "#")
	return terms.ID(strings.TrimSuffix(text, "/"))
}

func (c *Console) requestMove(verb string, act requestAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		page, one, err := c.request(r)
		if err != nil {
			return err
		}
		taken, wrong, err := c.readFiles(w, r)
		if err != nil {
			return err
		}
		page.Form = posted(r)
		for _, field := range []*view.Field{
			&page.Kind, &page.ExtendReason, &page.Decision, &page.DecideReason, &page.Reply, &page.Publication, &page.Evidence.More, &page.RefusalGround, &page.RefusalReason, &page.ToUnit, &page.TransferReason,
		} {
			field.Read(r)
		}
		page.Evidence.read(r, taken)
		ctx, cancel := within(r)
		defer cancel()
		if err = wrong; err == nil {
			err = act(ctx, &page, one.GetName(), page.Form.id(r, digests(taken)...))
		}
		if err == nil {
			return c.done(w, r, "asked.did_"+verb, nil, "/console/requests/"+page.ID)
		}
		asked := map[string][]*view.Field{
			"receive": {&page.Kind}, "extend": {&page.ExtendReason}, "due": {&page.Decision, &page.DecideReason}, "answer": {&page.Reply, &page.Publication, &page.Evidence.More},
			"refuse": {&page.RefusalGround, &page.RefusalReason}, "transfer": {&page.ToUnit, &page.TransferReason},
		}
		status := c.refuse(r, &page.Form, err, asked[verb]...)
		if status == 0 {
			return err
		}
		page.Form.Etag = one.GetEtag()
		return c.pages.requestShow.Draw(w, r, status, page)
	}
}
