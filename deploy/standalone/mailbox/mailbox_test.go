package mailbox_test

import (
	"context"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/deploy/standalone/mailbox"
)

// A letter sent over real SMTP stands on the page, decoded and with its markup inert.
func TestLetterIsShown(t *testing.T) {
	box, err := mailbox.Open()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- box.Run(ctx) }()

	letter := "Subject: =?utf-8?b?xJDDoyBjw7RuZyBraGFp?=\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=C3=ADnh g=E1=BB=ADi <b>=C3=B4ng</b>\r\n"
	if err := smtp.SendMail(box.Addr(), nil, "danchu@localhost", []string{"lan@example.vn"}, []byte(letter)); err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	box.ServeHTTP(recorder, httptest.NewRequest("GET", "/demo/mailbox", nil))
	for _, want := range []string{"Đã công khai", "Kính gửi &lt;b&gt;ông&lt;/b&gt;", "lan@example.vn"} {
		if !strings.Contains(recorder.Body.String(), want) {
			t.Errorf("the page lacks %q:\n%s", want, recorder.Body)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
