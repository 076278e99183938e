package files_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
)

const pdfBody = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n"

func pdf(extra string) string { return pdfBody + extra + "\ntrailer <</Root 1 0 R>>\n%%EOF\n" }

func packed(text string) string {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

type entry struct{ name, text string }

func archive(entries ...entry) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate})
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(f, e.text)
	}
	_ = w.Close()
	return b.String()
}

func docx(more ...entry) string {
	return archive(append([]entry{{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w:document/>"}}, more...)...)
}

func picture(kind string) string {
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	if kind == "png" {
		_ = png.Encode(&b, img)
	} else {
		_ = jpeg.Encode(&b, img, nil)
	}
	return b.String()
}

const (
	webp = "RIFF\x0e\x00\x00\x00WEBPVP8L\x02\x00\x00\x00\x2f\x00"
	odt  = "application/vnd.oasis.opendocument.text"
)

func mp3() string {
	return "ID3\x04\x00\x00\x00\x00\x00\x05hello\xff\xfb\x90\x00" + strings.Repeat("\x00", 400)
}

// stored is a docx whose last part is not packed, so that a test can break it.
func stored(name, text string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range []entry{{"[Content_Types].xml", ""}, {"word/document.xml", ""}, {name, text}} {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Store})
		_, _ = io.WriteString(f, e.text)
	}
	_ = w.Close()
	return b.String()
}
