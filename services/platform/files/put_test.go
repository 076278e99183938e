package files_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

func store(t *testing.T, scanner files.Scanner) *files.Store {
	t.Helper()
	s, err := files.Open(context.Background(), "file://"+t.TempDir(), files.Options{SpoolDir: t.TempDir(), Scanner: scanner})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestPutAccepts(t *testing.T) {
	legacy, err := vntext.Encode("họ và tên;địa chỉ\nnguyễn văn đức;thôn quyết tiến\n", vntext.TCVN3)
	if err != nil {
		t.Fatal(err)
	}
	xlsx := archive(entry{"[Content_Types].xml", "<Types/>"}, entry{"xl/workbook.xml", "<workbook/>"})
	hyperlink := `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://vbpl.vn" TargetMode="External"/></Relationships>`
	for name, tc := range map[string]struct {
		content, declared string
		kind              files.Kind
	}{
		"Quyết định 12.pdf": {pdf(""), "application/pdf", files.PDF},
		"QD.PDF":            {pdf("3 0 obj <</Type /ObjStm>> stream\n" + packed("1 0 2 5 <</Type /Page>>") + "\nendstream"), "", files.PDF},
		"to trinh.docx":     {docx(entry{"word/_rels/document.xml.rels", hyperlink}), "application/zip", files.DOCX},
		"bang.xlsx":         {xlsx, "", files.XLSX},
		"bien ban.odt":      {archive(entry{"mimetype", odt}, entry{"content.xml", "<x/>"}), "", files.ODT},
		"anh.png":           {picture("png"), "image/png", files.PNG},
		"anh.jpg":           {picture("jpeg"), "image/jpeg", files.JPEG},
		"anh.webp":          {webp, "image/webp", files.WebP},
		"ghi chu.txt":       {"Thông báo 5 < 6 và <a> 7\n", "text/plain", files.Text},
		"danh sach.csv":     {string(legacy), "application/vnd.ms-excel", files.CSV},
		"phat thanh.mp3":    {mp3(), "audio/mpeg", files.MP3},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, nil)
			limits := files.Limits{Size: 1 << 20, Kinds: append([]files.Kind{files.MP3}, files.Documents...), Declared: tc.declared}
			h, err := s.Put(context.Background(), name, iotest.OneByteReader(strings.NewReader(tc.content)), limits)
			if err != nil {
				t.Fatal(err)
			}
			if h.Kind != tc.kind || h.Size != int64(len(tc.content)) || h.Name != name || len(h.SHA256) != 64 {
				t.Errorf("%+v", h)
			}
			r, err := s.Get(context.Background(), h.Key)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if back, err := io.ReadAll(r); err != nil || string(back) != tc.content {
				t.Errorf("%d bytes came back, %v", len(back), err)
			}
			again, err := s.Put(context.Background(), "khác"+name, strings.NewReader(tc.content), limits)
			if err != nil || again.Key != h.Key {
				t.Errorf("the same content again: %+v, %v", again, err)
			}
		})
	}
}

