// Package health tells the cluster two different things: whether the program turns at all (liveness) and whether it
// should be given work (readiness). They are answered over HTTP (/healthz, /readyz) and over grpc.health.v1.
//
// A program declares its parts when it starts and is ready when each of them said so. Before it stops it drains: it
// says "not ready" while it still serves, so that load balancers turn away first and nobody's request is cut.
package health

import (
	"maps"
	"slices"
	"sync"

	"google.golang.org/grpc"
	grpchealth "google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

// draining is the reason shown while the program says goodbye.
const draining = "draining"

// starting is the reason of a part that has not reported yet.
const starting = "starting"

// State is what is known about the parts. It is safe for concurrent use.
type State struct {
	mu       sync.Mutex
	waiting  map[string]string // part → why it is not ready; ready parts map to ""
	draining bool
	changed  chan struct{}
	rpc      *grpchealth.Server
}

// New declares the parts that must be ready before the program is. With no parts at all it is ready at once.
func New(parts ...string) *State {
	s := &State{waiting: map[string]string{}, changed: make(chan struct{}), rpc: grpchealth.NewServer()}
	for _, part := range parts {
		s.waiting[part] = starting
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.announce()
	return s
}

// Ready says that the part does its work.
func (s *State) Ready(part string) { s.set(part, "") }

// NotReady says that the part does not, and why, in words for the operator: they are shown by /readyz.
func (s *State) NotReady(part, reason string) {
	if reason == "" {
		reason = "not ready"
	}
	s.set(part, reason)
}

func (s *State) set(part, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, known := s.waiting[part]; known && old == reason {
		return
	}
	s.waiting[part] = reason
	s.announce()
}

// Drain turns readiness red for good, whatever the parts say later.
func (s *State) Drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.draining {
		s.draining = true
		s.announce()
	}
}

// Serving tells whether the program should be given work.
func (s *State) Serving() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.serving()
}

// Changed returns a channel that is closed when the state next changes; read it before asking [State.Serving].
func (s *State) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Waiting lists the parts that are not ready and why; empty when serving.
func (s *State) Waiting() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := maps.Clone(s.waiting)
	maps.DeleteFunc(waiting, func(_, reason string) bool { return reason == "" })
	if s.draining {
		waiting["program"] = draining
	}
	return waiting
}

// Register answers grpc.health.v1 with the readiness of the whole program. Watchers are told of each change.
func (s *State) Register(registrar grpc.ServiceRegistrar) {
	healthpb.RegisterHealthServer(registrar, s.rpc)
}

func (s *State) serving() bool {
	if s.draining {
		return false
	}
	return !slices.ContainsFunc(slices.Collect(maps.Values(s.waiting)), func(reason string) bool { return reason != "" })
}

// announce is called with the lock held.
func (s *State) announce() {
	status := healthpb.HealthCheckResponse_NOT_SERVING
	if s.serving() {
		status = healthpb.HealthCheckResponse_SERVING
	}
	s.rpc.SetServingStatus("", status)
	close(s.changed)
	s.changed = make(chan struct{})
}
