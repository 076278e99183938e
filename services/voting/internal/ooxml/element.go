package ooxml

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// start opens an element. Words of a class say how a block stands: "center", "right", "bold", "italic", "title", "break";
// of a table "plain", which has no lines.
func (w *writer) start(e xml.StartElement) error {
	if w.skip > 0 || e.Name.Local == "head" {
		w.skip++
		return nil
	}
	switch e.Name.Local {
	case "html", "thead", "tbody":
	case "body":
		w.body = true
	case "div":
		if slices.Contains(strings.Fields(attribute(e, "class")), "break") {
			w.out.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		}
	case "h1", "p":
		w.paragraph(strings.Fields(attribute(e, "class")), e.Name.Local == "h1")
	case "strong":
		w.bold++
	case "em":
		w.italic++
	case "br":
		w.out.WriteString(`<w:r><w:br/></w:r>`)
	case "img":
		return w.picture(attribute(e, "src"))
	case "table":
		line := `w:val="single" w:sz="4"`
		if slices.Contains(strings.Fields(attribute(e, "class")), "plain") {
			line = `w:val="nil"`
		}
		borders := ""
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			borders += "<w:" + side + " " + line + "/>"
		}
		w.out.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>` + borders + `</w:tblBorders></w:tblPr>`)
	case "tr":
		w.out.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	case "td", "th":
		w.out.WriteString(`<w:tc>`)
		w.filled = append(w.filled, false)
		if e.Name.Local == "th" {
			w.bold++
		}
	default:
		return fmt.Errorf("ooxml: <%s> is not known", e.Name.Local)
	}
	return nil
}

func (w *writer) paragraph(class []string, title bool) {
	properties := `<w:spacing w:before="60" w:after="60"/>`
	w.class = class
	switch {
	case title || slices.Contains(class, "center"):
		properties += `<w:jc w:val="center"/>`
	case slices.Contains(class, "right"):
		properties += `<w:jc w:val="right"/>`
	}
	if title {
		w.class = append(w.class, "bold")
	}
	w.out.WriteString(`<w:p><w:pPr>` + properties + `</w:pPr>`)
	w.para = true
	if n := len(w.filled); n > 0 {
		w.filled[n-1] = true
	}
}

func (w *writer) end(name string) {
	if w.skip > 0 {
		w.skip--
		return
	}
	switch name {
	case "h1", "p":
		w.out.WriteString(`</w:p>`)
		w.para, w.class = false, nil
	case "strong":
		w.bold--
	case "em":
		w.italic--
	case "table":
		w.out.WriteString(`</w:tbl><w:p/>`)
	case "tr":
		w.out.WriteString(`</w:tr>`)
	case "td", "th":
		last := len(w.filled) - 1
		if w.para { // text that stood in the cell itself
			w.out.WriteString(`</w:p>`)
			w.para = false
		} else if !w.filled[last] {
			w.out.WriteString(`<w:p/>`) // a cell must hold one
		}
		w.filled = w.filled[:last]
		w.out.WriteString(`</w:tc>`)
		if name == "th" {
			w.bold--
		}
	}
}

// text writes words. White space at the edges of elements is layout of the template, within words it is one space.
func (w *writer) text(words string) {
	if !w.body || w.skip > 0 {
		return
	}
	if strings.TrimSpace(words) == "" && !w.para {
		return
	}
	if !w.para {
		w.paragraph(nil, false)
	}
	folded := strings.Join(strings.Fields(words), " ")
	if folded == "" {
		folded = " "
	} else {
		if strings.TrimLeft(words, " \n\t") != words {
			folded = " " + folded
		}
		if strings.TrimRight(words, " \n\t") != words {
			folded += " "
		}
	}
	properties := ""
	if w.bold > 0 || slices.Contains(w.class, "bold") {
		properties += "<w:b/>"
	}
	if w.italic > 0 || slices.Contains(w.class, "italic") {
		properties += "<w:i/>"
	}
	w.out.WriteString(`<w:r><w:rPr>` + properties + `</w:rPr><w:t xml:space="preserve">`)
	_ = xml.EscapeText(&w.out, []byte(folded)) // a strings.Builder takes everything
	w.out.WriteString(`</w:t></w:r>`)
}
