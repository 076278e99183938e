package mailbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
)

//go:embed mailbox.html
var pageText string

var page = template.Must(template.New("mailbox").Parse(pageText))

// ServeHTTP shows the letters, newest first. It is mounted in the demo only.
func (b *Mailbox) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	var out bytes.Buffer
	if err := page.Execute(&out, b.Letters()); err != nil {
		http.Error(w, "Không dựng được trang.", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'")
	header.Set("Cache-Control", "no-store")
	_, _ = w.Write(out.Bytes())
}
