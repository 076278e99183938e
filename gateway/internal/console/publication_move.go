package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// move carries a publication from one state to another.
type move struct {
	done string // message told afterwards
	back string // where to go; "" is the publication
	call func(ctx context.Context, r *http.Request, name, etag, once string) error
}

// moves are all buttons of a publication by the last word of their address.
func (c *Console) moves() map[string]move {
	p := c.publications
	return map[string]move{
		"submit": {done: "move.submitted", call: func(ctx context.Context, r *http.Request, name, etag, once string) error {
			_, err := p.SubmitPublication(ctx, &disclosurev1.SubmitPublicationRequest{
				Name: name, Etag: etag, RequestId: once, DeclareNoSecrets: r.PostFormValue("declare_no_secrets") != "", Acknowledgements: acknowledged(r),
			})
			return err
		}},
		"approve": {done: "move.approved", call: func(ctx context.Context, _ *http.Request, name, etag, once string) error {
			_, err := p.ApprovePublication(ctx, &disclosurev1.ApprovePublicationRequest{Name: name, Etag: etag, RequestId: once})
			return err
		}},
		"return": {done: "move.returned", call: func(ctx context.Context, r *http.Request, name, etag, once string) error {
			_, err := p.ReturnPublication(ctx, &disclosurev1.ReturnPublicationRequest{Name: name, Etag: etag, RequestId: once, Reason: reason(r)})
			return err
		}},
		"publish": {done: "move.published", call: func(ctx context.Context, _ *http.Request, name, etag, once string) error {
			_, err := p.PublishPublication(ctx, &disclosurev1.PublishPublicationRequest{Name: name, Etag: etag, RequestId: once})
			return err
		}},
		"schedule": {done: "move.scheduled", call: func(ctx context.Context, r *http.Request, name, etag, once string) error {
			at, err := time.ParseInLocation("2006-01-02T15:04", r.PostFormValue("publish_time"), workday.Zone)
			if err != nil {
				return fault.New(fault.Invalid, "NOT_A_MOMENT", fault.Field("publish_time"))
			}
			_, err = p.SchedulePublication(ctx, &disclosurev1.SchedulePublicationRequest{Name: name, Etag: etag, RequestId: once, PublishTime: timestamppb.New(at)})
			return err
		}},
		"unschedule": {done: "move.unscheduled", call: func(ctx context.Context, _ *http.Request, name, etag, once string) error {
			_, err := p.UnschedulePublication(ctx, &disclosurev1.UnschedulePublicationRequest{Name: name, Etag: etag, RequestId: once})
			return err
		}},
		"withdraw": {done: "move.withdrawn", call: func(ctx context.Context, r *http.Request, name, etag, once string) error {
			_, err := p.WithdrawPublication(ctx, &disclosurev1.WithdrawPublicationRequest{Name: name, Etag: etag, RequestId: once, Reason: reason(r)})
			return err
		}},
		"archive": {done: "move.archived", call: func(ctx context.Context, _ *http.Request, name, etag, once string) error {
			_, err := p.ArchivePublication(ctx, &disclosurev1.ArchivePublicationRequest{Name: name, Etag: etag, RequestId: once})
			return err
		}},
		"discard": {done: "move.discarded", back: "/console/publications", call: func(ctx context.Context, _ *http.Request, name, etag, once string) error {
			_, err := p.DiscardPublication(ctx, &disclosurev1.DiscardPublicationRequest{Name: name, Etag: etag, RequestId: once})
			return err
		}},
	}
}

// publicationMove answers a button: done and back with one sentence, or the same
// page with the reason why not and everything typed still there.
func (c *Console) publicationMove(verb string, m move) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		id := r.PathValue("publication")
		once := view.Once(r.PostFormValue("once"), verb, id, r.PostFormValue("etag"), r.PostForm.Encode())
		if err := m.call(r.Context(), r, "publications/"+id, r.PostFormValue("etag"), once); err != nil {
			return c.showing(w, r, err)
		}
		c.Sessions.Tell(w, m.done, nil)
		back := m.back
		if back == "" {
			back = "/console/publications/" + id
		}
		http.Redirect(w, r, back, http.StatusSeeOther)
		return nil
	}
}

func reason(r *http.Request) string { return strings.TrimSpace(r.PostFormValue("reason")) }

// acknowledged reads why each finding is harmless.
func acknowledged(r *http.Request) []*disclosurev1.WarningAcknowledgement {
	var out []*disclosurev1.WarningAcknowledgement
	for name, values := range r.PostForm {
		code, ok := disclosurev1.WarningCode_value[strings.TrimPrefix(name, "warning_")]
		if ok && strings.HasPrefix(name, "warning_") && len(values) > 0 && strings.TrimSpace(values[0]) != "" {
			out = append(out, &disclosurev1.WarningAcknowledgement{Code: disclosurev1.WarningCode(code), Reason: strings.TrimSpace(values[0])})
		}
	}
	return out
}
