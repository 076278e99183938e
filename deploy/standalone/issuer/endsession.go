package issuer

import (
	"net/http"
	"net/url"
	"slices"
)

// endSession is RP-initiated logout. There is no session here to end, so all it does is send the browser back – only to an address
// that the client registered, and only for a client that is named.
func (i *Issuer) endSession(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.refusePage(w, "Yêu cầu đăng xuất không đọc được.")
		return
	}
	id := r.Form.Get("client_id")
	if token := r.Form.Get("id_token_hint"); token != "" {
		audience, what := i.keys.issued(token)
		// Keys live as long as the process: who signed in before it was started again is still let out, to where the client registered.
		forgotten := what == hintForeign && id != ""
		if !forgotten && (what != hintOurs || id != "" && !slices.Contains(audience, id)) {
			i.refusePage(w, "Yêu cầu đăng xuất kèm mã định danh không do trang này cấp.")
			return
		}
		if id == "" && len(audience) > 0 {
			id = audience[0]
		}
	}
	uri := r.Form.Get("post_logout_redirect_uri")
	if uri == "" {
		i.signedOutPage(w)
		return
	}
	back, err := url.Parse(uri)
	if err != nil || !slices.Contains(i.clients[id].PostLogoutRedirectURIs, uri) {
		i.refusePage(w, "Địa chỉ quay về sau khi đăng xuất chưa được đăng ký.")
		return
	}
	if state := r.Form.Get("state"); state != "" {
		q := back.Query()
		q.Set("state", state)
		back.RawQuery = q.Encode()
	}
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
}
