package files

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Bounds of an office document. A real one of 50 MB unpacks to a few times its
// size; a bomb to thousands.
const (
	mostEntries  = 5_000
	mostUnpacked = 300 << 20
	mostRatio    = 120
	ratioFrom    = 1 << 20 // small entries may be packed as tightly as they like
	mostXML      = 4 << 20 // of the parts that are read
)

func checkDOCX(s *spool) error { return s.checkOffice("word/document.xml") }
func checkXLSX(s *spool) error { return s.checkOffice("xl/workbook.xml") }

func checkODT(s *spool) error {
	archive, err := s.archive()
	if err != nil {
		return err
	}
	if len(archive.File) == 0 || archive.File[0].Name != "mimetype" {
		return refuse(ReasonKindMismatch, fault.Param("kind", string(s.kind)))
	}
	kind, err := part(archive.File[0])
	if err != nil || strings.TrimSpace(string(kind)) != "application/vnd.oasis.opendocument.text" {
		return refuse(ReasonKindMismatch, fault.Param("kind", string(s.kind)))
	}
	for _, entry := range archive.File {
		if folder, _, _ := strings.Cut(entry.Name, "/"); folder == "Basic" || folder == "Scripts" {
			return refuse(ReasonMacros, what(entry.Name))
		}
	}
	return unpackAll(archive)
}

// checkOffice wants the main part of the kind, no macros, no foreign objects
// and no template or picture fetched from elsewhere when the file is opened.
func (s *spool) checkOffice(main string) error {
	archive, err := s.archive()
	if err != nil {
		return err
	}
	names := map[string]*zip.File{}
	for _, entry := range archive.File {
		names[entry.Name] = entry
	}
	types, there := names["[Content_Types].xml"]
	if !there || names[main] == nil {
		return refuse(ReasonKindMismatch, fault.Param("kind", string(s.kind)))
	}
	text, err := part(types)
	if err != nil {
		return err
	}
	if lower := bytes.ToLower(text); bytes.Contains(lower, []byte("macroenabled")) || bytes.Contains(lower, []byte("vbaproject")) {
		return refuse(ReasonMacros, what("[Content_Types].xml"))
	}
	for _, entry := range archive.File {
		if err := officeEntry(entry); err != nil {
			return err
		}
	}
	return unpackAll(archive)
}

func officeEntry(entry *zip.File) error {
	name := strings.ToLower(entry.Name)
	switch {
	case strings.Contains(name, "vbaproject") || strings.Contains(name, "vbadata") || strings.Contains(name, "macrosheets/"):
		return refuse(ReasonMacros, what(entry.Name))
	case strings.Contains(name, "activex/") || strings.Contains(name, "embeddings/") && path.Ext(name) == ".bin":
		return refuse(ReasonActiveContent, what(entry.Name))
	case path.Ext(name) != ".rels":
		return nil
	}
	text, err := part(entry)
	if err != nil {
		return err
	}
	for _, relation := range bytes.Split(text, []byte("<Relationship ")) {
		// Links a reader clicks on are external too; only these load by themselves.
		if !bytes.Contains(relation, []byte("External")) {
			continue
		}
		for _, loads := range []string{"/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/externalLinkPath"} {
			if bytes.Contains(relation, []byte(loads)) {
				return refuse(ReasonActiveContent, what(entry.Name))
			}
		}
	}
	return nil
}

// archive opens the spool as a ZIP that begins at its first byte, and refuses
// entries that leave their folder, appear twice or swell.
func (s *spool) archive() (*zip.Reader, error) {
	archive, err := zip.NewReader(s.file, s.size)
	if err != nil {
		if errors.Is(err, zip.ErrInsecurePath) {
			return nil, refuse(ReasonArchiveUnsafe, what("../"))
		}
		return nil, s.damaged("ZIP")
	}
	if len(archive.File) > mostEntries {
		return nil, refuse(ReasonArchiveUnsafe, what("entries"))
	}
	seen := map[string]bool{}
	total := uint64(0)
	for _, entry := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(entry.Name, `\`, "/"))
		if path.IsAbs(name) || strings.Contains(name, "../") || strings.Contains(name, ":") || seen[name] {
			return nil, refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
		}
		seen[name] = true
		total += entry.UncompressedSize64
		swells := entry.UncompressedSize64 > ratioFrom && entry.UncompressedSize64/mostRatio > entry.CompressedSize64
		if total > mostUnpacked || swells {
			return nil, refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
		}
	}
	return archive, nil
}

func part(entry *zip.File) ([]byte, error) {
	r, err := entry.Open()
	if err != nil {
		return nil, refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, mostXML+1))
	if err != nil || len(text) > mostXML {
		return nil, refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
	}
	return text, nil
}

// unpackAll reads every entry once: sizes in the directory may lie, the reader
// stops where they do, and damage shows by the checksum.
func unpackAll(archive *zip.Reader) error {
	for _, entry := range archive.File {
		r, err := entry.Open()
		if err != nil {
			return refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
		}
		_, err = io.Copy(io.Discard, io.LimitReader(r, mostUnpacked))
		_ = r.Close()
		if err != nil {
			return refuse(ReasonArchiveUnsafe, what(SafeName(entry.Name)))
		}
	}
	return nil
}
