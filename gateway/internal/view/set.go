package view

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"github.com/danchu-platform/danchu/gateway/assets"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed templates/*.html
var shared embed.FS

// Site is what the installation says about itself.
type Site struct {
	Name      string // the province in full: "Tỉnh Phú Thọ"
	PublicURL string // scheme://host
	SignIn    bool   // people can sign in here
	Demo      bool   // a demonstration with invented data: every page says so
}

// Shell is what the skeleton around a page needs to know about the request.
type Shell struct {
	Site      Site
	Lang      string
	Path      string // where we are, for the language switch and "come back here"
	Section   string // which entry of the navigation is current
	Person    string // name of who is signed in, or ""
	Desk      bool   // who is signed in works here: the desk is offered
	Notice    string // one sentence about what was just done, or ""
	RequestID string
}

// Set holds what all pages share.
type Set struct {
	site   Site
	words  *i18n.Catalogue
	assets *assets.Files
	shell  func(w http.ResponseWriter, r *http.Request) Shell
	fault  *Page[Fault]
	base   map[string]*template.Template // language → skeleton and parts
}

// NewSet parses the skeleton. The shell function says what a request's shell is
// (who is signed in, which language, the waiting notice); it is called once per
// page drawn.
func NewSet(site Site, words *i18n.Catalogue, files *assets.Files, shell func(http.ResponseWriter, *http.Request) Shell) (*Set, error) {
	s := &Set{site: site, words: words, assets: files, shell: shell, base: map[string]*template.Template{}}
	for _, lang := range i18n.Languages() {
		t, err := template.New("skeleton.html").Funcs(s.funcs(lang)).Option("missingkey=error").ParseFS(shared, "templates/skeleton.html", "templates/parts.html")
		if err != nil {
			return nil, fmt.Errorf("parsing skeleton: %w", err)
		}
		if missing := unsaid(t, words); len(missing) > 0 {
			return nil, fmt.Errorf("the skeleton says what no message file says: %v", missing)
		}
		s.base[lang] = t
	}
	var err error
	s.fault, err = NewPage[Fault](s, shared, "templates/fault.html")
	return s, err
}

// Site is what the installation says about itself.
func (s *Set) Site() Site { return s.site }

// Text says a message; for the few words that do not stand in a template.
func (s *Set) Text(lang, key string, params map[string]string) string {
	return s.words.Text(lang, key, params)
}

// Words are all messages of the pages.
func (s *Set) Words() *i18n.Catalogue { return s.words }
