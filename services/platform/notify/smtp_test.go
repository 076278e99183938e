package notify_test

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
)

// post is a mail server that speaks enough SMTP to receive.
type post struct {
	t       *testing.T
	address string
	mu      sync.Mutex
	refuse  []string // replies to the next RCPT commands
	letters chan letter
}

type letter struct {
	from, to, subject, body, id string
}

func newPost(t *testing.T, refuse ...string) *post {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{t: t, address: listener.Addr().String(), refuse: refuse, letters: make(chan letter, 16)}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(conn)
		}
	}()
	return p
}

func (p *post) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 post.test ESMTP")
	var l letter
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, ":")
		switch strings.ToUpper(strings.Fields(verb)[0]) {
		case "EHLO":
			say("250-post.test")
			say("250 8BITMIME")
		case "MAIL":
			l.from = between(rest)
			say("250 ok")
		case "RCPT":
			l.to = between(rest)
			say(p.answer())
		case "DATA":
			say("354 go on")
			l.read(p.t, dotted(in))
			p.letters <- l
			say("250 queued")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *post) answer() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.refuse) == 0 {
		return "250 ok"
	}
	reply := p.refuse[0]
	p.refuse = p.refuse[1:]
	return reply
}

func between(s string) string {
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "<"), ">")
	return s
}

func dotted(in *bufio.Reader) string {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return text.String()
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
}

func (l *letter) read(t *testing.T, text string) {
	message, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Error(err)
		return
	}
	l.id = message.Header.Get("Message-ID")
	if l.subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		t.Error(err)
	}
	body := io.Reader(message.Body)
	if message.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Error(err)
	}
	l.body = strings.ReplaceAll(string(content), "\r\n", "\n")
}
