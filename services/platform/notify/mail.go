package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Letter is a mail to send.
type Letter struct {
	ID      string // the same for every attempt
	To      string
	Subject string
	Body    string // plain text
	At      time.Time
}

// Sender sends mail; NewMailer makes the one for SMTP.
type Sender interface {
	Send(ctx context.Context, letter Letter) error
}

// Mailer sends mail to one SMTP server.
type Mailer struct {
	host    string
	domain  string
	from    string
	options []mail.Option
}

// NewMailer reads the server's address:
//
//	smtp://user:password@host:587     STARTTLS, refused if the server does not offer it
//	smtps://user:password@host:465    TLS from the first byte
//	smtp+insecure://host:25           no TLS, for a relay inside the same network
//
// from is the sender, as in `Dân chủ cơ sở <khong-tra-loi@phutho.gov.vn>`.
func NewMailer(address, from string, roots *tls.Config) (*Mailer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("the mail server's address is not smtp://host:port, smtps://host:port or smtp+insecure://host:port")
	}
	sender, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("the sender of mails: %w", err)
	}
	m := &Mailer{host: u.Hostname(), domain: sender.Address[strings.LastIndexByte(sender.Address, '@')+1:], from: from, options: []mail.Option{mail.WithTimeout(20 * time.Second)}}
	port := map[string]int{"smtp": 587, "smtps": 465, "smtp+insecure": 25}[u.Scheme]
	switch u.Scheme {
	case "smtp":
		m.options = append(m.options, mail.WithTLSPolicy(mail.TLSMandatory))
	case "smtps":
		m.options = append(m.options, mail.WithSSL())
	case "smtp+insecure":
		m.options = append(m.options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("unknown scheme %q in the mail server's address", u.Scheme)
	}
	if text := u.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("the mail server's port: %w", err)
		}
	}
	m.options = append(m.options, mail.WithPort(port))
	if roots != nil {
		m.options = append(m.options, mail.WithTLSConfig(roots))
	}
	if password, ok := u.User.Password(); ok {
		m.options = append(m.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return m, nil
}

// Send hands the letter to the server. A refusal for good (5xx) is not tried again.
func (m *Mailer) Send(ctx context.Context, letter Letter) error {
	msg := mail.NewMsg(mail.WithEncoding(mail.EncodingQP))
	if err := msg.From(m.from); err != nil {
		return permanent{outcome{"bad sender", err}}
	}
	if err := msg.To(letter.To); err != nil {
		return permanent{outcome{"bad address", err}}
	}
	msg.SetMessageIDWithValue(letter.ID + "@" + m.domain)
	msg.SetDateWithValue(letter.At)
	msg.SetGenHeader(mail.Header("Auto-Submitted"), "auto-generated") // no replies from holiday programs
	msg.Subject(letter.Subject)
	msg.SetBodyString(mail.TypeTextPlain, letter.Body)
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return permanent{outcome{"mail server not usable", err}}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*mail.SendError](err); ok && refused.ErrorCode() > 0 {
		told := outcome{fmt.Sprintf("smtp %d", refused.ErrorCode()), err}
		if !refused.IsTemp() && refused.ErrorCode() >= 500 {
			return permanent{told}
		}
		return told
	}
	return outcome{"mail server not reached", err}
}
