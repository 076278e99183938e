// Package assets holds the style sheet, the mark and the few small scripts of
// the pages. They are served under a name that contains their own digest, so a
// browser keeps them for ever and a new release is seen at once; there is no
// build step, what is in this folder is what is served – but for the names by which
// a script imports another of this folder: they become the served ones.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed *.css *.svg *.js
var source embed.FS

// Prefix is the path below which the files are served.
const Prefix = "/static/"

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml",
	".js":  "text/javascript; charset=utf-8",
}

type file struct {
	contentType string
	plain, gzip []byte
}

// Files serves the embedded files and knows the address of each.
type Files struct {
	urls  map[string]string
	files map[string]file
}

// Load reads, digests and compresses every embedded file.
func Load() (*Files, error) {
	entries, err := fs.ReadDir(source, ".")
	if err != nil {
		return nil, fmt.Errorf("listing assets: %w", err)
	}
	f := &Files{urls: map[string]string{}, files: map[string]file{}}
	for _, entry := range entries {
		if err := f.add(entry.Name(), nil); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// imported is another script of this folder in an import.
var imported = regexp.MustCompile(`(from "\./)([a-z-]+\.js)(";)`)

// add takes a file, and first the scripts it imports: its digest covers theirs, so a
// page never mixes two releases. importers are the files that lead here.
func (f *Files) add(name string, importers []string) error {
	if f.urls[name] != "" {
		return nil
	}
	if slices.Contains(importers, name) {
		return fmt.Errorf("the scripts %s import each other in a circle", strings.Join(importers, ", "))
	}
	plain, err := source.ReadFile(name)
	if err != nil {
		return fmt.Errorf("reading asset %s: %w", name, err)
	}
	for _, found := range imported.FindAllSubmatch(plain, -1) {
		if err := f.add(string(found[2]), append(importers, name)); err != nil {
			return err
		}
	}
	plain = imported.ReplaceAllFunc(plain, func(found []byte) []byte {
		part := imported.FindSubmatch(found)
		return slices.Concat(part[1], []byte(path.Base(f.urls[string(part[2])])), part[3])
	})
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compressing asset %s: %w", name, err)
	}
	if _, err := z.Write(plain); err != nil {
		return fmt.Errorf("compressing asset %s: %w", name, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compressing asset %s: %w", name, err)
	}
	digest := sha256.Sum256(plain)
	ext := path.Ext(name)
	url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(digest[:6]) + ext
	f.urls[name] = url
	f.files[url] = file{contentType: types[ext], plain: plain, gzip: packed.Bytes()}
	return nil
}

// URL is the address of a file by its name in this folder. An unknown name is
// an error so that a misspelt name in a template fails instead of rendering a
// dead link.
func (f *Files) URL(name string) (string, error) {
	url, ok := f.urls[name]
	if !ok {
		return "", fmt.Errorf("no asset named %q", name)
	}
	return url, nil
}

// ServeHTTP answers one file, or 404.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := f.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := file.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = file.gzip
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone; there is nobody to tell
	}
}
