package grpcapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// refusal is one place in the code that refuses, with the parameters it gives.
type refusal struct {
	place, reason string
	params        map[string]string
}

// reasons reads the constants of the domain: the name in the code and the word.
func reasons(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../domain/refusal.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				found[spec.Names[0].Name], _ = strconv.Unquote(lit.Value)
			}
		}
		return true
	})
	return found
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// refusals finds every place of the directory that refuses.
func refusals(t *testing.T) []refusal {
	t.Helper()
	words := reasons(t)
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []refusal
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !strings.EqualFold(nameOf(call.Fun), "refuse") || len(call.Args) < 3 || call.Ellipsis.IsValid() {
				return true
			}
			r := refusal{place: set.Position(call.Pos()).String(), reason: words[nameOf(call.Args[1])], params: map[string]string{}}
			for i := 3; i+1 < len(call.Args); i += 2 {
				if key, ok := call.Args[i].(*ast.BasicLit); ok {
					param, _ := strconv.Unquote(key.Value)
					r.params[param] = "Võ Miếu"
				}
			}
			if r.reason != "" {
				found = append(found, r)
			}
			return true
		})
	}
	return found
}

// Every place that refuses gives its sentence all it speaks of, in every language,
// also where a period is open or a field is empty.
func TestNoRefusalHasHoles(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	all := refusals(t)
	if len(all) < 80 {
		t.Fatalf("only %d refusals found: this test looks at the wrong code", len(all))
	}
	for _, r := range all {
		for _, lang := range i18n.Languages() {
			for _, empty := range []string{"", "from", "to", "end", "start", "value"} {
				params := maps.Clone(r.params)
				if _, given := params[empty]; given {
					params[empty] = ""
				}
				text := fault.Status(translate(&domain.Refusal{Sort: domain.Refused, Reason: domain.Reason(r.reason), Params: params}), lang, words).Message()
				if hole := holeIn(text); hole != "" {
					t.Errorf("%s: %s in %s has a hole %q: %q", r.place, r.reason, lang, hole, text)
				}
			}
			for _, missing := range unfilled(words, lang, r) {
				t.Errorf("%s: %s in %s speaks of {%s}, which is not given", r.place, r.reason, lang, missing)
			}
		}
	}
}

// holeIn finds what an unfilled placeholder leaves in a sentence.
func holeIn(text string) string {
	for _, hole := range []string{"{", "}", "«»", "“”", "()", "( ", " )", "  ", " ,", " .", " :", "∅"} {
		if strings.Contains(text, hole) {
			return hole
		}
	}
	return ""
}

// unfilled lists the placeholders of a reason's sentence that a refusal does not fill:
// said with a mark for each parameter, a placeholder without one disappears.
func unfilled(words *i18n.Catalogue, lang string, r refusal) []string {
	var missing []string
	for _, param := range []string{
		"value", "name", "from", "to", "date", "code", "parent", "level", "child", "end", "start", "old", "new", "type", "role", "state",
		"weekday", "year", "fact", "item", "since", "key",
	} {
		if _, given := r.params[param]; given {
			continue
		}
		without := words.Text(lang, r.reason, nil)
		if with := words.Text(lang, r.reason, map[string]string{param: "☒"}); with != without {
			missing = append(missing, param)
		}
	}
	return missing
}
