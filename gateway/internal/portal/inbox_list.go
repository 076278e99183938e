package portal

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// InboxList is what the platform told the signed-in person.
type InboxList struct {
	Rows   []InboxRow
	Unread int32
	Pager  view.Pager
}

// InboxRow is one message.
type InboxRow struct {
	Name, Subject, Text, URL string
	Sent                     time.Time
	Read                     bool
}

func (p *Portal) inboxList(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	found, err := p.notices.ListNotices(r.Context(), &disclosurev1.ListNoticesRequest{PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return err
	}
	page := InboxList{Unread: found.GetUnread(), Pager: view.Pager{Next: withPage("/inbox", url.Values{}, found.GetNextPageToken())}}
	for _, one := range found.GetNotices() {
		page.Rows = append(page.Rows, InboxRow{
			Name: one.GetName(), Subject: one.GetSubject(), Text: one.GetText(), URL: pageOf(one.GetResource()),
			Sent: one.GetCreateTime().AsTime(), Read: one.GetRead(),
		})
	}
	return p.pages.inboxList.Draw(w, r, http.StatusOK, page)
}

func (p *Portal) inboxRead(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	if err := view.ReadForm(r); err != nil {
		return err
	}
	if _, err := p.notices.MarkNoticesRead(r.Context(), &disclosurev1.MarkNoticesReadRequest{Names: r.PostForm["name"]}); err != nil {
		return err
	}
	http.Redirect(w, r, "/inbox", http.StatusSeeOther)
	return nil
}

// pageOf is the page of a resource, or "".
func pageOf(resource string) string {
	kind, _, _ := strings.Cut(resource, "/")
	switch kind {
	case "publications":
		return "/disclosures/" + terms.ID(resource)
	case "informationRequests":
		return "/requests/" + terms.ID(resource)
	case "units":
		return "/units/" + terms.ID(resource)
	default:
		return ""
	}
}
