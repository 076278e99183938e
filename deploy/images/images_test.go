package main

import (
	"archive/tar"
	"debug/elf"
	"errors"
	"io"
	"log"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

var hello = image{name: "danchu-hello", title: "Hello", module: "testdata/hello", program: ".", args: []string{"serve"}, ports: []string{"8080/tcp"}}

func build(t *testing.T) v1.Image {
	t.Helper()
	img, err := assemble(".", t.TempDir(), hello, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestSameSourcesSameDigest(t *testing.T) {
	first, err := build(t).Digest()
	if err != nil {
		t.Fatal(err)
	}
	second, err := build(t).Digest()
	if err != nil {
		t.Fatal(err)
	}
	if first != second {
		t.Errorf("two builds differ: %s and %s", first, second)
	}
}

func TestImageRunsAsNobodyWithNothingElse(t *testing.T) {
	img := build(t)
	config, err := img.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if config.Config.User != "65532:65532" {
		t.Errorf("user is %q", config.Config.User)
	}
	if got := strings.Join(append(config.Config.Entrypoint, config.Config.Cmd...), " "); got != "/danchu-hello serve" {
		t.Errorf("command is %q", got)
	}
	files := filesOf(t, img)
	for _, path := range []string{"danchu-hello", "etc/passwd", "etc/group", "etc/ssl/certs/ca-certificates.crt"} {
		header, there := files[path]
		if !there {
			t.Errorf("no %s", path)
			continue
		}
		if header.Uid != 0 || header.Mode&0o222 != 0 {
			t.Errorf("%s can be written, or is not root's: uid %d mode %o", path, header.Uid, header.Mode)
		}
	}
	if tmp := files["tmp"]; tmp == nil || tmp.Mode != 0o1777 {
		t.Errorf("/tmp is %v", tmp)
	}
	if len(files) != 8 { // the four files, /tmp, and the folders above them
		t.Errorf("more than it should hold: %d entries", len(files))
	}
}

func TestBinaryIsStatic(t *testing.T) {
	path, err := compile(".", t.TempDir(), hello, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	needs, err := needsOf(path)
	if err != nil || len(needs) > 0 {
		t.Errorf("needs %v, %v", needs, err)
	}
}

func TestLibrariesOfASharedProgram(t *testing.T) {
	shell, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	found, err := librariesOf([]entry{{path: "/bin/sh", source: shell}, {path: "/text", source: "layer.go"}})
	if err != nil {
		t.Fatal(err)
	}
	var libc, loader bool
	for _, e := range found {
		libc = libc || strings.HasPrefix(filepath.Base(e.path), "libc.so")
		loader = loader || strings.HasPrefix(filepath.Base(e.path), "ld-linux")
		if _, err := elf.Open(e.source); err != nil {
			t.Errorf("%s: %v", e.source, err)
		}
	}
	if !libc || !loader {
		t.Errorf("libc %v, loader %v among %v", libc, loader, found)
	}
}

func TestArchiveAndRegistryHoldTheSameImage(t *testing.T) {
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	defer server.Close()
	img := build(t)
	ref, err := name.NewTag(strings.TrimPrefix(server.URL, "http://") + "/danchu-hello:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := push(ref, img); err != nil {
		t.Fatal(err)
	}
	path, err := archive(t.TempDir(), ref, img)
	if err != nil {
		t.Fatal(err)
	}
	pulled, err := remote.Image(ref)
	if err != nil {
		t.Fatal(err)
	}
	if err := validate.Image(pulled); err != nil {
		t.Error(err)
	}
	archived, err := tarball.ImageFromPath(path, &ref)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := img.ConfigName()
	for where, other := range map[string]v1.Image{"registry": pulled, "archive": archived} {
		if got, err := other.ConfigName(); err != nil || got != want {
			t.Errorf("%s: %s, want %s (%v)", where, got, want, err)
		}
	}
}

func TestAnUnknownNameIsRefusedWithTheKnownOnes(t *testing.T) {
	_, err := named([]string{"voting-machine"})
	if err == nil || !strings.Contains(err.Error(), "danchu-gateway") {
		t.Errorf("want the known names, got %v", err)
	}
	if err := run([]string{"bake"}); err == nil || !strings.Contains(err.Error(), "build, push or list") {
		t.Errorf("want the known commands, got %v", err)
	}
}

// TestCatalogueNamesRealPrograms keeps the list in step with the tree: a moved program would fail only at release.
func TestCatalogueNamesRealPrograms(t *testing.T) {
	for _, img := range catalogue {
		if !strings.HasPrefix(img.program, "./") {
			continue // a program of another module: go.mod pins it
		}
		if files, _ := filepath.Glob(filepath.Join("../..", img.module, img.program, "*.go")); len(files) == 0 {
			t.Errorf("%s: no program %s in %s", img.name, img.program, img.module)
		}
	}
}

func filesOf(t *testing.T, img v1.Image) map[string]*tar.Header {
	t.Helper()
	content := mutate.Extract(img)
	defer content.Close()
	files := map[string]*tar.Header{}
	for r := tar.NewReader(content); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		files[header.Name] = header
	}
}

func TestSourceDate(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	if got, err := sourceDate(); err != nil || got.Unix() != 1700000000 {
		t.Errorf("got %v, %v", got, err)
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if _, err := sourceDate(); err == nil {
		t.Error("a word is not a time")
	}
}
