package issuer

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// request is an authorization request that was found good.
type request struct {
	client      string
	redirectURI string
	scopes      []string
	state       string
	nonce       string
	challenge   string
}

// grant is what somebody agreed to by choosing a persona.
type grant struct {
	request
	persona Persona
	at      time.Time
}

// authorize checks the request (OpenID Connect Core §3.1.2) and shows the people one can be. Until client and redirect address are
// known to belong together, a mistake is shown here and nobody is sent anywhere.
func (i *Issuer) authorize(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.refusePage(w, "Yêu cầu đăng nhập quá lớn hoặc không đọc được.")
		return
	}
	client, known := i.clients[r.Form.Get("client_id")]
	if !known {
		i.refusePage(w, "Ứng dụng (client_id) chưa được đăng ký với trang đăng nhập thử này.")
		return
	}
	uri := r.Form.Get("redirect_uri")
	if !slices.Contains(client.RedirectURIs, uri) {
		i.refusePage(w, "Địa chỉ quay về (redirect_uri) không đúng với địa chỉ ứng dụng đã đăng ký.")
		return
	}
	req := request{
		client: client.ID, redirectURI: uri, scopes: strings.Fields(r.Form.Get("scope")), state: r.Form.Get("state"),
		nonce: r.Form.Get("nonce"), challenge: r.Form.Get("code_challenge"),
	}
	if code, why := refused(r.Form, req); code != "" {
		i.sendBack(w, r, req, url.Values{"error": {code}, "error_description": {why}})
		return
	}
	i.choosePage(w, req, i.choices.add(req), r.Form.Get("login_hint"))
}

// refused says which OAuth error a request deserves, or nothing.
func refused(form url.Values, req request) (code, why string) {
	for name, values := range form {
		if len(values) > 1 {
			return "invalid_request", "the parameter " + name + " is given more than once"
		}
	}
	digest, err := base64.RawURLEncoding.DecodeString(req.challenge)
	switch {
	case form.Get("request") != "":
		return "request_not_supported", "request objects are not supported"
	case form.Get("request_uri") != "":
		return "request_uri_not_supported", "request objects are not supported"
	case form.Get("response_type") == "":
		return "invalid_request", "response_type is needed"
	case form.Get("response_type") != "code":
		return "unsupported_response_type", "only the code flow is offered"
	case form.Get("response_mode") != "" && form.Get("response_mode") != "query":
		return "invalid_request", "only response_mode=query is offered"
	case !slices.Contains(req.scopes, "openid"):
		return "invalid_scope", "scope must contain openid"
	case req.challenge == "":
		return "invalid_request", "PKCE is required: code_challenge is missing"
	case form.Get("code_challenge_method") != "S256":
		return "invalid_request", "PKCE is required with code_challenge_method=S256"
	case err != nil || len(digest) != 32:
		return "invalid_request", "code_challenge is not a SHA-256 digest in base64url"
	case slices.Contains(strings.Fields(form.Get("prompt")), "none"):
		return "login_required", "this issuer remembers nobody"
	default:
		return "", ""
	}
}

// choose is the persona chosen on the page: it makes a code and sends the browser back.
func (i *Issuer) choose(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		i.refusePage(w, "Biểu mẫu không đọc được.")
		return
	}
	req, known := i.choices.take(r.PostForm.Get("request"))
	if !known {
		i.refusePage(w, "Trang đăng nhập đã mở quá lâu hoặc đã được dùng. Hãy quay lại ứng dụng và đăng nhập lại.")
		return
	}
	if r.PostForm.Has("cancel") {
		i.sendBack(w, r, req, url.Values{"error": {"access_denied"}, "error_description": {"nobody was chosen"}})
		return
	}
	subject := r.PostForm.Get("subject")
	at := slices.IndexFunc(i.cfg.Personas, func(p Persona) bool { return p.Subject == subject })
	if at < 0 {
		i.refusePage(w, "Không có nhân vật này trong danh sách.")
		return
	}
	code := i.codes.add(grant{request: req, persona: i.cfg.Personas[at], at: i.clock()})
	i.sendBack(w, r, req, url.Values{"code": {code}})
}

// sendBack redirects to the client, with its state and our name (RFC 9207).
func (i *Issuer) sendBack(w http.ResponseWriter, r *http.Request, req request, answer url.Values) {
	u, err := url.Parse(req.redirectURI)
	if err != nil { // registered addresses were checked
		i.refusePage(w, "Địa chỉ quay về không đọc được.")
		return
	}
	q := u.Query()
	for name, values := range answer {
		q[name] = values
	}
	if req.state != "" {
		q.Set("state", req.state)
	}
	q.Set("iss", i.cfg.URL)
	u.RawQuery = q.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}
