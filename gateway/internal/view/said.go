package view

import (
	"html/template"
	"maps"
	"slices"
	"text/template/parse"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// unsaid walks a template and everything parsed with it and lists the message
// keys it names that no catalogue knows.
func unsaid(t *template.Template, words *i18n.Catalogue) []string {
	missing := map[string]bool{}
	for _, one := range t.Templates() {
		if one.Tree != nil && one.Tree.Root != nil {
			walk(one.Tree.Root, words, missing)
		}
	}
	return slices.Sorted(maps.Keys(missing))
}

func walk(node parse.Node, words *i18n.Catalogue, missing map[string]bool) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, child := range n.Nodes {
				walk(child, words, missing)
			}
		}
	case *parse.ActionNode:
		walk(n.Pipe, words, missing)
	case *parse.TemplateNode:
		walk(n.Pipe, words, missing)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, words, missing)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, words, missing)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, words, missing)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, command := range n.Cmds {
			walkCommand(command, words, missing)
		}
	}
}

func walkBranch(n *parse.BranchNode, words *i18n.Catalogue, missing map[string]bool) {
	walk(n.Pipe, words, missing)
	walk(n.List, words, missing)
	walk(n.ElseList, words, missing)
}

// keyAt says which argument of our functions is a message key.
var keyAt = map[string]int{"t": 1, "ask": 2}

func walkCommand(n *parse.CommandNode, words *i18n.Catalogue, missing map[string]bool) {
	if name, ok := n.Args[0].(*parse.IdentifierNode); ok {
		if at := keyAt[name.Ident]; at > 0 && len(n.Args) > at {
			if key, ok := n.Args[at].(*parse.StringNode); ok && !words.Has(key.Text) {
				missing[key.Text] = true
			}
		}
	}
	for _, arg := range n.Args {
		walk(arg, words, missing)
	}
}
