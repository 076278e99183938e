package c2sp

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Width is how many hashes, or entries, a full tile holds. Its height is 8.
const (
	Width  = 256
	Height = 8
)

// maxIndex is the largest index of a tile that is read: beyond all logs there are.
const maxIndex = int64(1) << 48

// Tile names one resource of a log: hashes of the tree, or a bundle of entries.
type Tile struct {
	Entries bool
	Level   int // 0 for entries
	Index   int64
	Width   int // 1 to 256; below 256 the tile is partial
}

// Path is where the resource is below the log's address, as in
// "tile/0/x001/x234/067.p/112".
func (t Tile) Path() string {
	kind := "entries"
	if !t.Entries {
		kind = strconv.Itoa(t.Level)
	}
	rest := t.Index
	place := fmt.Sprintf("%03d", rest%1000)
	for rest /= 1000; rest > 0; rest /= 1000 {
		place = fmt.Sprintf("x%03d/%s", rest%1000, place)
	}
	path := "tile/" + kind + "/" + place
	if t.Width < Width {
		path += fmt.Sprintf(".p/%d", t.Width)
	}
	return path
}

// ParseTile reads a path, in the one form that Path writes.
func ParseTile(path string) (Tile, error) {
	refused := fmt.Errorf("%.80q is not the path of a tile", path)
	parts := strings.Split(path, "/")
	if len(path) > 80 || len(parts) < 3 || parts[0] != "tile" {
		return Tile{}, refused
	}
	t := Tile{Width: Width, Entries: parts[1] == "entries"}
	if !t.Entries {
		level, err := number(parts[1])
		if err != nil || level > 63 {
			return Tile{}, refused
		}
		t.Level = int(level)
	}
	place := parts[2:]
	if n := len(place); n > 1 && strings.HasSuffix(place[n-2], ".p") {
		width, err := number(place[n-1])
		if err != nil || width < 1 || width >= Width {
			return Tile{}, refused
		}
		t.Width = int(width)
		place[n-2] = strings.TrimSuffix(place[n-2], ".p")
		place = place[:n-1]
	}
	for i, part := range place {
		digits, further := strings.CutPrefix(part, "x")
		three, err := strconv.ParseUint(digits, 10, 16)
		if err != nil || len(digits) != 3 || further != (i < len(place)-1) || t.Index > maxIndex/1000 {
			return Tile{}, refused
		}
		t.Index = t.Index*1000 + int64(three) //nolint:gosec // below 1000
	}
	if t.Path() != path { // such as a needless x000
		return Tile{}, refused
	}
	return t, nil
}

// WidthAt is how wide the tile at level and index is in a tree of size entries;
// 0 when the tree does not reach it.
func WidthAt(size int64, level int, index int64) int {
	if level < 0 || level > 7 || index < 0 {
		return 0
	}
	return int(min(max(size>>(Height*level)-index*Width, 0), Width)) //nolint:gosec // at most 256
}

// Hashes takes the bytes of a tile of hashes apart.
func Hashes(data []byte, width int) ([]tlog.Hash, error) {
	if len(data) != width*tlog.HashSize {
		return nil, fmt.Errorf("a tile of %d hashes has %d bytes, not %d", width, width*tlog.HashSize, len(data))
	}
	hashes := make([]tlog.Hash, width)
	for i := range hashes {
		hashes[i] = tlog.Hash(data[i*tlog.HashSize:])
	}
	return hashes, nil
}
