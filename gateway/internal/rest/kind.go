package rest

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// wanted is the reason that says what a field takes, and the values where they are few.
func wanted(field protoreflect.FieldDescriptor, element bool) (reason, values string) {
	switch {
	case field.IsMap():
		return "WANT_OBJECT", ""
	case field.IsList() && !element:
		return "WANT_LIST", ""
	}
	switch field.Kind() {
	case protoreflect.StringKind:
		return "WANT_TEXT", ""
	case protoreflect.BoolKind:
		return "WANT_TRUE_OR_FALSE", ""
	case protoreflect.EnumKind:
		return "WANT_ONE_OF", enumValues(field.Enum())
	case protoreflect.BytesKind:
		return "WANT_BASE64", ""
	case protoreflect.MessageKind, protoreflect.GroupKind:
		switch field.Message().FullName() {
		case "google.protobuf.Timestamp":
			return "WANT_MOMENT", ""
		case "google.protobuf.Duration":
			return "WANT_DURATION", ""
		case "google.protobuf.FieldMask":
			return "WANT_TEXT", ""
		}
		return "WANT_OBJECT", ""
	default:
		return "WANT_NUMBER", ""
	}
}

// enumValues are the values one may send, without the one that says nothing.
func enumValues(enum protoreflect.EnumDescriptor) string {
	var names []string
	for i := range enum.Values().Len() {
		if value := enum.Values().Get(i); value.Number() != 0 {
			names = append(names, string(value.Name()))
		}
	}
	return strings.Join(names, ", ")
}

// fieldAt finds the field of a message a path names; element tells that the path
// names one of its elements.
func fieldAt(in protoreflect.MessageDescriptor, path string) (field protoreflect.FieldDescriptor, element bool) {
	for part := range strings.SplitSeq(path, ".") {
		if in == nil {
			return nil, false
		}
		name, _, indexed := strings.Cut(part, "[")
		if field = in.Fields().ByTextName(name); field == nil {
			if field = in.Fields().ByJSONName(name); field == nil {
				return nil, false
			}
		}
		element, in = indexed, field.Message()
	}
	return field, element
}
