package disclosure

import (
	"context"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Unit tells which unit a call is about, for the limit of calls per unit (rpc.Limits.Unit): the code in the request's field unit, whatever
// era it names. Calls that name a resource or no unit are bounded by their caller alone.
func Unit(_ context.Context, _ string, request proto.Message) string {
	message := request.ProtoReflect()
	field := message.Descriptor().Fields().ByName("unit")
	if field == nil || field.Kind() != protoreflect.StringKind || field.IsList() {
		return ""
	}
	code, _, _ := strings.Cut(strings.TrimPrefix(message.Get(field).String(), "units/"), "@")
	return code
}
