package notify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// Templates are the texts of notices, in every language.
type Templates struct {
	set map[string]*template.Template // "<name>.<lang>"
}

// languages every template must speak.
var languages = []string{"vi", "en"}

// LoadTemplates reads <dir>/<name>.<lang>.txt: text/template, the first line the
// title, then an empty line, then the body. The data is the notice's parameters;
// one that is missing is an error, not an empty word. A template that lacks a
// language is refused.
func LoadTemplates(fsys fs.FS, dir string) (*Templates, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("listing the notice templates: %w", err)
	}
	t := &Templates{set: map[string]*template.Template{}}
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("reading notice template %s: %w", file, err)
		}
		name := strings.TrimSuffix(path.Base(file), ".txt")
		if title, body, _ := strings.Cut(string(text), "\n\n"); strings.TrimSpace(title) == "" || strings.TrimSpace(body) == "" {
			return nil, fmt.Errorf("notice template %s is not a title, an empty line and a body", file)
		}
		t.set[name], err = template.New(name).Option("missingkey=error").Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("reading notice template %s: %w", file, err)
		}
	}
	for name := range t.set {
		base, _, _ := strings.Cut(name, ".")
		for _, lang := range languages {
			if t.set[base+"."+lang] == nil {
				return nil, fmt.Errorf("notice template %s has no language %q", base, lang)
			}
		}
	}
	return t, nil
}

// Render fills a template in and parts title and body.
func (t *Templates) Render(name, lang string, params map[string]string) (title, body string, err error) {
	tmpl := t.set[name+"."+lang]
	if tmpl == nil {
		return "", "", fmt.Errorf("no notice template %s in language %q", name, lang)
	}
	var text bytes.Buffer
	if err := tmpl.Execute(&text, params); err != nil {
		return "", "", fmt.Errorf("filling in notice template %s.%s: %w", name, lang, err)
	}
	title, body, _ = strings.Cut(text.String(), "\n\n")
	title = strings.TrimSpace(title)
	if title == "" || strings.ContainsAny(title, "\r\n") {
		return "", "", errors.New("the title of a notice is not one line: " + name + "." + lang)
	}
	return title, strings.TrimSpace(body) + "\n", nil
}
