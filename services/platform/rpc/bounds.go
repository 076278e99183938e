package rpc

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// longestBound keeps a list of five hundred allowed values from filling the trailer.
const longestBound = 160

func nameOf(step *validate.FieldPathElement) protoreflect.Name {
	return protoreflect.Name(step.GetFieldName())
}

// shown writes each rule that is set the way a person reads it, by the rule's name.
func shown(rules protoreflect.Message) map[string]string {
	params := map[string]string{}
	rules.Range(func(rule protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		if text := show(rule, value); text != "" {
			params[string(rule.Name())] = shorten(text)
		}
		return true
	})
	return params
}

func show(rule protoreflect.FieldDescriptor, value protoreflect.Value) string {
	if rule.IsMap() {
		return ""
	}
	if rule.IsList() {
		list := value.List()
		items := make([]string, 0, list.Len())
		for i := range list.Len() {
			items = append(items, showOne(rule, list.Get(i)))
		}
		return strings.Join(items, ", ")
	}
	return showOne(rule, value)
}

func showOne(rule protoreflect.FieldDescriptor, value protoreflect.Value) string {
	switch rule.Kind() {
	case protoreflect.BytesKind:
		return fmt.Sprintf("0x%x", value.Bytes())
	case protoreflect.MessageKind, protoreflect.GroupKind:
		switch m := value.Message().Interface().(type) {
		case *durationpb.Duration:
			return m.AsDuration().String()
		case *timestamppb.Timestamp:
			return m.AsTime().Format(time.RFC3339)
		default: // rules of rules: items, keys, values
			return ""
		}
	default:
		return value.String()
	}
}

func shorten(text string) string {
	if len(text) <= longestBound {
		return text
	}
	end := longestBound
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
