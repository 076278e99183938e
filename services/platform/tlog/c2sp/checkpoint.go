package c2sp

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Limits of what is read as a checkpoint. One with a hundred witnesses takes 15 kB.
const (
	MaxCheckpoint = 64 << 10
	maxExtensions = 16
)

// Closed is the extension line of a log that takes no more entries. The line is
// signed with the rest, so nobody can close or reopen a log in passing.
const Closed = "danchu/closed"

// Checkpoint is the head of a log: what its signatures sign.
type Checkpoint struct {
	// Origin names the log, as in "danchu.phutho.gov.vn/log/votes/0198…".
	Origin string
	// Size is the number of entries.
	Size int64
	// Root is the RFC 6962 hash of the tree of them.
	Root tlog.Hash
	// Extensions are further lines, mostly none.
	Extensions []string
}

// Closed tells whether the log says that nothing will ever follow.
func (c Checkpoint) Closed() bool {
	for _, line := range c.Extensions {
		if line == Closed {
			return true
		}
	}
	return false
}

// Tree is size and root as the hashing library takes them.
func (c Checkpoint) Tree() tlog.Tree { return tlog.Tree{N: c.Size, Hash: c.Root} }

// Body is the text that is signed, with its last newline.
func (c Checkpoint) Body() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
	for _, line := range c.Extensions {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// CheckOrigin refuses a name that cannot be the first line of a checkpoint and
// the name of a key: empty, longer than 255 bytes, with spaces, controls or plus.
func CheckOrigin(origin string) error {
	if origin == "" || len(origin) > 255 || !utf8.ValidString(origin) ||
		strings.ContainsFunc(origin, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '+' }) {
		return fmt.Errorf("the origin %q of a log must be 1 to 255 bytes without spaces, control characters and plus signs", origin)
	}
	return nil
}

// ParseCheckpoint reads the body of a checkpoint.
func ParseCheckpoint(body string) (Checkpoint, error) {
	text, whole := strings.CutSuffix(body, "\n")
	lines := strings.Split(text, "\n")
	if !whole || len(body) > MaxCheckpoint || len(lines) < 3 || len(lines) > 3+maxExtensions {
		return Checkpoint{}, errors.New("a checkpoint has an origin, a size, a root and a few extension lines, each ended by a newline")
	}
	for _, line := range lines {
		if line == "" || !utf8.ValidString(line) || strings.ContainsFunc(line, unicode.IsControl) {
			return Checkpoint{}, errors.New("a line of the checkpoint is empty or not plain text")
		}
	}
	size, err := number(lines[1])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the size of the checkpoint: %w", err)
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("the root of the checkpoint: %w", err)
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root}
	if len(lines) > 3 {
		c.Extensions = lines[3:]
	}
	return c, nil
}

// OpenCheckpoint reads a signed checkpoint: of this origin, signed by one of the
// keys at least. The note tells which signatures were verified; signatures of
// unknown keys are ignored, a wrong one of a known key is an error.
func OpenCheckpoint(signed []byte, origin string, keys ...note.Verifier) (Checkpoint, *note.Note, error) {
	if len(signed) > MaxCheckpoint {
		return Checkpoint{}, nil, fmt.Errorf("the checkpoint is longer than %d bytes", MaxCheckpoint)
	}
	n, err := note.Open(signed, note.VerifierList(keys...))
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("the signature of the checkpoint: %w", err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	if c.Origin != origin {
		return Checkpoint{}, nil, fmt.Errorf("the checkpoint is of the log %q, not of %q", c.Origin, origin)
	}
	return c, n, nil
}

// number reads a decimal without sign and leading zeros.
func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("%.30q is not a number in the one form allowed", text)
	}
	return n, nil
}

// parseHash reads 32 bytes in the one base64 there is of them.
func parseHash(text string) (tlog.Hash, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != tlog.HashSize || len(text) != base64.StdEncoding.EncodedLen(tlog.HashSize) {
		return tlog.Hash{}, fmt.Errorf("%.60q is not 32 bytes in base64", text)
	}
	return tlog.Hash(raw), nil
}
