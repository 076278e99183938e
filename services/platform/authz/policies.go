package authz

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

//go:embed danchu.cedarschema
var baseSchema string

const actionType = namespace + "Action"

// book is the policies of one service, sorted by the action they speak of.
type book struct {
	byAction map[string]cedar.PolicyMap
	roles    map[string][]string          // roles that a permit of the action asks about
	does     map[string]map[string]string // what the action does, in words, by language
	open     map[string]bool              // actions that are everybody's, whatever the resource
}

// read sorts the policies and refuses what would be a silent mistake: a permit for every action, an attribute of the caller that does
// not exist (it would deny for ever), an action outside our namespace.
func read(text []byte) (*book, error) {
	list, err := cedar.NewPolicyListFromBytes("policy.cedar", text)
	if err != nil {
		return nil, fmt.Errorf("authz: %w", err)
	}
	b := &book{byAction: map[string]cedar.PolicyMap{}, roles: map[string][]string{}, does: map[string]map[string]string{}, open: map[string]bool{}}
	everywhere := cedar.PolicyMap{}
	for i, p := range list {
		id := cedar.PolicyID(fmt.Sprintf("line %d", p.Position().Line))
		if _, taken := everywhere[id]; taken {
			id = cedar.PolicyID(fmt.Sprintf("%s (%d)", id, i))
		}
		tree := (*ast.Policy)(p.AST())
		asked, err := attributesAsked(tree)
		if err != nil {
			return nil, fmt.Errorf("authz: policy.cedar %s: %w", id, err)
		}
		actions, all, err := actionsOf(tree)
		switch {
		case err != nil:
			return nil, fmt.Errorf("authz: policy.cedar %s: %w", id, err)
		case all && tree.Effect == ast.EffectPermit:
			return nil, fmt.Errorf("authz: policy.cedar %s: a permit must name its actions", id)
		case all:
			everywhere[id] = p
		}
		for _, action := range actions {
			if b.byAction[action] == nil {
				b.byAction[action] = cedar.PolicyMap{}
			}
			b.byAction[action][id] = p
			if tree.Effect == ast.EffectPermit {
				b.roles[action] = append(b.roles[action], asked...)
			}
			b.describe(action, p.Annotations())
		}
	}
	for action, policies := range b.byAction {
		maps.Copy(policies, everywhere)
		b.open[action] = unconditional(policies)
		slices.Sort(b.roles[action])
		b.roles[action] = slices.Compact(b.roles[action])
	}
	return b, nil
}

// unconditional tells whether the answer is yes without looking: a permit asks nothing and there is no forbid. Most of what the public reads
// is so, and need not pay for showing Cedar the world.
func unconditional(policies cedar.PolicyMap) bool {
	open := false
	for _, p := range policies {
		tree := (*ast.Policy)(p.AST())
		if tree.Effect == ast.EffectForbid {
			return false
		}
		_, anybody := tree.Principal.(ast.ScopeTypeAll)
		_, anything := tree.Resource.(ast.ScopeTypeAll)
		open = open || (anybody && anything && len(tree.Conditions) == 0)
	}
	return open
}

// describe takes the words of a policy's annotations @vi("công bố văn bản") and @en("publish a document").
func (b *book) describe(action string, notes cedar.Annotations) {
	for _, lang := range []string{"vi", "en"} {
		if words, ok := notes[types.AnnotationKey(lang)]; ok {
			if b.does[action] == nil {
				b.does[action] = map[string]string{}
			}
			b.does[action][lang] = string(words)
		}
	}
}

func actionsOf(p *ast.Policy) (actions []string, all bool, err error) {
	var named []types.EntityUID
	switch scope := p.Action.(type) {
	case ast.ScopeTypeAll:
		return nil, true, nil
	case ast.ScopeTypeEq:
		named = []types.EntityUID{scope.Entity}
	case ast.ScopeTypeInSet:
		named = scope.Entities
	default:
		return nil, false, errors.New("name the actions themselves, not a group of them")
	}
	for _, a := range named {
		if a.Type != actionType {
			return nil, false, fmt.Errorf("action %s: want %s::%q", a, actionType, a.ID)
		}
		actions = append(actions, string(a.ID))
	}
	return actions, false, nil
}

// attributesAsked lists the roles a policy's conditions ask the caller for.
func attributesAsked(p *ast.Policy) (asked []string, err error) {
	for _, c := range p.Conditions {
		ast.Inspect(ast.NewNode(c.Body), func(n ast.IsNode) bool {
			access, ok := n.(ast.NodeTypeAccess)
			if !ok {
				return true
			}
			variable, ok := access.Arg.(ast.NodeTypeVariable)
			if !ok || variable.Name != "principal" {
				return true
			}
			name := string(access.Value)
			_, isRole := RoleOf(name)
			switch {
			case isRole && c.Condition == ast.ConditionWhen:
				asked = append(asked, name)
			case !isRole && !slices.Contains([]string{"subject", "person_key", "signed_in", "service"}, name):
				err = fmt.Errorf("the caller has no attribute %q", name)
			}
			return true
		})
	}
	return asked, err
}

// conform holds the policies against the base schema and the service's own: types, attributes, actions that do not exist.
func conform(text []byte, own string) (err error) {
	var s schema.Schema
	if err := s.UnmarshalCedar([]byte("namespace Danchu {\n" + baseSchema + "\n" + own + "\n}\n")); err != nil {
		return fmt.Errorf("authz: schema: %w", err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		return fmt.Errorf("authz: schema: %w", err)
	}
	list, err := cedar.NewPolicyListFromBytes("policy.cedar", text)
	if err != nil {
		return fmt.Errorf("authz: %w", err)
	}
	validator := validate.New(resolved)
	for _, p := range list {
		id := fmt.Sprintf("line %d", p.Position().Line)
		if e := validator.Policy(id, (*ast.Policy)(p.AST())); e != nil {
			err = errors.Join(err, fmt.Errorf("authz: policy.cedar %s: %w", id, e))
		}
	}
	return err
}
