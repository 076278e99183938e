package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheetNotes is what a sheet says of its cells beside their values: which are
// merged over several rows, and which hold a formula nobody has computed.
type sheetNotes struct {
	merged     []merge // by first row
	uncomputed map[int][]int
}

// merge is one cell over several rows of one column.
type merge struct{ column, from, to int }

// mostNotes bounds what is kept; a sheet with more was not made by hand.
const mostNotes = 100_000

// notesOf reads a sheet once without building it. What cannot be found says
// nothing: the reader of the rows tells what is damaged.
func notesOf(packed []byte, sheet string) (sheetNotes, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return sheetNotes{}, nil //nolint:nilerr // the reader of the rows tells it
	}
	part, err := archive.Open(partOf(archive, sheet))
	if err != nil {
		return sheetNotes{}, nil //nolint:nilerr // as above
	}
	defer part.Close()
	return readNotes(part)
}

// partOf finds the part a sheet lies in.
func partOf(archive *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if readPart(archive, "xl/workbook.xml", &book) != nil || readPart(archive, "xl/_rels/workbook.xml.rels", &links) != nil {
		return ""
	}
	for _, s := range book.Sheets {
		for _, link := range links.List {
			if s.Name == sheet && s.ID == link.ID {
				if strings.HasPrefix(link.Target, "/") {
					return link.Target[1:]
				}
				return path.Join("xl", link.Target)
			}
		}
	}
	return ""
}

func readPart(archive *zip.Reader, name string, into any) error {
	part, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer part.Close()
	return xml.NewDecoder(io.LimitReader(part, memoryOfPart)).Decode(into)
}

// readNotes goes from tag to tag: decoding the XML would cost as much as reading the rows.
func readNotes(part io.Reader) (sheetNotes, error) {
	notes := sheetNotes{uncomputed: map[int][]int{}}
	in := bufio.NewReaderSize(part, 64<<10)
	var cell []byte
	computes := false // a formula has just ended
	for kept := 0; kept < mostNotes; {
		token, err := in.ReadSlice('>')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // the text of a long cell
		}
		if err != nil {
			return notes, nil //nolint:nilerr // the end, or damage the reader of the rows tells
		}
		open := bytes.LastIndexByte(token, '<')
		if open < 0 {
			continue
		}
		tag := token[open+1 : len(token)-1]
		switch name := localName(tag); {
		case name == "c":
			cell, computes = append(cell[:0], tag...), false
		case name == "f" && bytes.HasSuffix(tag, []byte("/")), name == "/f":
			computes = true
		case name == "/c" && computes:
			computes = false
			if column, row, err := excelize.CellNameToCoordinates(attribute(cell, "r")); err == nil {
				notes.uncomputed[row] = append(notes.uncomputed[row], column-1)
				kept++
			}
		case name == "mergeCell":
			if m, ok := mergeOf(attribute(tag, "ref")); ok {
				notes.merged = append(notes.merged, m)
				kept++
			}
		default:
			computes = false
		}
	}
	return notes, refuse(ReasonDamaged)
}

func localName(tag []byte) string {
	if end := bytes.IndexAny(tag, " \t\r\n"); end >= 0 {
		tag = tag[:end]
	}
	closing := bytes.HasPrefix(tag, []byte("/"))
	if colon := bytes.LastIndexByte(tag, ':'); colon >= 0 {
		tag = tag[colon+1:]
		if closing {
			return "/" + string(tag)
		}
	}
	return strings.TrimSuffix(string(tag), "/")
}

func attribute(tag []byte, name string) string {
	_, value, found := bytes.Cut(tag, []byte(" "+name+`="`))
	if !found {
		return ""
	}
	value, _, _ = bytes.Cut(value, []byte(`"`))
	return string(value)
}

// mergeOf reads "A3:A9"; cells merged over several columns are titles.
func mergeOf(ref string) (merge, bool) {
	first, last, _ := strings.Cut(ref, ":")
	column, from, err := excelize.CellNameToCoordinates(first)
	end, to, err2 := excelize.CellNameToCoordinates(last)
	return merge{column - 1, from, to}, errors.Join(err, err2) == nil && column == end && to > from
}

// mergedDown fills cells that lie under one merged over several rows.
type mergedDown struct {
	waiting []merge // by first row
	active  map[int]*standing
}

type standing struct {
	to    int
	value string
}

// fill gives the cells of a record the values merged over them, where the record
// says anything else; it answers with the columns filled.
func (m *mergedDown) fill(rec *record) {
	for len(m.waiting) > 0 && m.waiting[0].from <= rec.line {
		next := m.waiting[0]
		m.waiting = m.waiting[1:]
		if next.from == rec.line && next.column < len(rec.cells) {
			m.active[next.column] = &standing{to: next.to, value: rec.cells[next.column]}
		}
	}
	if len(m.active) == 0 {
		return
	}
	empty := len(trimEmpty(rec.cells)) == 0
	for column, s := range m.active {
		if rec.line > s.to {
			delete(m.active, column)
			continue
		}
		for column >= len(rec.cells) && !empty {
			rec.cells = append(rec.cells, "")
		}
		if !empty && rec.cells[column] == "" && s.value != "" {
			rec.cells[column] = s.value
			rec.merged = append(rec.merged, column)
		}
	}
}

func readAllOf(r io.Reader) ([]byte, error) {
	packed, err := io.ReadAll(r)
	if err != nil && !isRefusal(err) {
		err = fmt.Errorf("importer: reading the file: %w", err)
	}
	return packed, err
}
