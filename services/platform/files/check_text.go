package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// checkText refuses bytes that are no text, and text that a browser or a viewer
// would take for a page. Legacy Vietnamese encodings are text.
func checkText(s *spool) error {
	guess := vntext.Detect(s.head)
	start, err := vntext.Decode(s.head, guess.Encoding)
	if err != nil {
		return s.damaged("encoding")
	}
	start = strings.ToLower(strings.TrimLeft(start, "\ufeff \t\r\n"))
	for _, page := range []string{"<!doctype", "<html", "<?xml", "<svg", "<script", "<body", "<head", "<iframe", "<!--", "<?php", "#!", "mz\x90", "{\\rtf"} {
		if strings.HasPrefix(start, page) {
			return refuse(ReasonKindMismatch, fault.Param("kind", string(s.kind)))
		}
	}
	for _, part := range []string{"<script", "<iframe", "<svg", "<html", "%pdf-"} {
		if strings.Contains(start, part) {
			return refuse(ReasonPolyglot, what(part))
		}
	}
	return s.noBinary(guess.Encoding)
}

// noBinary refuses NUL and the control characters no text has. It reads the
// text, not the bytes: VISCII puts letters where others have control characters.
func (s *spool) noBinary(encoding vntext.Encoding) error {
	r, err := vntext.NewReader(s.reader(), encoding)
	if err != nil {
		return s.damaged("encoding")
	}
	buffer := make([]byte, 64<<10)
	for {
		n, err := r.Read(buffer)
		if bytes.IndexByte(buffer[:n], 0) >= 0 || bytes.ContainsAny(buffer[:n], "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x1b\x7f") {
			return refuse(ReasonKindMismatch, fault.Param("kind", string(s.kind)))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("files: reading an upload: %w", err)
		}
	}
}
