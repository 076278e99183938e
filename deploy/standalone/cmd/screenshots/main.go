// Command danchu-screenshots builds the product with its demo province, walks the way of the browser tests and takes the pictures of the
// documentation on it, so that a picture never shows what does not exist.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
	_ "time/tzdata" // Asia/Ho_Chi_Minh, also where the machine has no zones

	"github.com/danchu-platform/danchu/deploy/standalone/journey"
)

func main() {
	into := flag.String("into", "docs/screenshots", "the `folder` of the pictures")
	address := flag.String("url", "", "an instance that runs; empty: one is made and thrown away")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	if err := run(ctx, *into, *address); err != nil {
		fmt.Fprintf(os.Stderr, "danchu-screenshots: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, into, address string) (err error) {
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	if address == "" {
		house, err := journey.Build(ctx, os.Stdout)
		if err != nil {
			return err
		}
		defer func() {
			if closeErr := house.Close(); err == nil {
				err = closeErr
			}
		}()
		address = house.Portal
	}
	scan := filepath.Join(os.TempDir(), "quyet-dinh.txt")
	if err := os.WriteFile(scan, []byte("Quyết định về đường liên thôn\n"), 0o600); err != nil {
		return err
	}
	defer func() { _ = os.Remove(scan) }() // the system removes what is left
	for _, s := range []struct {
		screen journey.Screen
		shots  map[string]int64 // the height of each picture
	}{
		{journey.Screen{Name: "phone", Width: 390, Height: 844, JavaScript: true}, map[string]int64{"home": 844, "public": 1100, "ask": 1000, "tombstone": 700, "vote": 1100, "booth-choose": 900, "booth-done": 900}},
		{journey.Screen{Name: "desktop", Width: 1280, Height: 800, JavaScript: true}, map[string]int64{"unit": 900, "today": 760, "review": 1000, "correction": 900, "province-matrix": 800, "difference": 1000, "desk-vote": 1000}},
	} {
		if err := shoot(ctx, address, into, scan, s.screen, s.shots); err != nil {
			return fmt.Errorf("%s: %w", s.screen.Name, err)
		}
	}
	return nil
}

// shoot walks the whole way and takes the pictures that are wanted on it.
func shoot(ctx context.Context, address, into, scan string, screen journey.Screen, shots map[string]int64) error {
	tab, err := journey.Open(ctx, address, screen)
	if err != nil {
		return err
	}
	defer tab.Close()
	walk := journey.Walk{
		Tab: tab, Scan: scan, Title: "Dự án đường liên thôn Sụ Ngoài – Cự Thắng",
		Look: func(name string, tab *journey.Tab) error {
			height, wanted := shots[name]
			if !wanted {
				return nil
			}
			path := filepath.Join(into, name+"-"+screen.Name+".png")
			if err := tab.Shot(path, height); err != nil {
				return err
			}
			fmt.Println(" ", path)
			return nil
		},
	}
	return walk.Walk()
}
