package charts_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// source returns the Go files below the folders, tests and generated code left out.
func source(t *testing.T, folders ...string) string {
	t.Helper()
	var all strings.Builder
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".pb.go") {
				return err
			}
			data, err := os.ReadFile(path)
			all.Write(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

var (
	variable = regexp.MustCompile(`"(DANCHU_[A-Z_]+)"`)
	prefix   = regexp.MustCompile(`env:", prefix=([A-Z_]+)"`)
	tag      = regexp.MustCompile(`env:"([A-Z_]+)[,"]`)
)

// TestEveryVariableIsReadBySomeProgram finds settings that the chart gives and nobody reads: a misspelt one would be
// silently without effect.
func TestEveryVariableIsReadBySomeProgram(t *testing.T) {
	known := map[string]bool{}
	code := source(t, "services", "gateway", "deploy/standalone")
	for _, m := range tag.FindAllStringSubmatch(code, -1) {
		known["DANCHU_"+m[1]] = true
		for _, group := range prefix.FindAllStringSubmatch(code, -1) {
			known["DANCHU_"+group[1]+m[1]] = true
		}
	}
	for _, file := range []string{"_settings.tpl", "gateway.yaml", "directory.yaml", "disclosure.yaml", "voting.yaml", "demo/_demo.tpl"} {
		for _, m := range variable.FindAllStringSubmatch(read(t, chart, "templates", file), -1) {
			name := m[1]
			if !known[name] && !known[name+"_FILE"] && !known[strings.TrimSuffix(name, "_FILE")] {
				t.Errorf("templates/%s sets %s, which no program reads", file, name)
			}
		}
	}
}

// TestRoutesNameEveryService compares files/grpc-services.yaml with the contracts.
func TestRoutesNameEveryService(t *testing.T) {
	want := map[string][]string{}
	files, err := filepath.Glob(root + "/proto/danchu/*/v1/*.proto")
	if err != nil {
		t.Fatal(err)
	}
	service := regexp.MustCompile(`(?m)^service (\w+) \{`)
	pkg := regexp.MustCompile(`(?m)^package (danchu\.(\w+)\.v1);`)
	for _, file := range files {
		text := read(t, file)
		of := pkg.FindStringSubmatch(text)
		for _, m := range service.FindAllStringSubmatch(text, -1) {
			want[of[2]] = append(want[of[2]], of[1]+"."+m[1])
		}
	}
	got := map[string][]string{}
	if err := yaml.Unmarshal([]byte(read(t, chart, "files/grpc-services.yaml")), &got); err != nil {
		t.Fatal(err)
	}
	for name := range want {
		slices.Sort(want[name])
		slices.Sort(got[name])
		if !slices.Equal(want[name], got[name]) {
			t.Errorf("files/grpc-services.yaml, %s: %v, the contracts say %v", name, got[name], want[name])
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("files/grpc-services.yaml: there is no package danchu.%s.v1", name)
		}
	}
}

// TestEveryProgramHasAShortFile keeps to one template: what a new service adds is one file that fits on a screen.
func TestEveryProgramHasAShortFile(t *testing.T) {
	mains, err := filepath.Glob(root + "/services/*/cmd/*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, main := range append(mains, root+"/gateway/cmd/gateway/main.go") {
		name := filepath.Base(filepath.Dir(main))
		if service := filepath.Base(filepath.Dir(filepath.Dir(filepath.Dir(main)))); name != service {
			continue // a program for people's own machines, such as verify-vote: nothing runs it in a cluster
		}
		text := read(t, chart, "templates", name+".yaml")
		if lines := strings.Count(text, "\n"); lines > 45 {
			t.Errorf("templates/%s.yaml has %d lines: what is common belongs to templates/_workload.tpl", name, lines)
		}
		if strings.Contains(text, "kind:") {
			t.Errorf("templates/%s.yaml writes an object itself: let danchu.workload do it", name)
		}
	}
}
