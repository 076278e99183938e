package gateway_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/danchu-platform/danchu/gateway"
)

// issuer is an OpenID provider that signs in one person. It checks the parts of
// the protocol that the gateway must not forget; the product's own demo issuer and
// a certified one are tried elsewhere.
type issuer struct {
	*httptest.Server
	t      *testing.T
	key    *ecdsa.PrivateKey
	asked  url.Values     // what the browser brought to the authorization endpoint
	claims map[string]any // changes the id token
}

func newIssuer(t *testing.T) *issuer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{t: t, key: key, claims: map[string]any{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{
			"issuer": i.URL, "authorization_endpoint": i.URL + "/auth", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/jwks",
			"end_session_endpoint": i.URL + "/end", "id_token_signing_alg_values_supported": []string{"ES256"},
		})
	})
	mux.HandleFunc("GET /jwks", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "good" || base64.RawURLEncoding.EncodeToString(challenge[:]) != i.asked.Get("code_challenge") {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{
		"iss": i.URL, "sub": "can-bo", "aud": "danchu-portal", "nonce": i.asked.Get("nonce"), "name": "Lê Thị Hồng Nhung",
		"national_id": "025900000005", "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
	for name, value := range i.claims {
		claims[name] = value
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: i.key, KeyID: "k"}}, nil)
	if err != nil {
		i.t.Error(err)
	}
	signed, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		i.t.Error(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": signed})
}

// withIssuer is a stage whose people sign in at i.
func withIssuer(t *testing.T, i *issuer, change ...func(*gateway.Config)) *stage {
	return newStage(t, append([]func(*gateway.Config){func(c *gateway.Config) {
		c.OIDC = gateway.OIDC{Issuer: i.URL, ClientID: "danchu-portal", IDClaim: "national_id", NameClaim: "name", Scopes: []string{"profile"}}
		c.PersonKey = "pppppppppppppppppppppppppppppppp"
	}}, change...)...)
}

// leave sends the browser off to the issuer and returns the cookie it keeps.
func (s *stage) leave(i *issuer, back string) (cookie string) {
	s.t.Helper()
	w := s.get("/signin/start?return=" + url.QueryEscape(back))
	if w.Code != http.StatusSeeOther {
		s.t.Fatalf("starting to sign in answered %d: %s", w.Code, w.Body)
	}
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil {
		s.t.Fatal(err)
	}
	i.asked = to.Query()
	return cookies(w)
}

// signIn goes the whole way and returns the session cookie.
func (s *stage) signIn(i *issuer) string {
	s.t.Helper()
	cookie := s.leave(i, "/inbox")
	w := s.get("/signin/callback?code=good&state="+url.QueryEscape(i.asked.Get("state")), "Cookie", cookie)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/inbox" {
		s.t.Fatalf("coming back answered %d to %q: %.300s", w.Code, w.Header().Get("Location"), w.Body)
	}
	return cookies(w)
}

// cookies are those an answer leaves in the browser.
func cookies(w *httptest.ResponseRecorder) string {
	out := ""
	for _, c := range w.Result().Cookies() {
		if c.MaxAge >= 0 {
			out += c.Name + "=" + c.Value + "; "
		}
	}
	return out
}
