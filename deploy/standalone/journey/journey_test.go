package journey_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/deploy/standalone/journey"
)

// The whole way at both widths, with JavaScript and without. What is wrong with a page fails the walk at its end, so that one run
// tells of everything.
func TestWalk(t *testing.T) {
	house, err := journey.Build(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := house.Close(); err != nil {
			t.Error(err)
		}
	})
	scan := filepath.Join(t.TempDir(), "quyet-dinh.txt")
	if err := os.WriteFile(scan, []byte("Quyết định về đường liên thôn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, screen := range []journey.Screen{
		{Name: "phone", Width: 390, Height: 844, JavaScript: true},
		{Name: "phone without JavaScript", Width: 390, Height: 844},
		{Name: "desk", Width: 1280, Height: 800, JavaScript: true},
		{Name: "desk without JavaScript", Width: 1280, Height: 800},
	} {
		t.Run(screen.Name, func(t *testing.T) {
			tab, err := journey.Open(t.Context(), house.Portal, screen)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(tab.Close)
			walk := journey.Walk{
				Tab: tab, Scan: scan, Title: "Dự án đường liên thôn, " + screen.Name,
				Look: func(_ string, tab *journey.Tab) error {
					wrong, err := tab.Examine()
					if len(wrong) > 0 {
						t.Error(strings.Join(wrong, "\n"))
					}
					return err
				},
			}
			if err := walk.Walk(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
