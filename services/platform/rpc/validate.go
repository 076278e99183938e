package rpc

import (
	"context"
	"errors"
	"fmt"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// mostViolations is how many faults of one request are told. They travel in a trailer, and trailers are small.
const mostViolations = 16

// validator checks messages against the constraints written in their protos.
type validator struct{ rules protovalidate.Validator }

func newValidator(clock func() time.Time) (validator, error) {
	rules, err := protovalidate.New(protovalidate.WithNowFunc(func() *timestamppb.Timestamp { return timestamppb.New(clock()) }))
	if err != nil {
		return validator{}, fmt.Errorf("preparing validation: %w", err)
	}
	return validator{rules}, nil
}

func (v validator) around(ctx context.Context, c *call, next func(context.Context) error) error {
	if c.infrastructure() {
		return next(ctx)
	}
	if c.request != nil {
		if err := v.check(c.request); err != nil {
			return err
		}
	}
	c.onReceive = append(c.onReceive, v.check)
	return next(ctx)
}

// check returns a fault that names each field at fault, its rule and the rule's bounds. Rules that cannot be evaluated
// are a mistake in the proto, hence an internal error.
func (v validator) check(m proto.Message) error {
	err := v.rules.Validate(m)
	if err == nil {
		return nil
	}
	var broken *protovalidate.ValidationError
	if !errors.As(err, &broken) {
		return fmt.Errorf("validating %s: %w", m.ProtoReflect().Descriptor().FullName(), err)
	}
	violations := make([]fault.Violation, 0, len(broken.Violations))
	for _, one := range broken.Violations[:min(len(broken.Violations), mostViolations)] {
		v := fault.Violation{
			Field:   protovalidate.FieldPathString(one.Proto.GetField()),
			Rule:    one.Proto.GetRuleId(),
			Params:  bounds(one),
			Message: one.Proto.GetMessage(), // of a rule written in the proto, when no catalogue has words for its id
		}
		if v.Rule == "string.pattern" {
			v.Params = nil // nobody reads a regular expression
			if f, known := formOf(one.RuleValue.String()); known {
				v.Reason, v.Params = f.reason, map[string]string{"example": f.example}
			}
		}
		violations = append(violations, v)
	}
	return fault.New(fault.Invalid, "REQUEST_INVALID", fault.Violate(violations...))
}

// bounds are the values of the rules that stand beside the broken one: a range needs both its ends. The rules are found
// by walking the violation's rule path through the field's rules.
func bounds(v *protovalidate.Violation) map[string]string {
	path := v.Proto.GetRule().GetElements()
	if v.FieldDescriptor == nil || len(path) == 0 {
		return nil
	}
	rules, err := protovalidate.ResolveFieldRules(v.FieldDescriptor)
	if err != nil || rules == nil {
		return nil
	}
	return settings(rules, path[:len(path)-1])
}

func settings(rules *validate.FieldRules, path []*validate.FieldPathElement) map[string]string {
	at := rules.ProtoReflect()
	for _, step := range path {
		field := at.Descriptor().Fields().ByName(nameOf(step))
		if field == nil || field.Message() == nil || field.IsList() || field.IsMap() {
			return nil // a rule of our own, whose words need no bounds
		}
		at = at.Get(field).Message()
	}
	return shown(at)
}
