package files

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
)

// acting are names of PDF that make a viewer run, open or carry something. The
// short ones need what follows them, or compressed pictures would match by chance.
var acting = regexp.MustCompile(`/(JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Encrypt)\b` +
	`|/JS\s*[(<][\x20-\x7e\s]{4}|/JS\s+\d+\s+\d+\s+R\b|/XFA\s*(\[|\d+\s+\d+\s+R\b)`)

var escapedName = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)

// streamStart is where packed data begins; objects is how a packed stream of
// objects begins: with pairs of numbers.
var (
	streamStart = regexp.MustCompile(`stream\r?\n`)
	objects     = regexp.MustCompile(`^\s*\d+\s+\d+`)
)

// Sizes of a PDF read into memory, and how much may be unpacked in all.
const (
	pdfPiece    = 1 << 20
	pdfOverlap  = 4 << 10
	pdfUnpacked = 32 << 20
)

// checkPDF wants a PDF from its first byte to its end mark, no page in its
// beginning, and no name that acts: written plainly, with # codes or inside a
// packed stream of objects. An encrypted PDF is refused, nothing can be said of it.
func checkPDF(s *spool) error {
	head := lowerASCII(s.head)
	for _, page := range []string{"<!doctype", "<html", "<script", "<svg", "<body", "<iframe"} {
		if bytes.Contains(head, []byte(page)) {
			return refuse(ReasonPolyglot, what(page))
		}
	}
	tail, err := s.tail(64<<10 + 22)
	if err != nil {
		return err
	}
	if bytes.Contains(tail, []byte("PK\x05\x06")) {
		return refuse(ReasonPolyglot, what("ZIP"))
	}
	if !bytes.Contains(tail[max(0, len(tail)-2048):], []byte("%%EOF")) {
		return s.damaged("%%EOF")
	}
	return (&pdfLook{spool: s, left: pdfUnpacked}).all()
}

// pdfLook reads a PDF in pieces that overlap, so that nothing hides on an edge.
type pdfLook struct {
	spool *spool
	next  int64 // place up to which streams were unpacked
	left  int64 // bytes that may still be unpacked
}

func (l *pdfLook) all() error {
	buffer := make([]byte, pdfPiece+pdfOverlap)
	kept, base := 0, int64(0)
	for r := l.spool.reader(); ; {
		n, err := io.ReadFull(r, buffer[kept:])
		if err := l.piece(buffer[:kept+n], base); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("files: reading an upload: %w", err)
		}
		base += int64(len(buffer) - pdfOverlap)
		kept = copy(buffer, buffer[len(buffer)-pdfOverlap:])
	}
}

func (l *pdfLook) piece(piece []byte, base int64) error {
	if err := refuseActing(piece); err != nil {
		return err
	}
	for _, at := range streamStart.FindAllIndex(piece, -1) {
		start := base + int64(at[1])
		if start <= l.next {
			continue // seen at the end of the piece before
		}
		l.next = start
		if err := l.stream(start); err != nil {
			return err
		}
	}
	return nil
}

// stream looks into packed data that holds objects. What is not deflated was
// seen in the plain look, or is a picture.
func (l *pdfLook) stream(start int64) error {
	packed := bufio.NewReaderSize(io.NewSectionReader(l.spool.file, start, l.spool.size-start), 4096)
	r, err := zlib.NewReader(packed)
	if err != nil {
		return nil
	}
	first := make([]byte, 64)
	n, _ := io.ReadFull(r, first)
	if !objects.Match(first[:n]) {
		return nil
	}
	// Damage inside a stream is the viewer's affair; what came out is looked at.
	rest, _ := io.ReadAll(io.LimitReader(r, l.left+1))
	if l.left -= int64(len(rest)); l.left < 0 {
		return refuse(ReasonArchiveUnsafe, what("stream"))
	}
	return refuseActing(append(first[:n], rest...))
}

func refuseActing(text []byte) error {
	if bytes.IndexByte(text, '#') >= 0 {
		text = escapedName.ReplaceAllFunc(text, func(code []byte) []byte {
			b, _ := strconv.ParseUint(string(code[1:]), 16, 8)
			return []byte{byte(b)}
		})
	}
	if name := acting.Find(text); name != nil {
		return refuse(ReasonActiveContent, what(string(bytes.TrimSpace(name[:min(len(name), 14)]))))
	}
	return nil
}
