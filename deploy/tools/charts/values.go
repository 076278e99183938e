// Package charts keeps the Helm chart in step with its other faces: the README with the comments of values.yaml, the
// schema with the values, the variables with the programs that read them, the routes with the contracts, the alerts with
// the metrics that exist and the runbooks that answer them. What these tests hold together, nobody has to remember.
package charts

import (
	"fmt"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A Value is one documented key of values.yaml.
type Value struct {
	Path    string // gateway.autoscaling.enabled
	Default string // as one line
	Doc     string
}

// Values reads the keys that carry a "# --" comment, in their order, and the leaves that carry none.
func Values(file string) (documented []Value, silent []string, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	err = walk(document.Content[0], "", &documented, &silent)
	return documented, silent, err
}

func walk(mapping *yaml.Node, prefix string, documented *[]Value, silent *[]string) error {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], mapping.Content[i+1]
		path := strings.TrimPrefix(prefix+"."+key.Value, ".")
		if doc, found := comment(key.HeadComment); found {
			line, err := oneLine(value)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			*documented = append(*documented, Value{path, line, doc})
			continue
		}
		if value.Kind == yaml.MappingNode && len(value.Content) > 0 {
			if err := walk(value, path, documented, silent); err != nil {
				return err
			}
			continue
		}
		*silent = append(*silent, path)
	}
	return nil
}

// comment returns what follows "# --", with its further lines.
func comment(head string) (string, bool) {
	_, doc, found := strings.Cut(head, "# --")
	if !found {
		return "", false
	}
	var words []string
	for _, line := range strings.Split(doc, "\n") {
		words = append(words, strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "#")))
	}
	return strings.TrimSpace(strings.Join(words, " ")), true
}

func oneLine(value *yaml.Node) (string, error) {
	plain := *value
	flow(&plain)
	text, err := yaml.Marshal(&plain)
	return strings.TrimSpace(string(text)), err
}

// flow writes a node, and all below it, on one line and without comments.
func flow(node *yaml.Node) {
	node.Style |= yaml.FlowStyle
	node.HeadComment, node.LineComment, node.FootComment = "", "", ""
	for _, child := range node.Content {
		copied := *child
		*child = copied
		flow(child)
	}
}

// Table is the list of values as the README shows it.
func Table(values []Value) string {
	var out strings.Builder
	out.WriteString("| value | default | meaning |\n| --- | --- | --- |\n")
	for _, v := range values {
		fmt.Fprintf(&out, "| `%s` | `%s` | %s |\n", v.Path, strings.ReplaceAll(v.Default, "|", "\\|"), strings.ReplaceAll(v.Doc, "|", "\\|"))
	}
	return out.String()
}

// Marks between which the README's table stands.
const (
	begin = "<!-- values: made from values.yaml by `make chart-readme` -->\n"
	end   = "<!-- end of values -->\n"
)

// Readme returns the text with its table made anew.
func Readme(text string, values []Value) (string, error) {
	before, rest, found := strings.Cut(text, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return "", fmt.Errorf("the README lacks the lines %q and %q", begin, end)
	}
	return before + begin + "\n" + Table(values) + "\n" + end + after, nil
}
