package gateway

import (
	"context"
	"net/http"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/edge"
	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// shell says what the skeleton around a page shows of the request.
func (g *Gateway) shell(w http.ResponseWriter, r *http.Request) view.Shell {
	shell := view.Shell{
		Site: g.set.Site(), Lang: i18n.Lang(r.Context()), Path: r.URL.RequestURI(), Section: view.Section(r.URL.Path),
		RequestID: edge.RequestID(r.Context()),
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		shell.Path = "/"
	}
	if s := session.From(r.Context()); s != nil {
		shell.Person = s.Name
		if shell.Person == "" {
			shell.Person = g.words.Text(shell.Lang, "nav.you", nil)
		}
		shell.Desk = g.hasDesk(r.Context())
	}
	if notice, ok := g.sessions.Notice(w, r); ok {
		shell.Notice = g.words.Text(shell.Lang, notice.Key, notice.Params)
	}
	return shell
}

// deskPatience is how long a page waits to learn whether its reader is staff; the
// page itself does not depend on it.
const deskPatience = 300 * time.Millisecond

// hasDesk tells whether whoever is signed in holds a role with a desk. It only
// leaves a link out: without an answer there is no link, and the desk itself asks again.
func (g *Gateway) hasDesk(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, deskPatience)
	defer cancel()
	mine, err := directoryv1.NewRoleServiceClient(g.directory()).ListMyRoles(ctx, &directoryv1.ListMyRolesRequest{})
	if err != nil {
		return false
	}
	for _, binding := range mine.GetBindings() {
		if binding.GetRole() != directoryv1.Role_ROLE_PLATFORM_OPERATOR {
			return true
		}
	}
	return false
}
