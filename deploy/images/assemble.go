package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// nonroot is the user of every image; the chart runs them as the same one. It owns nothing in the image.
const nonroot = 65532

// authorities is where Debian's ca-certificates puts the bundle, and where Go looks for it first.
const authorities = "/etc/ssl/certs/ca-certificates.crt"

// versionVariable is what `version` prints and traces carry. A program without it does not mind.
const versionVariable = "github.com/danchu-platform/danchu/services/platform/run.version"

// assemble compiles the program and lays the image: what seldom changes first, the program last, so that a registry
// and a node keep the lower layers from version to version.
// The image reads the files in work while it is delivered.
func assemble(repository, work string, img image, version string) (v1.Image, error) {
	binary, err := compile(repository, work, img, version)
	if err != nil {
		return nil, err
	}
	base, err := baseEntries()
	if err != nil {
		return nil, err
	}
	if img.root != nil {
		more, err := img.root()
		if err != nil {
			return nil, err
		}
		base = append(base, more...)
	}
	entrypoint := "/" + img.name
	return compose(img, version, base, []entry{{path: entrypoint, mode: 0o555, source: binary}}, entrypoint)
}

func compose(img image, version string, base, program []entry, entrypoint string) (v1.Image, error) {
	made, err := sourceDate()
	if err != nil {
		return nil, err
	}
	built := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	built = mutate.ConfigMediaType(built, types.OCIConfigJSON)
	for _, part := range []struct {
		entries []entry
		by      string
	}{{base, "danchu: authorities, users"}, {program, "danchu: " + img.name}} {
		layer, err := layerOf(part.entries, made)
		if err != nil {
			return nil, err
		}
		built, err = mutate.Append(built, mutate.Addendum{Layer: layer, History: v1.History{CreatedBy: part.by, Created: v1.Time{Time: made}}})
		if err != nil {
			return nil, err
		}
	}
	file, err := built.ConfigFile()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.Architecture, file.OS, file.Created = runtime.GOARCH, "linux", v1.Time{Time: made}
	file.Config.User = fmt.Sprintf("%d:%d", nonroot, nonroot)
	file.Config.WorkingDir = "/"
	file.Config.Entrypoint = []string{entrypoint}
	file.Config.Cmd = img.args
	file.Config.StopSignal = img.stop
	file.Config.Env = []string{"PATH=/usr/bin:/bin:/", "SSL_CERT_FILE=" + authorities}
	file.Config.Labels = map[string]string{
		"org.opencontainers.image.title":   img.title,
		"org.opencontainers.image.version": version,
	}
	file.Config.ExposedPorts = map[string]struct{}{}
	for _, port := range img.ports {
		file.Config.ExposedPorts[port] = struct{}{}
	}
	return mutate.ConfigFile(built, file)
}

// compile builds the module alone, without the workspace: what an image holds is what its go.mod says.
func compile(repository, work string, img image, version string) (string, error) {
	binary := filepath.Join(work, img.name)
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid= -X "+versionVariable+"="+version, "-o", binary, img.program)
	cmd.Dir = filepath.Join(repository, img.module)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOOS=linux", "GOFLAGS=")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go build %s in %s: %w", img.program, img.module, err)
	}
	return binary, nil
}

// baseEntries is the floor under every program: who trusts whom, who runs, a place for temporary files (the chart
// mounts a volume there, as the root file system is read-only).
func baseEntries() ([]entry, error) {
	bundle, err := os.ReadFile(authorities)
	if err != nil {
		return nil, fmt.Errorf("certificate authorities: %w (apt-get install ca-certificates)", err)
	}
	return []entry{
		{path: "/etc/passwd", mode: 0o444, data: fmt.Appendf(nil, "root:x:0:0:root:/:/none\ndanchu:x:%d:%d:danchu:/:/none\n", nonroot, nonroot)},
		{path: "/etc/group", mode: 0o444, data: fmt.Appendf(nil, "root:x:0:\ndanchu:x:%d:\n", nonroot)},
		{path: authorities, mode: 0o444, data: bundle},
		{path: "/tmp", mode: 0o1777 | os.ModeDir},
	}, nil
}

// sourceDate is SOURCE_DATE_EPOCH, the convention of reproducible builds.
func sourceDate() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is seconds since 1970, not %q", text)
	}
	return time.Unix(seconds, 0).UTC(), nil
}
