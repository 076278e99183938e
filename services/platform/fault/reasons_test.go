package fault_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/importer"
)

// Every reason written in the platform's source must have a sentence, whoever wrote it: a caller who reads the bare word of a
// reason, or a sentence that says only the kind, has not been told what to do.
func TestEveryReasonOfThePlatformHasASentence(t *testing.T) {
	t.Parallel()
	ours, err := fault.Words()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := files.Words()
	if err != nil {
		t.Fatal(err)
	}
	tables, err := importer.Words()
	if err != nil {
		t.Fatal(err)
	}
	reasons := platformReasons(t)
	if len(reasons) < 15 {
		t.Fatalf("found only %v: the search is broken", reasons)
	}
	for reason, where := range reasons {
		if !ours.Has("reason."+reason) && !theirs.Has(reason) && !tables.Has(reason) {
			t.Errorf("%s (%s) has no sentence in fault/messages.*.yaml", reason, where)
		}
	}
}

// inside are reasons of internal errors, which no caller sees.
var inside = map[string]bool{"UNDECIDED": true}

var shape = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$`)

// platformReasons finds the reason-shaped literals in every file that makes faults.
func platformReasons(t *testing.T) map[string]string {
	t.Helper()
	reasons := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, literal := range reasonsIn(n) {
				if reason, err := strconv.Unquote(literal.Value); err == nil && shape.MatchString(reason) && !inside[reason] {
					reasons[reason] = path
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return reasons
}

// reasonsIn are the literals that stand where a reason stands: an argument of fault.New or refuse, the Reason of a fault, a
// constant named after a reason.
func reasonsIn(n ast.Node) []*ast.BasicLit {
	switch n := n.(type) {
	case *ast.CallExpr:
		if name := nameOf(n.Fun); name == "New" || strings.HasPrefix(name, "refuse") {
			return literals(n.Args...)
		}
	case *ast.KeyValueExpr:
		if nameOf(n.Key) == "Reason" {
			return literals(n.Value)
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			if strings.HasPrefix(name.Name, "Reason") || strings.HasSuffix(name.Name, "Required") || strings.HasPrefix(name.Name, "NotPermitted") {
				return literals(n.Values...)
			}
		}
	}
	return nil
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	default:
		return ""
	}
}

func literals(expressions ...ast.Expr) []*ast.BasicLit {
	var all []*ast.BasicLit
	for _, e := range expressions {
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			all = append(all, literal)
		}
	}
	return all
}
