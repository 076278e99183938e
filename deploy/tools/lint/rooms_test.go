// Package lint proves the room rules of the repository's .golangci.yml: a rule that refuses nothing is worse than none,
// because everybody believes in it.
package lint

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

const root = "../../.."

// TestEveryRoomRuleRefuses runs the linter, with the real configuration, over a tree that breaks each rule once: every
// marked line must be refused with the marked words, and nothing else may be.
func TestEveryRoomRuleRefuses(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/rooms.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config, err := os.ReadFile(filepath.Join(root, ".golangci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".golangci.yml"), config)
	want := map[string]string{}
	for _, f := range archive.Files {
		write(t, filepath.Join(dir, f.Name), f.Data)
		for place, words := range wants(f) {
			want[place] = words
		}
	}

	got := run(t, dir)
	for place, words := range want {
		if !slices.ContainsFunc(got[place], func(message string) bool { return strings.Contains(message, words) }) {
			t.Errorf("%s: want a message with %q, got %q", place, words, got[place])
		}
	}
	for place, messages := range got {
		if _, expected := want[place]; !expected {
			t.Errorf("%s: refused without being marked: %q", place, messages)
		}
	}
}

// TestEveryServiceHasItsRules keeps the lists by service in step with the folders: a new service gets its own lines.
func TestEveryServiceHasItsRules(t *testing.T) {
	config, err := os.ReadFile(filepath.Join(root, ".golangci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	services, err := filepath.Glob(filepath.Join(root, "services/*/go.mod"))
	if err != nil || len(services) == 0 {
		t.Fatalf("no services found: %v", err)
	}
	for _, file := range services {
		name := filepath.Base(filepath.Dir(file))
		lines := []string{fmt.Sprintf(`"**/services/%s/**"`, name)}
		if name != "platform" {
			lines = append(lines, fmt.Sprintf("services/%s/internal/postgres/sqlcgen", name))
		}
		for _, line := range lines {
			if !strings.Contains(string(config), line) {
				t.Errorf(".golangci.yml has no rule with %s: copy the lines of another service", line)
			}
		}
	}
}

var wantComment = regexp.MustCompile(`// want "([^"]+)"`)

// wants reads the marked lines of a file: "path:line" to words.
func wants(f txtar.File) map[string]string {
	marked := map[string]string{}
	for i, line := range strings.Split(string(f.Data), "\n") {
		if m := wantComment.FindStringSubmatch(line); m != nil {
			marked[fmt.Sprintf("%s:%d", f.Name, i+1)] = m[1]
		}
	}
	return marked
}

// run returns the messages of the linter by "path:line". Layout is `make fmt`'s business, so formatters stay out.
func run(t *testing.T, dir string) map[string][]string {
	t.Helper()
	bin, err := filepath.Abs(filepath.Join(root, ".danchu/bin/golangci-lint"))
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(dir, "report.json")
	cmd := exec.Command(bin, "run", "--output.json.path", report, "--allow-parallel-runners", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	output, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("%v: build the linter first: make tools-lint", err)
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	var found struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal(data, &found); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	messages := map[string][]string{}
	for _, issue := range found.Issues {
		if issue.FromLinter == "gofumpt" || issue.FromLinter == "goimports" {
			continue
		}
		place := fmt.Sprintf("%s:%d", issue.Pos.Filename, issue.Pos.Line)
		messages[place] = append(messages[place], issue.FromLinter+": "+issue.Text)
	}
	return messages
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
