package portal

import (
	"net/http"
	"net/url"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// InboxList is what the platform told the signed-in person.
type InboxList struct {
	Rows   []InboxRow
	Unread int32
	Pager  view.Pager
}

// InboxRow is one message.
type InboxRow struct {
	Name, Subject, URL string
	Text               []Piece
	Sent               time.Time
	Read               bool
}

func (p *Portal) inboxList(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	found, err := p.notices.ListNotices(r.Context(), &disclosurev1.ListNoticesRequest{PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return err
	}
	lang := i18n.Lang(r.Context())
	page := InboxList{Unread: found.GetUnread(), Pager: view.Pager{Next: withPage("/inbox", url.Values{}, found.GetNextPageToken())}}
	for _, one := range found.GetNotices() {
		row := InboxRow{
			Name: one.GetName(), Subject: p.Terms.Periods(lang, one.GetSubject()), Text: p.pieces(lang, one.GetText()), URL: pageOf(one.GetResource()),
			Sent: one.GetCreateTime().AsTime(), Read: one.GetRead(),
		}
		for _, piece := range row.Text {
			if piece.URL != "" {
				row.URL = piece.URL // where the text leads, its title leads too: a draft is at the desk, not in public
				break
			}
		}
		page.Rows = append(page.Rows, row)
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
