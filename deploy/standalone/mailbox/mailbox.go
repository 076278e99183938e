// Package mailbox is the demo's post office: an SMTP server on the loopback
// interface that keeps the last letters in memory, and a page that shows them.
//
// It exists so that whoever tries the product sees what a citizen would have
// received. It speaks real SMTP, so the product needs no special case for it.
package mailbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/mail"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	keep      = 200     // letters kept; older ones are forgotten
	maxLetter = 1 << 20 // bytes of one letter
)

// Letter is one received mail, as far as the page shows it.
type Letter struct {
	At      time.Time
	To      []string
	Subject string
	Body    string
}

// Mailbox receives mail until its context ends.
type Mailbox struct {
	server   *smtp.Server
	listener net.Listener

	mu      sync.Mutex
	letters []Letter // oldest first
}

// Open listens on a free loopback port; [Mailbox.Addr] tells which.
func Open() (*Mailbox, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening the demo mailbox: %w", err)
	}
	box := &Mailbox{listener: listener}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &session{box: box}, nil
	}))
	server.Domain = "localhost"
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	server.MaxMessageBytes = maxLetter
	server.MaxRecipients = 50
	box.server = server
	return box, nil
}

// Addr is the SMTP address, host and port.
func (b *Mailbox) Addr() string { return b.listener.Addr().String() }

// Run serves until ctx ends.
func (b *Mailbox) Run(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = b.server.Close() })
	defer stop()
	if err := b.server.Serve(b.listener); err != nil && !errors.Is(err, smtp.ErrServerClosed) && ctx.Err() == nil {
		return fmt.Errorf("serving the demo mailbox: %w", err)
	}
	return nil
}

// Letters returns what was received, newest first.
func (b *Mailbox) Letters() []Letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	newest := make([]Letter, 0, len(b.letters))
	for i := len(b.letters) - 1; i >= 0; i-- {
		newest = append(newest, b.letters[i])
	}
	return newest
}

func (b *Mailbox) receive(letter Letter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letters = append(b.letters, letter)
	if len(b.letters) > keep {
		b.letters = b.letters[len(b.letters)-keep:]
	}
}

type session struct {
	box *Mailbox
	to  []string
}

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.box.receive(open(raw, s.to))
	return nil
}

func (s *session) Reset()        { s.to = nil }
func (s *session) Logout() error { return nil }

// open reads a letter as a mail program would; one it cannot read is shown raw.
func open(raw []byte, to []string) Letter {
	letter := Letter{At: time.Now(), To: append([]string(nil), to...)}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		letter.Subject, letter.Body = "(không đọc được)", string(raw)
		return letter
	}
	if subject, err := new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err == nil {
		letter.Subject = subject
	}
	letter.Body = plainText(message.Header, message.Body)
	return letter
}
