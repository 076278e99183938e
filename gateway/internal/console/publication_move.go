package console

import (
	"context"
	"maps"
	"net/http"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// publicationAct carries a publication from one state to another, with what was
// typed into the page's fields. The request id is the form's.
type publicationAct func(ctx context.Context, p *PublicationShow, name, once string) error

// publicationMoves are all buttons of a publication by the last word of their address.
func (c *Console) publicationMoves() map[string]publicationAct {
	p := c.publications
	moves := map[string]publicationAct{
		"submit": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.SubmitPublication(ctx, &disclosurev1.SubmitPublicationRequest{
				Name: name, Etag: page.Form.Etag, RequestId: once, DeclareNoSecrets: page.Declared.Checked, Acknowledgements: acknowledged(page.Warnings),
			})
			return err
		},
		"approve": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.ApprovePublication(ctx, &disclosurev1.ApprovePublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
		"return": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.ReturnPublication(ctx, &disclosurev1.ReturnPublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once, Reason: page.ReturnReason.Value})
			return err
		},
		"publish": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.PublishPublication(ctx, &disclosurev1.PublishPublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
		"schedule": func(ctx context.Context, page *PublicationShow, name, once string) error {
			at, err := time.ParseInLocation("2006-01-02T15:04", page.When.Value, workday.Zone)
			if err != nil {
				return fault.New(fault.Invalid, "NOT_A_MOMENT", fault.Field("publish_time"))
			}
			_, err = p.SchedulePublication(ctx, &disclosurev1.SchedulePublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once, PublishTime: timestamppb.New(at)})
			return err
		},
		"unschedule": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.UnschedulePublication(ctx, &disclosurev1.UnschedulePublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
		"withdraw": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.WithdrawPublication(ctx, &disclosurev1.WithdrawPublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once, Reason: page.WithdrawReason.Value})
			return err
		},
		"archive": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.ArchivePublication(ctx, &disclosurev1.ArchivePublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
		"discard": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.DiscardPublication(ctx, &disclosurev1.DiscardPublicationRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
	}
	maps.Copy(moves, c.correctionMoves())
	return moves
}

// publicationMove answers a button: done and back with one sentence, or the same
// page with the reason why not and everything typed still there. When somebody
// else was quicker the page shows what is there now, to be decided about again.
func (c *Console) publicationMove(verb string, act publicationAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, err := c.publication(r)
		if err != nil {
			return err
		}
		now := page.Form.Etag
		page.Form = posted(r)
		fields := []*view.Field{&page.Declared, &page.ReturnReason, &page.WithdrawReason, &page.When}
		for _, field := range fields {
			field.Read(r)
		}
		page.Warnings = c.readWarnings(r, page.Warnings)
		err = act(r.Context(), &page, "publications/"+page.ID, page.Form.id(r))
		if err == nil {
			to := "/console/publications/" + page.ID
			if verb == "discard" {
				to = page.Desk.URL("/console/publications")
			}
			return c.done(w, r, "publication.did_"+verb, nil, to)
		}
		if f := fault.From(err); f.Reason == "WARNING_NOT_ACKNOWLEDGED" {
			page.Warnings = c.withWarning(i18n.Lang(r.Context()), page.Warnings, f.Params["code"])
		}
		asked := map[string][]*view.Field{
			"return": {&page.ReturnReason}, "return-correction": {&page.ReturnReason}, "withdraw": {&page.WithdrawReason}, "schedule": {&page.When}, "submit": {&page.Declared},
		}
		status := c.refuse(r, &page.Form, err, asked[verb]...)
		if status == 0 {
			return err
		}
		page.Form.Etag = now
		return c.pages.publicationShow.Draw(w, r, status, page)
	}
}
