package story

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Page is a page as a reader without eyes for layout takes it in.
type Page struct {
	URL  *url.URL
	raw  string
	root *html.Node
}

func readPage(at *url.URL, body []byte) (*Page, error) {
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("reading the page: %w", err)
	}
	return &Page{URL: at, raw: string(body), root: root}, nil
}

// Text is all that the page says, with single spaces.
func (p *Page) Text() string {
	var b strings.Builder
	p.walk(func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// says fails unless the page says all of it.
func (p *Page) says(all ...string) error {
	text := p.Text()
	for _, one := range all {
		if !strings.Contains(text, strings.Join(strings.Fields(one), " ")) {
			return fmt.Errorf("%s does not say %q", p.URL, one)
		}
	}
	return nil
}

// Links are the addresses the page leads to, as written.
func (p *Page) Links() []string {
	var links []string
	p.walk(func(n *html.Node) {
		if n.Data == "a" && attribute(n, "href") != "" {
			links = append(links, attribute(n, "href"))
		}
	})
	return links
}

// link finds the first link that holds part.
func (p *Page) link(part string) (string, error) {
	for _, one := range p.Links() {
		if strings.Contains(one, part) {
			return one, nil
		}
	}
	return "", fmt.Errorf("%s has no link to %s", p.URL, part)
}

// form finds the form that posts to an address holding part, and what it would send untouched.
func (p *Page) form(part string) (action string, values url.Values, err error) {
	p.walk(func(n *html.Node) {
		if n.Data != "form" || values != nil || !strings.Contains(attribute(n, "action"), part) {
			return
		}
		action, values = attribute(n, "action"), url.Values{}
		each(n, func(in *html.Node) {
			switch in.Data {
			case "input":
				if kind := attribute(in, "type"); kind != "submit" && kind != "checkbox" && kind != "radio" || has(in, "checked") {
					values.Set(attribute(in, "name"), attribute(in, "value"))
				}
			case "textarea":
				values.Set(attribute(in, "name"), textOf(in))
			case "option":
				if has(in, "selected") {
					values.Set(attribute(in.Parent, "name"), attribute(in, "value"))
				}
			}
		})
	})
	if values == nil {
		return "", nil, fmt.Errorf("%s has no form that posts to %s", p.URL, part)
	}
	target, err := p.URL.Parse(action)
	if err != nil {
		return "", nil, err
	}
	return target.String(), values, nil
}

// elements counts the elements of a name.
func (p *Page) elements(name string, match func(*html.Node) bool) int {
	count := 0
	p.walk(func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == name && (match == nil || match(n)) {
			count++
		}
	})
	return count
}

func (p *Page) walk(fn func(*html.Node)) { each(p.root, fn) }

func each(n *html.Node, fn func(*html.Node)) {
	fn(n)
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		each(child, fn)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	each(n, func(t *html.Node) {
		if t.Type == html.TextNode {
			b.WriteString(t.Data)
		}
	})
	return b.String()
}
