package issuer

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// refusal is an OAuth error at the token endpoint (RFC 6749 §5.2).
type refusal struct {
	status int
	code   string
	why    string
}

func bad(code, why string) *refusal { return &refusal{http.StatusBadRequest, code, why} }

// token exchanges a code, or a client's own credentials, for tokens.
func (i *Issuer) token(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Pragma", "no-cache")
	if err := r.ParseForm(); err != nil {
		i.refuseToken(w, r, bad("invalid_request", "the form cannot be read"))
		return
	}
	client, no := i.authenticate(r)
	var body map[string]any
	if no == nil {
		switch r.PostForm.Get("grant_type") {
		case "authorization_code":
			body, no = i.redeem(client, r.PostForm)
		case "client_credentials":
			body, no = i.forItself(client)
		case "":
			no = bad("invalid_request", "grant_type is needed")
		default:
			no = bad("unsupported_grant_type", "only authorization_code and client_credentials are offered")
		}
	}
	if no != nil {
		i.refuseToken(w, r, no)
		return
	}
	answer(w, http.StatusOK, body)
}

func (i *Issuer) refuseToken(w http.ResponseWriter, r *http.Request, no *refusal) {
	if no.status == http.StatusUnauthorized && r.Header.Get("Authorization") != "" {
		w.Header().Set("WWW-Authenticate", `Basic realm="issuer"`)
	}
	answer(w, no.status, map[string]string{"error": no.code, "error_description": no.why})
}

// authenticate finds out which client asks: by Basic, by form, or – a public client – by its id alone. One way at a time.
func (i *Issuer) authenticate(r *http.Request) (Client, *refusal) {
	unknown := &refusal{http.StatusUnauthorized, "invalid_client", "unknown client or wrong secret"}
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, basic := r.BasicAuth(); basic {
		// RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
		basicID, err1 := url.QueryUnescape(user)
		basicSecret, err2 := url.QueryUnescape(password)
		switch {
		case err1 != nil || err2 != nil:
			return Client{}, unknown
		case secret != "" || (id != "" && id != basicID):
			return Client{}, bad("invalid_request", "credentials are given in two ways")
		}
		id, secret = basicID, basicSecret
	}
	client, known := i.clients[id]
	if !known || subtle.ConstantTimeCompare([]byte(client.Secret), []byte(secret)) != 1 {
		return Client{}, unknown
	}
	return client, nil
}

// verifierForm is what RFC 7636 §4.1 allows as a code verifier.
var verifierForm = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// redeem exchanges a code once. A code that comes a second time has been stolen by one of the two: what the first one got is taken
// back (RFC 6749 §4.1.2).
func (i *Issuer) redeem(client Client, form url.Values) (map[string]any, *refusal) {
	code := form.Get("code")
	g, good := i.codes.take(code)
	if !good {
		if token, again := i.spent.get(code); again {
			i.tokens.take(token)
		}
		return nil, bad("invalid_grant", "the code is unknown, expired or already used")
	}
	verifier := form.Get("code_verifier")
	digest := sha256.Sum256([]byte(verifier))
	switch {
	case g.client != client.ID:
		return nil, bad("invalid_grant", "the code was given to another client")
	case g.redirectURI != form.Get("redirect_uri"):
		return nil, bad("invalid_grant", "redirect_uri is not the one of the request")
	case !verifierForm.MatchString(verifier):
		return nil, bad("invalid_grant", "code_verifier is missing or malformed")
	case subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(digest[:])), []byte(g.challenge)) != 1:
		return nil, bad("invalid_grant", "code_verifier does not match code_challenge")
	}
	now := i.clock()
	claims := i.claimsOf(g.persona, g.scopes)
	access := map[string]any{
		"iss": i.cfg.URL, "sub": g.persona.Subject, "aud": []string{i.cfg.Audience}, "client_id": client.ID,
		"scope": strings.Join(g.scopes, " "), "iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "jti": rand.Text(),
	}
	for name, v := range claims {
		access[name] = v
	}
	accessToken, err := i.keys.sign(client.Algorithm, "at+jwt", access)
	if err != nil {
		return nil, &refusal{http.StatusInternalServerError, "server_error", "signing failed"}
	}
	half := sha256.Sum256([]byte(accessToken))
	id := map[string]any{
		"iss": i.cfg.URL, "sub": g.persona.Subject, "aud": client.ID, "azp": client.ID, "iat": now.Unix(),
		"exp": now.Add(tokenLife).Unix(), "auth_time": g.at.Unix(), "at_hash": base64.RawURLEncoding.EncodeToString(half[:16]),
	}
	if g.nonce != "" {
		id["nonce"] = g.nonce
	}
	for name, v := range claims {
		id[name] = v
	}
	idToken, err := i.keys.sign(client.Algorithm, "JWT", id)
	if err != nil {
		return nil, &refusal{http.StatusInternalServerError, "server_error", "signing failed"}
	}
	i.tokens.put(accessToken, g)
	i.spent.put(code, accessToken)
	return map[string]any{
		"access_token": accessToken, "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "id_token": idToken,
		"scope": strings.Join(g.scopes, " "),
	}, nil
}

// forItself is the client_credentials grant: the subject is the client (RFC 9068 §2.2).
func (i *Issuer) forItself(client Client) (map[string]any, *refusal) {
	if !client.Service {
		return nil, bad("unauthorized_client", "this client may not act for itself")
	}
	now := i.clock()
	token, err := i.keys.sign(client.Algorithm, "at+jwt", map[string]any{
		"iss": i.cfg.URL, "sub": client.ID, "client_id": client.ID, "aud": []string{i.cfg.Audience},
		"iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "jti": rand.Text(),
	})
	if err != nil {
		return nil, &refusal{http.StatusInternalServerError, "server_error", "signing failed"}
	}
	return map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": int(tokenLife.Seconds())}, nil
}

// claimsOf is what the scopes allow to be told about somebody.
func (i *Issuer) claimsOf(p Persona, scopes []string) map[string]any {
	claims := map[string]any{}
	if slices.Contains(scopes, "profile") {
		claims["name"] = p.Name
		if family, rest, ok := strings.Cut(p.Name, " "); ok {
			claims["family_name"], claims["given_name"] = family, rest
		}
		claims["locale"] = "vi-VN"
		if p.NationalID != "" {
			claims["national_id"] = p.NationalID
		}
	}
	if slices.Contains(scopes, "email") && p.Email != "" {
		claims["email"], claims["email_verified"] = p.Email, true
	}
	return claims
}
