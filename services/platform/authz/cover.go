package authz

import (
	"slices"

	"google.golang.org/grpc"
)

// TB is what MustCover needs of a test.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
}

// MustCover fails the test unless every RPC of the services has an action of its own name and every action is such an RPC or
// one of extra: what a service decides besides its RPCs (opening a protected identity, say).
func MustCover(t TB, e *Engine, services []*grpc.ServiceDesc, extra ...string) {
	t.Helper()
	seen := map[string]string{}
	for _, service := range services {
		for _, rpc := range Methods(service) {
			if other, twice := seen[rpc]; twice {
				t.Errorf("%s and %s both have an RPC %s: one action cannot mean two things", other, service.ServiceName, rpc)
			}
			seen[rpc] = service.ServiceName
			if _, covered := e.book.byAction[rpc]; !covered {
				t.Errorf("%s/%s has no policy: nobody will ever be let in", service.ServiceName, rpc)
			}
		}
	}
	for _, action := range e.Actions() {
		if _, isRPC := seen[action]; !isRPC && !slices.Contains(extra, action) {
			t.Errorf("policies speak of the action %s, which is no RPC", action)
		}
	}
}

// Methods lists the RPCs of a service, streaming ones included, by name.
func Methods(service *grpc.ServiceDesc) []string {
	var names []string
	for _, m := range service.Methods {
		names = append(names, m.MethodName)
	}
	for _, s := range service.Streams {
		names = append(names, s.StreamName)
	}
	slices.Sort(names)
	return names
}
