package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"github.com/danchu-platform/danchu/deploy/load/measure"
)

// wire is a client that keeps its connection and costs as little as it can: the
// machine is shared with what is measured, and Go's own client would use as much
// of it as the server.
type wire struct {
	conn    net.Conn
	in      *bufio.Reader
	request []byte
}

// connect prepares a client that sends the same request again and again.
// headers are whole lines without their end.
func connect(address, path string, headers ...string) (*wire, error) {
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return nil, err
	}
	var request bytes.Buffer
	fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: %s\r\n", path, address)
	for _, h := range headers {
		request.WriteString(h + "\r\n")
	}
	request.WriteString("\r\n")
	return &wire{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), request: request.Bytes()}, nil
}

// answer is what came back.
type answer struct {
	status int
	body   int // bytes
}

// call asks once. kept, if not nil, receives head and body.
func (w *wire) call(kept *bytes.Buffer) (answer, error) {
	if err := w.conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return answer{}, err
	}
	if _, err := w.conn.Write(w.request); err != nil {
		return answer{}, err
	}
	var a answer
	length, chunked := 0, false
	for first := true; ; first = false {
		row, err := w.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		if kept != nil {
			kept.Write(row)
		}
		row = bytes.TrimRight(row, "\r\n")
		if len(row) == 0 {
			break
		}
		switch {
		case first:
			if len(row) < 12 {
				return a, fmt.Errorf("no status line: %q", row)
			}
			if a.status, err = strconv.Atoi(string(row[9:12])); err != nil {
				return a, fmt.Errorf("no status line: %q", row)
			}
		case named(row, "content-length"):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(row[15:]))); err != nil {
				return a, err
			}
		case named(row, "transfer-encoding"):
			chunked = true
		}
	}
	if a.status == 304 {
		return a, nil
	}
	if !chunked {
		a.body = length
		return a, w.take(length, kept)
	}
	return w.chunks(a, kept)
}

func named(row []byte, name string) bool {
	return len(row) > len(name) && row[len(name)] == ':' && bytes.EqualFold(row[:len(name)], []byte(name))
}

func (w *wire) chunks(a answer, kept *bytes.Buffer) (answer, error) {
	for {
		row, err := w.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(row)), 16, 32)
		if err != nil {
			return a, err
		}
		a.body += int(size)
		if err := w.take(int(size), kept); err != nil {
			return a, err
		}
		if _, err := w.in.Discard(2); err != nil || size == 0 {
			return a, err
		}
	}
}

func (w *wire) take(n int, kept *bytes.Buffer) error {
	if kept == nil {
		_, err := w.in.Discard(n)
		return err
	}
	_, err := io.CopyN(kept, w.in, int64(n))
	return err
}

// wires are so many clients with the same request.
func wires(clients int, address, path string, headers ...string) ([]*wire, func(), error) {
	all := make([]*wire, 0, clients)
	done := func() {
		for _, w := range all {
			_ = w.conn.Close()
		}
	}
	for range clients {
		w, err := connect(address, path, headers...)
		if err != nil {
			done()
			return nil, nil, err
		}
		all = append(all, w)
	}
	return all, done, nil
}

// webRound is a round of a side that is asked over HTTP: calls a second.
func (b *bench) webRound(clients int, want answer, address, path string, headers func() ([]string, error)) func(context.Context) (float64, error) {
	return func(ctx context.Context) (float64, error) {
		given, err := headers()
		if err != nil {
			return 0, err
		}
		all, done, err := wires(clients, address, path, given...)
		if err != nil {
			return 0, err
		}
		defer done()
		sample, err := measure.Closed(ctx, clients, b.round, func(_ context.Context, worker int) error {
			got, err := all[worker].call(nil)
			if err == nil && got != want {
				err = fmt.Errorf("%s answered %+v, want %+v", address+path, got, want)
			}
			return err
		})
		return sample.Rate(), err
	}
}

func fixed(headers ...string) func() ([]string, error) {
	return func() ([]string, error) { return headers, nil }
}

// fetch asks once and returns head and body.
func fetch(address, path string, headers ...string) (answer, []byte, []byte, error) {
	w, err := connect(address, path, headers...)
	if err != nil {
		return answer{}, nil, nil, err
	}
	defer w.conn.Close()
	var whole bytes.Buffer
	a, err := w.call(&whole)
	if err != nil {
		return a, nil, nil, err
	}
	head, body, found := bytes.Cut(whole.Bytes(), []byte("\r\n\r\n"))
	if !found {
		return a, nil, nil, errors.New("an answer without an end of its head")
	}
	return a, head, body, nil
}
