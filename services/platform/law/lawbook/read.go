package lawbook

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// National returns the book of the national rules this program was built with.
func National() (*law.Book, error) { return Read(law.Files) }

// Open returns the national book with the overlay files laid over it in the
// order given: the last one wins. An overlay is named after its file: the rules
// of phu-tho.yaml have the layer "phu-tho". Overlays hold rules only.
func Open(overlays ...string) (*law.Book, error) {
	book, err := National()
	if err != nil {
		return nil, err
	}
	for _, file := range overlays {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("lawbook: %w", err)
		}
		if book, err = Overlay(book, path.Base(file), text); err != nil {
			return nil, err
		}
	}
	return book, nil
}

// Overlay lays the rules of one YAML text over a book. The name, without its
// ending, becomes the layer of the rules.
func Overlay(book *law.Book, name string, text []byte) (*law.Book, error) {
	contents, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	if len(contents.Catalogues) > 0 || len(contents.Grounds) > 0 {
		return nil, fmt.Errorf("lawbook: %s: an overlay holds rules only", name)
	}
	return book.Overlay(strings.TrimSuffix(name, path.Ext(name)), contents.Rules)
}

// Read returns the book of all *.yaml files of a tree, in order of their paths.
func Read(files fs.FS) (*law.Book, error) {
	var all law.Contents
	var faults []error
	var names []string
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) == ".yaml" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("lawbook: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("lawbook: %w", err)
		}
		contents, err := parse(name, text)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		all.Rules = append(all.Rules, contents.Rules...)
		all.Catalogues = append(all.Catalogues, contents.Catalogues...)
		all.Grounds = append(all.Grounds, contents.Grounds...)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return law.NewBook(all)
}
