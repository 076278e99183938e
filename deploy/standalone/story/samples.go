package story

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
)

// upload sends a file as the browser's form would.
func (b *Browser) upload(ctx context.Context, name, media string, content []byte) (*typev1.Attachment, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", name)}, "Content-Type": {media},
	})
	if err != nil {
		return nil, err
	}
	_, _ = part.Write(content) // a buffer takes everything
	if err := w.Close(); err != nil {
		return nil, err
	}
	response, got, err := b.call(ctx, http.MethodPost, "/v1/files", http.Header{"Content-Type": {w.FormDataContentType()}}, body.Bytes())
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusCreated {
		return nil, readRefusal(answer{response.StatusCode, got})
	}
	var taken struct{ Handle, FileName, SHA256 string }
	if err := json.Unmarshal(got, &taken); err != nil {
		return nil, err
	}
	return &typev1.Attachment{Handle: taken.Handle, FileName: taken.FileName, Description: "Bản quét có dấu"}, nil
}

// scanned is a PDF of one page that says mark.
func scanned(mark string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	text := "BT /F1 18 Tf 72 720 Td (" + mark + ") Tj ET"
	b.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>")
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// board is a small picture, in place of the photograph of a notice board.
func board(mark string) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for x := range 64 {
		for y := range 48 {
			picture.Set(x, y, color.RGBA{uint8(x * 4), uint8(y * 5), mark[(x+y)%len(mark)], 255})
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture) // a buffer takes everything
	return b.Bytes()
}
