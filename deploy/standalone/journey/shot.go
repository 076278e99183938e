package journey

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Heaviest is what a picture of the documentation may weigh, in bytes.
const Heaviest = 200_000

// Shot takes a picture of the screen from the top of the page, at most height pixels high, and writes it with few colours: pages are
// drawn in few.
func (t *Tab) Shot(path string, height int64) error {
	var taken []byte
	err := t.do(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		taken, err = page.CaptureScreenshot().WithCaptureBeyondViewport(true).
			WithClip(&page.Viewport{Width: float64(t.screen.Width), Height: float64(height), Scale: 1}).Do(ctx)
		return err
	}))
	if err != nil {
		return fmt.Errorf("taking %s: %w", filepath.Base(path), err)
	}
	small, err := fewColours(taken)
	if err != nil {
		return err
	}
	if len(small) > Heaviest {
		return fmt.Errorf("%s weighs %d bytes, more than %d", filepath.Base(path), len(small), Heaviest)
	}
	return os.WriteFile(path, small, 0o644)
}

// fewColours keeps the 255 colours a picture uses most; every other pixel takes the nearest of them.
func fewColours(taken []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		return nil, err
	}
	bounds := full.Bounds()
	counts := map[color.RGBA]int{}
	flat := image.NewRGBA(bounds)
	draw.Draw(flat, bounds, full, bounds.Min, draw.Src)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[flat.RGBAAt(x, y)]++
		}
	}
	colours := make([]color.RGBA, 0, len(counts))
	for c := range counts {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return int(a.R)<<16 + int(a.G)<<8 + int(a.B) - int(b.R)<<16 - int(b.G)<<8 - int(b.B)
	})
	palette := color.Palette{}
	for _, c := range colours[:min(len(colours), 255)] {
		palette = append(palette, c)
	}
	small := image.NewPaletted(bounds, palette)
	nearest := map[color.RGBA]uint8{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := flat.RGBAAt(x, y)
			index, known := nearest[c]
			if !known {
				index = uint8(palette.Index(c))
				nearest[c] = index
			}
			small.SetColorIndex(x, y, index)
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&out, small)
	return out.Bytes(), err
}
