package charts_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/danchu-platform/danchu/deploy/tools/charts"
)

const (
	root  = "../../.."
	chart = root + "/charts/danchu"
)

func read(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestReadmeIsMadeFromTheValues(t *testing.T) {
	values, silent, err := charts.Values(chart + "/values.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range silent {
		t.Errorf("values.yaml: %s has no comment that begins with # --", path)
	}
	text := read(t, chart, "README.md")
	made, err := charts.Readme(text, values)
	if err != nil {
		t.Fatal(err)
	}
	if made != text {
		t.Error("charts/danchu/README.md is not what values.yaml says: make chart-readme")
	}
}

// TestSchemaAndValuesHaveTheSameKeys walks both: a value that the schema does not know would be refused at the first
// install, a property without a value would be undocumented.
func TestSchemaAndValuesHaveTheSameKeys(t *testing.T) {
	var schema, values map[string]any
	if err := json.Unmarshal([]byte(read(t, chart, "values.schema.json")), &schema); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(read(t, chart, "values.yaml")), &values); err != nil {
		t.Fatal(err)
	}
	gone := map[string]bool{"global": true} // helm's own
	for _, line := range strings.Split(read(t, chart, "templates/_deprecations.tpl"), "\n") {
		if name, _, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), `"`), `" "`); found {
			gone[name] = true
		}
	}
	compare(t, "", schema, schema, values, gone)
}

func compare(t *testing.T, path string, whole, schema map[string]any, values map[string]any, gone map[string]bool) {
	t.Helper()
	if ref, is := schema["$ref"].(string); is {
		schema = whole["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	properties, closed := schema["properties"].(map[string]any)
	if !closed {
		return // labels, resources: any key
	}
	if schema["additionalProperties"] != false {
		t.Errorf("values.schema.json: %s lets unknown keys pass", path)
	}
	for name, value := range values {
		property, known := properties[name].(map[string]any)
		if !known {
			t.Errorf("values.schema.json does not know %s.%s", path, name)
			continue
		}
		if inner, is := value.(map[string]any); is {
			compare(t, path+"."+name, whole, property, inner, nil)
		}
	}
	for name := range properties {
		if _, there := values[name]; !there && !gone[name] && !optional(path+"."+name) {
			t.Errorf("values.yaml has no %s.%s, which the schema allows", path, name)
		}
	}
}

// optional are properties that only some programs set: migrations have no use for requests and limits both.
func optional(path string) bool {
	return strings.HasSuffix(path, ".requests") || strings.HasSuffix(path, ".limits")
}

func TestACommentMayHaveSeveralLinesAndAPipe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "values.yaml")
	if err := os.WriteFile(file, []byte("a:\n  # -- First\n  # second | third.\n  b: {c: [1, 2]}\n  d: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	values, silent, err := charts.Values(file)
	if err != nil {
		t.Fatal(err)
	}
	want := "| `a.b` | `{c: [1, 2]}` | First second \\| third. |\n"
	if got := charts.Table(values); !strings.HasSuffix(got, want) {
		t.Errorf("got %s", got)
	}
	if len(silent) != 1 || silent[0] != "a.d" {
		t.Errorf("undocumented: %v", silent)
	}
}
