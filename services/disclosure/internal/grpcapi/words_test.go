package grpcapi

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
)

// codesOf reads out of the rules' source the codes of a named type, and what is given to refuse as the action.
func codesOf(t *testing.T) (states, actions []string) {
	t.Helper()
	files, err := filepath.Glob("../domain/*.go")
	if err != nil {
		t.Fatal(err)
	}
	text := func(e ast.Expr) string {
		if literal, ok := e.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			word, _ := strconv.Unquote(literal.Value) // it was parsed
			return word
		}
		return ""
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				kind, ok := n.Type.(*ast.Ident)
				if !ok || len(n.Values) == 0 {
					return true
				}
				switch {
				case kind.Name == "Action":
					actions = append(actions, text(n.Values[0]))
				case kind.Name == "State" || strings.HasSuffix(kind.Name, "State"):
					states = append(states, text(n.Values[0]))
				}
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "refuse" && len(n.Args) == 1 {
					actions = append(actions, text(n.Args[0]))
				}
			}
			return true
		})
	}
	return states, actions
}

// What a refusal names, it names in words: states, moves, forms and places.
func TestRefusalsNameThingsInWords(t *testing.T) {
	t.Parallel()
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	book, err := lawbook.National()
	if err != nil {
		t.Fatal(err)
	}
	states, actions := codesOf(t)
	if len(states) < 20 || len(actions) < 20 {
		t.Fatalf("found only %v, %v", states, actions)
	}
	asked := map[string][]string{"state": states, "action": actions}
	for _, id := range []string{law.Communes, law.Agencies, law.StateEnterprises} {
		catalogue, _ := book.Catalogue(id)
		for _, form := range catalogue.Forms {
			asked["forms"] = append(asked["forms"], form.Code)
		}
		for _, item := range catalogue.Items {
			for _, need := range item.Forms {
				asked["places"] = append(asked["places"], need.Places...)
			}
		}
	}
	for kind, codes := range asked {
		for _, code := range codes {
			if !words.Has("word." + kind + "." + code) {
				t.Errorf("no word for the %s %q", kind, code)
			}
		}
	}
	for refusal, want := range map[*domain.Refusal]string{
		domain.Refuse(domain.StateNotAllowed, "state", "state", "in_review", "action", "edit"): "Không thể sửa khi trạng thái là «chờ duyệt».",
		domain.Refuse(domain.PlaceNotAllowed, "place_kind", "places", "office, community"):     "trụ sở HĐND, UBND, nhà văn hóa",
		domain.Refuse(domain.PlanFormMissing, "line.forms", "forms", "village_head"):           "(thông qua trưởng thôn, tổ trưởng tổ dân phố)",
	} {
		if text := fault.Status(translate(refusal), i18n.Vietnamese, words).Message(); !strings.Contains(text, want) {
			t.Errorf("%q, want %q in it", text, want)
		}
	}
}
