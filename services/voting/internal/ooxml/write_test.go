package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func document(t *testing.T, page string) string {
	t.Helper()
	file, err := Write([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(part.Name, ".png") {
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(data)); ; { // every part is well-formed
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
		}
		if part.Name == "word/document.xml" {
			text = string(data)
		}
	}
	return text
}

func TestAPageBecomesADocument(t *testing.T) {
	t.Parallel()
	text := document(t, `<html><head><style>p{}</style></head><body><h1>Biên bản</h1><p class="right italic">Hôm nay &amp; mai</p>
<table><tr><th>Hộ</th><td></td><td>Ngõ <strong>1</strong></td></tr></table><div class="break"></div>
<p><img src="data:image/png;base64,iVBORw0KGgo=" /></p></body></html>`)
	for _, want := range []string{
		"Biên bản", `<w:jc w:val="right"/>`, "<w:i/>", "Hôm nay &amp; mai", "<w:tc><w:p/></w:tc>", "<w:b/></w:rPr><w:t xml:space=\"preserve\">1<",
		`<w:br w:type="page"/>`, `r:embed="rImage1"`, `w:w="11906"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	if strings.Contains(text, "p{}") {
		t.Error("a style came through")
	}
}

func TestWhatIsNotKnownIsRefused(t *testing.T) {
	t.Parallel()
	for _, page := range []string{`<html><body><canvas/></body></html>`, `<html><body><p>`, `<html><body><img src="http://x/y.png"/></body></html>`} {
		if _, err := Write([]byte(page)); err == nil {
			t.Errorf("%s went through", page)
		}
	}
}
