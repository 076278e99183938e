package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strconv"
	"sync"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Page is one template bound to the type of what it shows.
type Page[T any] struct {
	set    *Set
	name   string
	byLang map[string]func() (*template.Template, error) // parsed at the first use
}

// content is what a template sees: .Shell around, .Page inside.
type content[T any] struct {
	Shell Shell
	Page  T
}

// NewPage parses one page and what it shares with the others of its room, and looks
// up every message it says. On top of the skeleton, which every page has a copy of,
// it is put when somebody first asks for it: most pages of most installations are
// not asked for in one language or the other.
func NewPage[T any](s *Set, files fs.FS, names ...string) (*Page[T], error) {
	name := names[len(names)-1]
	own, err := template.New(name).Funcs(s.funcs(i18n.Vietnamese)).ParseFS(files, names...)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	if missing := unsaid(own, s.words); len(missing) > 0 {
		return nil, fmt.Errorf("page %s says what no message file says: %v", name, missing)
	}
	p := &Page[T]{set: s, name: name, byLang: map[string]func() (*template.Template, error){}}
	for lang, base := range s.base {
		p.byLang[lang] = sync.OnceValues(func() (*template.Template, error) {
			whole, err := base.Clone()
			if err != nil {
				return nil, err
			}
			return whole.ParseFS(files, names...)
		})
	}
	return p, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes the page into memory.
func (p *Page[T]) Render(into *bytes.Buffer, shell Shell, data T) error {
	parsed, ok := p.byLang[shell.Lang]
	if !ok {
		parsed = p.byLang[i18n.Vietnamese]
	}
	t, err := parsed()
	if err != nil {
		return fmt.Errorf("page %s: %w", p.name, err)
	}
	if err := t.Execute(into, content[T]{Shell: shell, Page: data}); err != nil {
		return fmt.Errorf("rendering %s: %w", p.name, err)
	}
	return nil
}

// Draw answers a request with the page, for this reader only: never cached.
func (p *Page[T]) Draw(w http.ResponseWriter, r *http.Request, status int, data T) error {
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() { buffer.Reset(); buffers.Put(buffer) }()
	if err := p.Render(buffer, p.set.shell(w, r), data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(buffer.Len()))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-store")
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(buffer.Bytes()) // the reader has gone; there is nobody to tell
	}
	return nil
}
