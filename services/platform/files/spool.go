package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// spool is an upload while it is looked at: a file on local disk, so that
// memory does not grow with uploads and archives can be read at any place.
type spool struct {
	file   *os.File
	size   int64
	sha256 string
	head   []byte // the first bytes
	kind   Kind
}

const headSize = 4096

// newSpool copies at most limit bytes and hashes them on the way.
func newSpool(dir string, r io.Reader, limit int64) (*spool, error) {
	file, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, fmt.Errorf("files: spooling an upload: %w", err)
	}
	s := &spool{file: file}
	hash := sha256.New()
	s.size, err = io.Copy(io.MultiWriter(file, hash), io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		err = fmt.Errorf("files: receiving an upload: %w", err)
	case s.size == 0:
		err = refuse(ReasonEmpty)
	case s.size > limit:
		err = tooLarge(limit)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	s.sha256 = hex.EncodeToString(hash.Sum(nil))
	s.head = make([]byte, min(s.size, headSize))
	if _, err := file.ReadAt(s.head, 0); err != nil && !errors.Is(err, io.EOF) {
		s.close()
		return nil, fmt.Errorf("files: reading an upload: %w", err)
	}
	return s, nil
}

func (s *spool) close() {
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}

// reader reads the whole spool from its start; readers do not disturb each other.
func (s *spool) reader() *io.SectionReader { return io.NewSectionReader(s.file, 0, s.size) }

// tail returns the last n bytes.
func (s *spool) tail(n int64) ([]byte, error) {
	n = min(n, s.size)
	out := make([]byte, n)
	if _, err := s.file.ReadAt(out, s.size-n); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("files: reading an upload: %w", err)
	}
	return out, nil
}

func (s *spool) damaged(part string) error {
	return refuse(ReasonDamaged, fault.Param("kind", string(s.kind)), what(part))
}

// find looks for markers in the whole spool without regard to letter case and
// returns the first found. It reads in pieces that overlap.
func (s *spool) find(markers ...string) (string, error) {
	longest := 0
	for _, marker := range markers {
		longest = max(longest, len(marker))
	}
	buffer := make([]byte, 64<<10)
	kept := 0
	for r := s.reader(); ; {
		n, err := r.Read(buffer[kept:])
		piece := lowerASCII(buffer[:kept+n])
		for _, marker := range markers {
			if bytes.Contains(piece, []byte(marker)) {
				return marker, nil
			}
		}
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", fmt.Errorf("files: reading an upload: %w", err)
		}
		rest := min(longest-1, kept+n)
		copy(buffer, buffer[kept+n-rest:kept+n])
		kept = rest
	}
}

// lowerASCII leaves all other bytes alone: this is not text.
func lowerASCII(b []byte) []byte {
	out := bytes.Clone(b)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return out
}
