package files_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
)

const eicar = `X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`

// clamd speaks the daemon's side of INSTREAM: chunks with their length in front
// until a length of zero, then one line that ends with a zero byte.
func clamd(t *testing.T, limit int, answer func(stream []byte) string) *files.Clamd {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serveScan(conn, limit, answer)
		}
	}()
	scanner, err := files.NewClamd("tcp://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return scanner
}

func serveScan(conn net.Conn, limit int, answer func([]byte) string) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	if command, err := r.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
		return
	}
	var stream bytes.Buffer
	for {
		var length uint32
		if err := binary.Read(r, binary.BigEndian, &length); err != nil {
			return
		}
		if length == 0 {
			break
		}
		if _, err := io.CopyN(&stream, r, int64(length)); err != nil {
			return
		}
		if stream.Len() > limit {
			_, _ = io.WriteString(conn, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
	}
	_, _ = io.WriteString(conn, answer(stream.Bytes()))
}

func byEicar(stream []byte) string {
	if bytes.Contains(stream, []byte(eicar)) {
		return "stream: Win.Test.EICAR_HDB-1 FOUND\x00"
	}
	return "stream: OK\x00"
}

func TestPutScans(t *testing.T) {
	limits := files.Limits{Size: 1 << 20, Kinds: files.Documents}
	s := store(t, clamd(t, 1<<20, byEicar))
	clean := strings.Repeat("Thông báo. ", 20_000)
	if _, err := s.Put(context.Background(), "a.txt", strings.NewReader(clean), limits); err != nil {
		t.Errorf("a clean file of several chunks: %v", err)
	}
	h, err := s.Put(context.Background(), "b.txt", strings.NewReader(clean+eicar), limits)
	if !fault.Is(err, files.ReasonInfected) {
		t.Fatalf("%+v, %v", h, err)
	}
	if e, _ := fault.Of(err); e.Params["virus"] != "Win.Test.EICAR_HDB-1" {
		t.Errorf("%+v", e.Params)
	}
}

func TestPutStoresNothingUnscanned(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone, err := files.NewClamd("tcp://" + closed.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	always := func(answer string) func([]byte) string { return func([]byte) string { return answer } }
	for name, scanner := range map[string]*files.Clamd{
		"nobody there":      gone,
		"above its limit":   clamd(t, 10, byEicar),
		"an error":          clamd(t, 1<<20, always("stream: Can't allocate memory ERROR\x00")),
		"no answer":         clamd(t, 1<<20, always("")),
		"half an answer":    clamd(t, 1<<20, always("stream: O")),
		"something foreign": clamd(t, 1<<20, always("HTTP/1.1 200 OK\x00")),
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, scanner)
			_, err := s.Put(context.Background(), "a.txt", strings.NewReader("Thông báo dài hơn mười byte"), files.Limits{Size: 1 << 20, Kinds: files.Documents})
			if !fault.Is(err, files.ReasonScanUnavailable) || fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestScanEndsWithItsContext(t *testing.T) {
	hold := make(chan struct{})
	scanner := clamd(t, 1<<20, func([]byte) string { <-hold; return "" })
	defer close(hold)
	scanner.Timeout = 50 * time.Millisecond
	if err := scanner.Scan(context.Background(), strings.NewReader("a")); err == nil {
		t.Error("a daemon that never answers was taken for clean")
	}
}

func TestNewClamdRefuses(t *testing.T) {
	for _, address := range []string{"", "clamav:3310", "http://clamav", "tcp://"} {
		if _, err := files.NewClamd(address); err == nil {
			t.Errorf("%q was accepted", address)
		}
	}
}
