package c2sp

import (
	"encoding/binary"
	"fmt"
)

// MaxEntry is the most bytes of one entry: its length is written in 16 bits.
const MaxEntry = 1<<16 - 1

// MaxBundle is the most bytes of one bundle.
const MaxBundle = Width * (2 + MaxEntry)

// AppendEntry adds one entry to a bundle: its length in two bytes, the high one
// first, then itself.
func AppendEntry(bundle, entry []byte) ([]byte, error) {
	if len(entry) > MaxEntry {
		return nil, fmt.Errorf("an entry has %d bytes, more than %d", len(entry), MaxEntry)
	}
	bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(entry))) //nolint:gosec // checked above
	return append(bundle, entry...), nil
}

// ParseBundle takes a bundle of exactly width entries apart. The entries share
// the memory of data.
func ParseBundle(data []byte, width int) ([][]byte, error) {
	if width < 1 || width > Width {
		return nil, fmt.Errorf("a bundle has 1 to %d entries, not %d", Width, width)
	}
	entries := make([][]byte, 0, width)
	for i := range width {
		if len(data) < 2 {
			return nil, fmt.Errorf("the bundle ends before entry %d of %d", i, width)
		}
		n := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+n {
			return nil, fmt.Errorf("the bundle ends within entry %d of %d", i, width)
		}
		entries = append(entries, data[2:2+n:2+n])
		data = data[2+n:]
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("%d bytes follow the last of %d entries in the bundle", len(data), width)
	}
	return entries, nil
}
