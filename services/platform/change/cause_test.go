package change_test

import (
	"bytes"
	"context"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// request is a message {request_id, title}.
func request(t *testing.T, id, title string) *dynamicpb.Message {
	t.Helper()
	field := func(name string, number int32) *descriptorpb.FieldDescriptorProto {
		return &descriptorpb.FieldDescriptorProto{
			Name: proto.String(name), Number: proto.Int32(number),
			Type:  descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
			Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
		}
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: proto.String("thing.proto"), Syntax: proto.String("proto3"),
		MessageType: []*descriptorpb.DescriptorProto{{
			Name:  proto.String("MakeThingRequest"),
			Field: []*descriptorpb.FieldDescriptorProto{field("request_id", 1), field("title", 2)},
		}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := dynamicpb.NewMessage(file.Messages().Get(0))
	for _, set := range []struct{ name, value string }{{"request_id", id}, {"title", title}} {
		m.Set(m.Descriptor().Fields().ByTextName(set.name), protoreflect.ValueOfString(set.value))
	}
	return m
}

func TestForRequest(t *testing.T) {
	t.Parallel()
	ctx := authn.With(context.Background(), authn.Caller{Kind: authn.Person, Subject: "iss#an"})
	first := change.ForRequest(ctx, request(t, "r1", "Thu chi quỹ"))
	if first.ID != "r1" || first.Actor != "iss#an" || first.Kind != change.Request || len(first.Digest) != 32 {
		t.Fatalf("%+v", first)
	}
	if again := change.ForRequest(ctx, request(t, "r2", "Thu chi quỹ")); !bytes.Equal(again.Digest, first.Digest) {
		t.Error("the digest covers the request_id")
	}
	if other := change.ForRequest(ctx, request(t, "r1", "Thu chi")); bytes.Equal(other.Digest, first.Digest) {
		t.Error("the digest does not cover the content")
	}
	if nobody := change.ForRequest(context.Background(), request(t, "r1", "x")); nobody.Actor != "anonymous" {
		t.Errorf("actor %q of an unauthenticated call", nobody.Actor)
	}
}
