package authztest_test

import (
	"os"
	"testing"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/units"
)

func spec(t *testing.T) authztest.Spec {
	t.Helper()
	read := func(name string) []byte {
		text, err := os.ReadFile("../testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	draft := map[string]any{"author": "iss#author"}
	return authztest.Spec{
		Policies: read("policy.cedar"), Schema: read("service.cedarschema"), File: "testdata/who_may.txt",
		Services: []*grpc.ServiceDesc{{
			ServiceName: "imagined.v1.DocumentService",
			Methods: []grpc.MethodDesc{
				{MethodName: "GetDocument"},
				{MethodName: "CreateDocument"},
				{MethodName: "UpdateDocument"},
				{MethodName: "PublishDocument"},
				{MethodName: "InspectDocument"},
				{MethodName: "MyRequests"},
			},
		}},
		Extra: []string{"Reindex"},
		Resources: map[string][]authztest.Resource{
			"GetDocument":    {{Type: "Document", Level: units.Commune, Attrs: draft}},
			"CreateDocument": {{Type: "Document", Level: units.Commune, Attrs: draft}, {Type: "Document", OfAgency: true, Attrs: draft}},
			"UpdateDocument": {{Type: "Document", Level: units.Village, Attrs: draft}},
			"PublishDocument": {
				{Type: "Document", Level: units.Commune, Attrs: draft},
				{Name: "own draft", Type: "Document", Level: units.Commune, Attrs: map[string]any{"author": authztest.Self}},
			},
			"InspectDocument": {
				{Type: "Document", Level: units.Province, Attrs: draft},
				{Type: "Document", Level: units.Commune, Attrs: draft},
				{Type: "Document", Level: units.Village, Attrs: draft},
			},
		},
	}
}

func TestTheTable(t *testing.T) { authztest.Walk(t, spec(t)) }

// told collects what a test would have been failed with.
type told struct{ errors []string }

func (t *told) Helper()                        {}
func (t *told) Errorf(format string, _ ...any) { t.errors = append(t.errors, format) }

func TestMustCover(t *testing.T) {
	s := spec(t)
	e, err := authz.New(s.Policies, authztest.NewWorld())
	if err != nil {
		t.Fatal(err)
	}
	for name, services := range map[string][]*grpc.ServiceDesc{
		"an RPC without a policy":   append([]*grpc.ServiceDesc{{Methods: []grpc.MethodDesc{{MethodName: "BurnDocument"}}}}, s.Services...),
		"a stream without a policy": append([]*grpc.ServiceDesc{{Streams: []grpc.StreamDesc{{StreamName: "WatchDocuments"}}}}, s.Services...),
		"the same name twice":       append([]*grpc.ServiceDesc{{Methods: []grpc.MethodDesc{{MethodName: "GetDocument"}}}}, s.Services...),
	} {
		var got told
		if authz.MustCover(&got, e, services, s.Extra...); len(got.errors) != 1 {
			t.Errorf("%s: got %d complaints, want 1", name, len(got.errors))
		}
	}
	var got told
	if authz.MustCover(&got, e, s.Services); len(got.errors) != 1 {
		t.Errorf("an action that is no RPC: got %d complaints, want 1", len(got.errors))
	}
	got = told{}
	if authz.MustCover(&got, e, s.Services, s.Extra...); len(got.errors) != 0 {
		t.Errorf("everything covered: got %v", got.errors)
	}
}
