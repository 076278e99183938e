package interop

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// browser is one person's: cookies, redirects and forms, and no knowledge of any protocol.
type browser struct {
	http  *http.Client
	forms []string // prompts of the provider that were filled in
}

func newBrowser() *browser {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &browser{http: &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

// landing is where a walk ended.
type landing struct {
	url    *url.URL
	status int
	body   string
}

// visit is one request; redirects are answered, not followed.
func (b *browser) visit(ctx context.Context, method string, to *url.URL, form url.Values) (*landing, *url.URL, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, method, to.String(), body)
	if err != nil {
		return nil, nil, err
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Accept-Language", "vi")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := b.http.Do(r)
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close() // it has been read
	if err != nil {
		return nil, nil, err
	}
	at := &landing{url: to, status: answer.StatusCode, body: string(text)}
	if next, err := answer.Location(); err == nil && answer.StatusCode/100 == 3 {
		return at, next, nil
	}
	return at, nil, nil
}

// walk goes where it is sent until a page comes, or until halt says of the next address that it is far enough; that address is
// then not opened.
func (b *browser) walk(ctx context.Context, method, to string, form url.Values, halt func(*url.URL) bool) (*landing, error) {
	next, err := url.Parse(to)
	if err != nil {
		return nil, err
	}
	const longest = 20
	for range longest {
		if halt != nil && halt(next) {
			return &landing{url: next}, nil
		}
		at, on, err := b.visit(ctx, method, next, form)
		if err != nil || on == nil {
			return at, err
		}
		method, form, next = http.MethodGet, nil, on
	}
	return nil, fmt.Errorf("sent on more than %d times, last to %s", longest, next)
}

// field names of the form that posts, with what they hold, and where it posts to.
func (l *landing) form() (action string, fields url.Values, err error) {
	root, err := html.Parse(strings.NewReader(l.body))
	if err != nil {
		return "", nil, err
	}
	for n := range root.Descendants() {
		switch {
		case n.Data == "form" && strings.EqualFold(attribute(n, "method"), "post") && fields == nil:
			action, fields = attribute(n, "action"), url.Values{}
		case n.Data == "input" && fields != nil && attribute(n, "name") != "":
			fields.Set(attribute(n, "name"), attribute(n, "value"))
		}
	}
	if fields == nil {
		return "", nil, fmt.Errorf("%s (%d) shows no form", l.url, l.status)
	}
	target, err := l.url.Parse(action)
	if err != nil {
		return "", nil, err
	}
	return target.String(), fields, nil
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
