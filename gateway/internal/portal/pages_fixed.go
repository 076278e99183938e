package portal

import (
	"context"
	"net/http"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// AboutShow explains what the portal is for.
type AboutShow struct{}

// OpenDataShow lists what can be taken away as data.
type OpenDataShow struct{ Province string }

// SigninAsk offers the one way to sign in.
type SigninAsk struct{ Return string }

func (p *Portal) aboutShow() http.Handler {
	return view.Public(p.pages.aboutShow, p.Cache, p.Log, nil, func(context.Context, *http.Request) (AboutShow, []string, error) {
		return AboutShow{}, nil, nil
	})
}

func (p *Portal) openDataShow() http.Handler {
	return view.Public(p.pages.openDataShow, p.Cache, p.Log, nil, func(context.Context, *http.Request) (OpenDataShow, []string, error) {
		return OpenDataShow{Province: p.Province}, nil, nil
	})
}

func (p *Portal) signinAsk(w http.ResponseWriter, r *http.Request) error {
	if !p.Sessions.Offered() {
		return fault.New(fault.Refused, "SIGN_IN_NOT_OFFERED")
	}
	to := session.Local(r.URL.Query().Get("return"))
	if session.From(r.Context()) != nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	return p.pages.signinAsk.Draw(w, r, http.StatusOK, SigninAsk{Return: to})
}

// languageChoose remembers the language and goes back to where the reader was.
func (p *Portal) languageChoose(w http.ResponseWriter, r *http.Request) error {
	lang := r.PathValue("lang")
	if lang != i18n.Vietnamese && lang != i18n.English {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	view.RememberLanguage(w, r, lang)
	http.Redirect(w, r, session.Local(r.URL.Query().Get("return")), http.StatusSeeOther)
	return nil
}
