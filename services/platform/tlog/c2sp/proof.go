package c2sp

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// MaxProof is the most bytes read as a proof.
const MaxProof = MaxCheckpoint + maxExtra*4/3 + 8<<10

const (
	maxExtra  = 64 << 10
	maxHashes = 63
	header    = "c2sp.org/tlog-proof@v1"
)

// Proof is a receipt: an entry, known to its holder, is at this index of the log
// whose checkpoint this is.
type Proof struct {
	// Extra is what the application adds; no signature covers it.
	Extra []byte
	// Index is the place of the entry, the first being 0.
	Index int64
	// Hashes lead from the entry to the root.
	Hashes tlog.RecordProof
	// Checkpoint is the signed checkpoint, byte for byte.
	Checkpoint []byte
}

// Format writes the file; its name should end in ".tlog-proof".
func (p Proof) Format() []byte {
	var b strings.Builder
	b.WriteString(header + "\n")
	if p.Extra != nil {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Hashes {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// ParseProof reads the file. It checks the form only.
func ParseProof(data []byte) (Proof, error) {
	var p Proof
	if len(data) > MaxProof {
		return p, fmt.Errorf("the proof is longer than %d bytes", MaxProof)
	}
	head, checkpoint, ok := strings.Cut(string(data), "\n\n")
	lines := strings.Split(head, "\n")
	if !ok || len(lines) < 2 || lines[0] != header || checkpoint == "" {
		return p, fmt.Errorf("a proof begins with %q and an index, and ends, after an empty line, with a checkpoint", header)
	}
	p.Checkpoint = []byte(checkpoint)
	lines = lines[1:]
	if text, ok := strings.CutPrefix(lines[0], "extra "); ok {
		extra, err := base64.StdEncoding.Strict().DecodeString(text)
		if err != nil || len(extra) > maxExtra || base64.StdEncoding.EncodeToString(extra) != text {
			return p, errors.New("the extra line of the proof is not base64, or too long")
		}
		p.Extra = extra
		lines = lines[1:]
	}
	if len(lines) == 0 || len(lines)-1 > maxHashes {
		return p, fmt.Errorf("a proof has one index and at most %d hashes", maxHashes)
	}
	text, ok := strings.CutPrefix(lines[0], "index ")
	index, err := number(text)
	if !ok || err != nil {
		return p, errors.New("the proof does not tell its index")
	}
	p.Index = index
	for _, line := range lines[1:] {
		h, err := parseHash(line)
		if err != nil {
			return p, fmt.Errorf("a hash of the proof: %w", err)
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}
