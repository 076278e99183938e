package mailbox

import (
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// plainText finds the text part of a letter and undoes its transfer encoding.
func plainText(header mail.Header, body io.Reader) string {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return decode(header.Get("Content-Transfer-Encoding"), body)
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err != nil {
			return ""
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/plain") {
			return decode(part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
}

func decode(encoding string, body io.Reader) string {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		return string(text) + "\n(thư bị cắt)"
	}
	return string(text)
}
