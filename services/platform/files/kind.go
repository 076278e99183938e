package files

import (
	"path"
	"slices"
	"strings"
)

// Kind is a kind of file the product accepts.
type Kind string

// Kinds of files.
const (
	PDF  Kind = "pdf"
	DOCX Kind = "docx"
	XLSX Kind = "xlsx"
	ODT  Kind = "odt"
	PNG  Kind = "png"
	JPEG Kind = "jpeg"
	WebP Kind = "webp"
	Text Kind = "txt"
	CSV  Kind = "csv"
	MP3  Kind = "mp3"
)

// Sets of kinds for callers.
var (
	Documents = []Kind{PDF, DOCX, XLSX, ODT, PNG, JPEG, WebP, Text, CSV}
	Images    = []Kind{PNG, JPEG, WebP}
	Evidence  = []Kind{PDF, PNG, JPEG, WebP, MP3} // of a posting or a broadcast
	Tables    = []Kind{CSV, XLSX}                 // for imports
)

type description struct {
	contentType string
	claims      []string // other types browsers give it
	endings     []string
	check       func(*spool) error
}

var kinds = map[Kind]description{
	PDF:  {"application/pdf", []string{"application/x-pdf"}, []string{".pdf"}, checkPDF},
	DOCX: {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{"application/zip"}, []string{".docx"}, checkDOCX},
	XLSX: {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{"application/zip"}, []string{".xlsx"}, checkXLSX},
	ODT:  {"application/vnd.oasis.opendocument.text", []string{"application/zip"}, []string{".odt"}, checkODT},
	PNG:  {"image/png", nil, []string{".png"}, checkPNG},
	JPEG: {"image/jpeg", []string{"image/jpg", "image/pjpeg"}, []string{".jpg", ".jpeg"}, checkJPEG},
	WebP: {"image/webp", nil, []string{".webp"}, checkWebP},
	Text: {"text/plain; charset=utf-8", nil, []string{".txt"}, checkText},
	CSV:  {"text/csv; charset=utf-8", []string{"text/plain", "application/csv", "application/vnd.ms-excel"}, []string{".csv"}, checkText},
	MP3:  {"audio/mpeg", []string{"audio/mp3", "audio/x-mp3"}, []string{".mp3"}, checkMP3},
}

// ContentType is the type a file of this kind is served with.
func (k Kind) ContentType() string {
	if d, known := kinds[k]; known {
		return d.contentType
	}
	return "application/octet-stream"
}

// kindOf tells the kind a name claims by its ending.
func kindOf(name string) (Kind, bool) {
	ending := strings.ToLower(path.Ext(name))
	for kind, d := range kinds {
		if slices.Contains(d.endings, ending) {
			return kind, true
		}
	}
	return "", false
}

// claimed reports whether a declared content type goes with the kind. Browsers
// that do not know a type say octet-stream or nothing.
func (k Kind) claimed(contentType string) bool {
	claim, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	claim = strings.TrimSpace(claim)
	own, _, _ := strings.Cut(kinds[k].contentType, ";")
	return claim == "" || claim == "application/octet-stream" || claim == own || slices.Contains(kinds[k].claims, claim)
}

// sniff tells the kind from the first bytes. Archives and texts share a
// beginning: for them it answers whether the claimed kind is possible.
func sniff(head []byte, claim Kind) (Kind, bool) {
	starts := func(magic string) bool { return strings.HasPrefix(string(head), magic) }
	switch {
	case starts("%PDF-"):
		return PDF, true
	case starts("\x89PNG\r\n\x1a\n"):
		return PNG, true
	case starts("\xff\xd8\xff"):
		return JPEG, true
	case starts("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return WebP, true
	case starts("PK\x03\x04"):
		return claim, claim == DOCX || claim == XLSX || claim == ODT
	case starts("ID3"), len(head) >= 2 && head[0] == 0xFF && head[1]&0xE6 == 0xE2 && claim == MP3:
		return MP3, true
	}
	return claim, claim == Text || claim == CSV
}
