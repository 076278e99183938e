package issuer

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"unicode"
	"unicode/utf8"
)

//go:embed page.html
var pageText string

//go:embed page.css
var pageStyle string

var pages = template.Must(template.New("page").Parse(pageText))

// styleHash lets this one style sheet in and no other.
var styleHash = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}()

// page is what page.html can show: a choice, or a sentence.
type page struct {
	Style    template.CSS
	Title    string
	Sentence string
	Action   string
	Request  string
	Client   string
	Personas []face
	Groups   []group
}

// group is people who are shown folded.
type group struct {
	Name     string
	Personas []face
	Open     bool // one of them was hinted at
}

// face is a persona as shown.
type face struct {
	Persona
	Initial string
	Hinted  bool
}

func (i *Issuer) choosePage(w http.ResponseWriter, req request, choice, hint string) {
	p := page{Title: "Bạn muốn đăng nhập với vai ai?", Action: i.cfg.URL + "/choose", Request: choice, Client: req.client}
	for _, persona := range i.cfg.Personas {
		p.add(face{Persona: persona, Initial: initial(persona.Name), Hinted: hint != "" && hint == persona.Subject})
	}
	// Browsers hold the redirect after a form against form-action too, so the way back must be named.
	origins := "'self'"
	if u, err := url.Parse(req.redirectURI); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		origins += " " + u.Scheme + "://" + u.Host
	}
	render(w, http.StatusOK, origins, p)
}

func (p *page) add(f face) {
	if f.Group == "" {
		p.Personas = append(p.Personas, f)
		return
	}
	at := slices.IndexFunc(p.Groups, func(g group) bool { return g.Name == f.Group })
	if at < 0 {
		at = len(p.Groups)
		p.Groups = append(p.Groups, group{Name: f.Group})
	}
	p.Groups[at].Personas = append(p.Groups[at].Personas, f)
	p.Groups[at].Open = p.Groups[at].Open || f.Hinted
}

func (i *Issuer) refusePage(w http.ResponseWriter, sentence string) {
	render(w, http.StatusBadRequest, "'none'", page{Title: "Không đăng nhập được", Sentence: sentence})
}

func (i *Issuer) signedOutPage(w http.ResponseWriter) {
	render(w, http.StatusOK, "'none'", page{Title: "Đã đăng xuất", Sentence: "Bạn có thể đóng trang này."})
}

// render draws the page before anything is sent, so that a mistake is a clean error.
func render(w http.ResponseWriter, status int, formAction string, p page) {
	p.Style = template.CSS(pageStyle) //nolint:gosec // our own embedded file
	var drawn bytes.Buffer
	if err := pages.Execute(&drawn, p); err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src "+styleHash+"; form-action "+formAction+"; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_, _ = w.Write(drawn.Bytes())
}

// initial is the first letter of the given name: in Vietnamese the last word.
func initial(name string) string {
	word := name
	for at, r := range name {
		if unicode.IsSpace(r) {
			word = name[at+utf8.RuneLen(r):]
		}
	}
	r, _ := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r))
}
