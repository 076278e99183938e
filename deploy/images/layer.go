package main

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// An entry is one file, link or folder of a layer. Content is data, or the file at source, or a link's target.
type entry struct {
	path   string
	mode   fs.FileMode
	data   []byte
	source string
	link   string
}

// layerOf makes a layer that depends on the entries only: sorted, owned by root, one time for all. It is written twice
// (once for its digest, once for its content), so a source must not change meanwhile.
func layerOf(entries []entry, made time.Time) (v1.Layer, error) {
	entries = withFolders(entries)
	return tarball.LayerFromOpener(func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() { w.CloseWithError(writeTar(w, entries, made)) }()
		return r, nil
	}, tarball.WithCompressionLevel(6), tarball.WithMediaType(types.OCILayer))
}

// withFolders adds the folders above each entry and sorts; of two entries with one path the first stays.
func withFolders(entries []entry) []entry {
	byPath := map[string]entry{}
	for _, e := range entries {
		if _, taken := byPath[e.path]; !taken {
			byPath[e.path] = e
		}
	}
	for _, e := range entries {
		for dir := path.Dir(e.path); dir != "/" && dir != "."; dir = path.Dir(dir) {
			if _, taken := byPath[dir]; !taken {
				byPath[dir] = entry{path: dir, mode: 0o755 | fs.ModeDir}
			}
		}
	}
	all := make([]entry, 0, len(byPath))
	for _, e := range byPath {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.path, b.path) })
	return all
}

func writeTar(w io.Writer, entries []entry, made time.Time) error {
	tw := tar.NewWriter(w)
	for _, e := range entries {
		if err := writeEntry(tw, e, made); err != nil {
			return fmt.Errorf("%s: %w", e.path, err)
		}
	}
	return tw.Close()
}

func writeEntry(tw *tar.Writer, e entry, made time.Time) error {
	header := &tar.Header{Name: strings.TrimPrefix(e.path, "/"), Mode: int64(e.mode & 0o7777), ModTime: made, Format: tar.FormatPAX}
	switch {
	case e.link != "":
		header.Typeflag, header.Linkname = tar.TypeSymlink, e.link
		return tw.WriteHeader(header)
	case e.mode.IsDir():
		header.Typeflag, header.Name = tar.TypeDir, header.Name+"/"
		return tw.WriteHeader(header)
	case e.source == "":
		header.Typeflag, header.Size = tar.TypeReg, int64(len(e.data))
		if err := tw.WriteHeader(header); err != nil {
			return err
		}
		_, err := tw.Write(e.data)
		return err
	}
	file, err := os.Open(e.source)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	header.Typeflag, header.Size = tar.TypeReg, info.Size()
	if err := tw.WriteHeader(header); err != nil {
		return err
	}
	_, err = io.Copy(tw, file)
	return err
}
