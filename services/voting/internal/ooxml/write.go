package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ContentType is the media type of the documents.
const ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const (
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
		`xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" ` +
		`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	// A4 with the margins of Nghị định 30/2020/NĐ-CP: 20 mm above, below and right, 30 mm left; in twentieths of a point.
	section = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>`
	styles  = xml.Header + `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/>` +
		`</w:rPr></w:rPrDefault></w:docDefaults></w:styles>`
	contentTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="` + ContentType + `.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	office        = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
)

// Write turns the body of a well-formed XHTML page into a document.
func Write(page []byte) ([]byte, error) {
	w := &writer{in: xml.NewDecoder(bytes.NewReader(page))}
	w.in.Entity = xml.HTMLEntity
	if err := w.walk(); err != nil {
		return nil, err
	}
	return w.pack()
}

type writer struct {
	in     *xml.Decoder
	out    strings.Builder
	images [][]byte
	body   bool
	skip   int // depth inside what has no place in a document
	para   bool
	class  []string // of the block the text stands in
	bold   int
	italic int
	filled []bool // whether each open cell holds a paragraph already
}

var errTruncated = errors.New("ooxml: the page ends within an element")

func (w *writer) walk() error {
	for {
		token, err := w.in.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("ooxml: reading the page: %w", errors.Join(errTruncated, err))
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = w.start(t)
		case xml.EndElement:
			w.end(t.Name.Local)
		case xml.CharData:
			w.text(string(t))
		}
		if err != nil {
			return err
		}
	}
}

func (w *writer) pack() ([]byte, error) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	rels := xml.Header + relationships + `<Relationship Id="rStyles" Type="` + office + `styles" Target="styles.xml"/>`
	for i := range w.images {
		rels += fmt.Sprintf(`<Relationship Id="rImage%d" Type="%simage" Target="media/image%d.png"/>`, i+1, office, i+1)
	}
	parts := []struct {
		name string
		data []byte
	}{
		{"[Content_Types].xml", []byte(contentTypes)},
		{"_rels/.rels", []byte(xml.Header + relationships + `<Relationship Id="rDocument" Type="` + office + `officeDocument" Target="word/document.xml"/></Relationships>`)},
		{"word/document.xml", []byte(xml.Header + `<w:document ` + namespaces + `><w:body>` + w.out.String() + section + `</w:body></w:document>`)},
		{"word/styles.xml", []byte(styles)},
		{"word/_rels/document.xml.rels", []byte(rels + `</Relationships>`)},
	}
	for i, image := range w.images {
		parts = append(parts, struct {
			name string
			data []byte
		}{fmt.Sprintf("word/media/image%d.png", i+1), image})
	}
	for _, part := range parts { // no times: the same page is the same file
		entry, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("ooxml: %s: %w", part.name, err)
		}
		if _, err := entry.Write(part.data); err != nil {
			return nil, fmt.Errorf("ooxml: %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("ooxml: closing the file: %w", err)
	}
	return file.Bytes(), nil
}

// picture places a PNG of 26 mm.
func (w *writer) picture(source string) error {
	data, ok := strings.CutPrefix(source, "data:image/png;base64,")
	image, err := base64.StdEncoding.DecodeString(data)
	if !ok || err != nil {
		return errors.New("ooxml: a picture is no PNG in base64")
	}
	w.images = append(w.images, image)
	n, size := len(w.images), 26*36000
	fmt.Fprintf(&w.out, `<w:r><w:drawing><wp:inline><wp:extent cx="%[1]d" cy="%[1]d"/><wp:docPr id="%[2]d" name="%[2]d"/><a:graphic>`+
		`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[2]d" name="%[2]d"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rImage%[2]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[1]d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, size, n)
	return nil
}
