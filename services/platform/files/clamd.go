package files

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Clamd scans with a ClamAV daemon over its INSTREAM command.
type Clamd struct {
	Network string        // "tcp" or "unix"
	Address string        // "clamav:3310" or a socket's path
	Timeout time.Duration // for one whole scan; 0 is one minute
}

// NewClamd reads an address as configured: "tcp://clamav:3310" or "unix:///run/clamd.sock".
func NewClamd(address string) (*Clamd, error) {
	network, rest, found := strings.Cut(address, "://")
	if !found || rest == "" || network != "tcp" && network != "unix" {
		return nil, fmt.Errorf("files: %q is no clamd address; write tcp://host:port or unix:///path", address)
	}
	return &Clamd{Network: network, Address: rest}, nil
}

const scanChunk = 64 << 10

// Scan streams r to the daemon. Nil means clean; an infected stream is a
// refusal FILE_INFECTED; everything else, a stream above clamd's own limit
// included, is an error, and the file must not be stored.
func (c *Clamd) Scan(ctx context.Context, r io.Reader) error {
	timeout := c.Timeout
	if timeout == 0 {
		timeout = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, c.Network, c.Address)
	if err != nil {
		return fmt.Errorf("files: reaching clamd: %w", err)
	}
	defer conn.Close()
	// The connection ends with the context, also while reading or writing.
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	sendErr := send(conn, r)
	answer, err := bufio.NewReader(io.LimitReader(conn, 4096)).ReadString(0)
	if err != nil && (answer == "" || !errors.Is(err, io.EOF)) {
		return fmt.Errorf("files: clamd gave no answer: %w", errors.Join(sendErr, err))
	}
	return verdict(strings.TrimSpace(strings.TrimRight(answer, "\x00")), sendErr)
}

func send(w io.Writer, r io.Reader) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	buffer := make([]byte, 4+scanChunk)
	for {
		n, err := io.ReadFull(r, buffer[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(buffer[:4], uint32(n))
			if _, err := w.Write(buffer[:4+n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			_, err := w.Write([]byte{0, 0, 0, 0})
			return err
		}
		if err != nil {
			return err
		}
	}
}

func verdict(answer string, sendErr error) error {
	result, ours := strings.CutPrefix(answer, "stream: ")
	switch virus, infected := strings.CutSuffix(result, " FOUND"); {
	case ours && infected:
		return refuse(ReasonInfected, fault.Param("virus", virus))
	case ours && result == "OK" && sendErr == nil:
		return nil
	}
	return fmt.Errorf("files: clamd answered %q: %w", answer, errors.Join(sendErr, errors.New("not scanned")))
}