func TestPutRefuses(t *testing.T) {
	bomb := docx(entry{"word/media/a.xml", strings.Repeat("\x00", 8<<20)})
	template := `<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"/>`
	for name, tc := range map[string]struct {
		file, content, declared, reason string
	}{
		"nothing":                           {"a.pdf", "", "", files.ReasonEmpty},
		"too large":                         {"a.txt", strings.Repeat("a", 1<<20+1), "", files.ReasonTooLarge},
		"SVG":                               {"a.svg", "<svg/>", "image/svg+xml", files.ReasonKindNotAllowed},
		"a program":                         {"a.exe", "MZ\x90", "", files.ReasonKindNotAllowed},
		"no ending":                         {"Quyết định", pdf(""), "application/pdf", files.ReasonKindNotAllowed},
		"docm by name":                      {"a.docm", docx(), "", files.ReasonKindNotAllowed},
		"a hidden ending":                   {"anh\u202egnp.exe", picture("png"), "", files.ReasonKindNotAllowed},
		"a page named pdf":                  {"a.pdf", "<html><script>alert(1)</script></html>", "application/pdf", files.ReasonKindMismatch},
		"an SVG named png":                  {"a.png", "<svg onload=alert(1)/>", "image/png", files.ReasonKindMismatch},
		"a page named txt":                  {"a.txt", "\ufeff  <!DOCTYPE html><p>", "text/plain", files.ReasonKindMismatch},
		"a page inside txt":                 {"a.txt", "Thông báo\n<ScRiPt>alert(1)</script>", "", files.ReasonPolyglot},
		"a program named csv":               {"a.csv", "MZ\x90\x00\x03", "", files.ReasonKindMismatch},
		"NUL in text":                       {"a.txt", "abc\x00def", "", files.ReasonKindMismatch},
		"png named jpg":                     {"a.jpg", picture("png"), "image/jpeg", files.ReasonKindMismatch},
		"pdf declared as page":              {"a.pdf", pdf(""), "text/html", files.ReasonKindMismatch},
		"picture declared as pdf":           {"a.png", picture("png"), "application/pdf", files.ReasonKindMismatch},
		"PDF that is a page too":            {"a.pdf", pdf("<html><script>alert(1)</script>"), "", files.ReasonPolyglot},
		"PDF that is an archive too":        {"a.pdf", pdf("") + archive(entry{"a", "b"}), "", files.ReasonPolyglot},
		"a page before the PDF":             {"a.pdf", "<html>" + pdf(""), "", files.ReasonKindMismatch},
		"PDF cut off":                       {"a.pdf", pdfBody, "", files.ReasonDamaged},
		"PDF with JavaScript":               {"a.pdf", pdf("3 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"), "", files.ReasonActiveContent},
		"PDF with JS alone":                 {"a.pdf", pdf("3 0 obj <</JS (app.alert(1))>> endobj"), "", files.ReasonActiveContent},
		"PDF with JS written in codes":      {"a.pdf", pdf("3 0 obj <</S /J#61va#53cript>> endobj"), "", files.ReasonActiveContent},
		"PDF with packed JavaScript":        {"a.pdf", pdf("3 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\r\n" + packed("5 0 <</S /JavaScript>>") + "\nendstream"), "", files.ReasonActiveContent},
		"PDF with packed JS across an edge": {"a.pdf", pdf(strings.Repeat("%", 1<<20-int(5e4)) + strings.Repeat("%\n", 2) + "stream\n" + packed("5 0 "+strings.Repeat("<< >> ", 9000)+"<</S /JavaScript>>") + "\nendstream"), "", files.ReasonActiveContent},
		"PDF that launches":                 {"a.pdf", pdf("<</S /Launch /F (cmd.exe)>>"), "", files.ReasonActiveContent},
		"PDF that carries a file":           {"a.pdf", pdf("<</Type /EmbeddedFile>>"), "", files.ReasonActiveContent},
		"PDF that is encrypted":             {"a.pdf", pdf("trailer <</Encrypt 9 0 R>>"), "", files.ReasonActiveContent},
		"PDF that swells":                   {"a.pdf", pdf("stream\n" + packed("1 0 "+strings.Repeat(" ", 33<<20))), "", files.ReasonArchiveUnsafe},
		"PNG with an archive behind":        {"a.png", picture("png") + archive(entry{"a", "b"}), "", files.ReasonPolyglot},
		"JPEG with a page behind":           {"a.jpg", picture("jpeg") + "<SCRIPT>alert(1)</script>", "", files.ReasonPolyglot},
		"PNG of only a signature":           {"a.png", "\x89PNG\r\n\x1a\n", "", files.ReasonDamaged},
		"WebP with a wrong length":          {"a.webp", webp + "<html>", "", files.ReasonDamaged},
		"MP3 of only tags":                  {"a.mp3", "ID3\x04\x00\x00\x00\x00\x00\x00", "", files.ReasonDamaged},
		"docx that is a plain archive":      {"a.docx", archive(entry{"a.txt", "a"}), "", files.ReasonKindMismatch},
		"docx that is a workbook":           {"a.docx", archive(entry{"[Content_Types].xml", ""}, entry{"xl/workbook.xml", ""}), "", files.ReasonKindMismatch},
		"docx cut off":                      {"a.docx", docx()[:200], "", files.ReasonDamaged},
		"docx with macros":                  {"a.docx", docx(entry{"word/vbaProject.bin", "x"}), "", files.ReasonMacros},
		"docx declared with macros":         {"a.docx", archive(entry{"[Content_Types].xml", "application/vnd.ms-word.document.macroEnabled.main+xml"}, entry{"word/document.xml", ""}), "", files.ReasonMacros},
		"xlsx with macro sheets":            {"a.xlsx", archive(entry{"[Content_Types].xml", ""}, entry{"xl/workbook.xml", ""}, entry{"xl/macrosheets/sheet1.xml", ""}), "", files.ReasonMacros},
		"odt with a script":                 {"a.odt", archive(entry{"mimetype", odt}, entry{"Basic/Standard/Module1.xml", ""}), "", files.ReasonMacros},
		"odt that is a spreadsheet":         {"a.odt", archive(entry{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}), "", files.ReasonKindMismatch},
		"docx that fetches its template":    {"a.docx", docx(entry{"word/_rels/settings.xml.rels", template}), "", files.ReasonActiveContent},
		"docx with an OLE object":           {"a.docx", docx(entry{"word/embeddings/oleObject1.bin", "x"}), "", files.ReasonActiveContent},
		"docx with ActiveX":                 {"a.docx", docx(entry{"word/activeX/activeX1.xml", "x"}), "", files.ReasonActiveContent},
		"docx bomb":                         {"a.docx", bomb, "", files.ReasonArchiveUnsafe},
		"docx leaving its folder":           {"a.docx", docx(entry{"../../etc/passwd", "x"}), "", files.ReasonArchiveUnsafe},
		"docx leaving it the other way":     {"a.docx", docx(entry{`..\..\evil`, "x"}), "", files.ReasonArchiveUnsafe},
		"docx with one part twice":          {"a.docx", docx(entry{"word/document.xml", "other"}), "", files.ReasonArchiveUnsafe},
		"docx with a wrong checksum":        {"a.docx", strings.Replace(stored("word/x.xml", "GOOD"), "GOOD", "EVIL", 1), "", files.ReasonArchiveUnsafe},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, nil)
			limits := files.Limits{Size: 1 << 20, Kinds: append([]files.Kind{files.MP3}, files.Documents...), Declared: tc.declared}
			if tc.reason == files.ReasonArchiveUnsafe || tc.reason == files.ReasonActiveContent {
				limits.Size = 2 << 20
			}
			h, err := s.Put(context.Background(), tc.file, strings.NewReader(tc.content), limits)
			if !fault.Is(err, tc.reason) || fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%+v, %v; want %s", h, err, tc.reason)
			}
			words, err := files.Words()
			if err != nil || len(words.Missing(tc.reason)) > 0 {
				t.Errorf("the reason has no words: %v", err)
			}
		})
	}
}

func TestPutPassesOnABrokenUpload(t *testing.T) {
	s := store(t, nil)
	_, err := s.Put(context.Background(), "a.txt", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc"))), files.Limits{Size: 10, Kinds: files.Documents})
	if err == nil {
		t.Fatal("half an upload was stored")
	}
	if _, refused := fault.Of(err); refused {
		t.Errorf("a broken connection is no fault of the file: %v", err)
	}
}
