package change

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/danchu-platform/danchu/services/platform/authn"
)

// Kind is the sort of thing that can cause a change.
type Kind string

// The kinds of cause.
const (
	Request  Kind = "request"  // a call; ID is its request_id
	Event    Kind = "event"    // a fact of another service; ID is the event's id
	Job      Kind = "job"      // background work; ID is the job's own key
	Operator Kind = "operator" // a command of the operator at the terminal
)

// Cause is what makes a change happen. Kind, Actor, Action and ID together are
// its identity: the same again is a repeat.
type Cause struct {
	Kind   Kind
	ID     string // empty: a new cause each time, which nothing can repeat
	Actor  string // subject of the caller, or the name of the program
	Action string // the RPC, consumer or job
	Digest []byte // of what was asked for; a repeat must ask for the same

	single bool // its id is our own invention: nobody can repeat it
}

// ForRequest is the cause of the RPC being served: its request_id within caller
// and method, with a digest of the rest of the request. A request without
// request_id gets a random one, so it cannot be repeated safely.
func ForRequest(ctx context.Context, req proto.Message) Cause {
	c := Cause{Kind: Request, Actor: authn.From(ctx).Subject, Action: string(req.ProtoReflect().Descriptor().Name())}
	if c.Actor == "" {
		c.Actor = "anonymous"
	}
	if method, ok := grpc.Method(ctx); ok {
		c.Action = path.Base(method)
	}
	content := req
	field := req.ProtoReflect().Descriptor().Fields().ByName("request_id")
	if field != nil && field.Kind() == protoreflect.StringKind && !field.IsList() {
		c.ID = req.ProtoReflect().Get(field).String()
		content = proto.Clone(req)
		content.ProtoReflect().Clear(field)
	}
	// Only messages with invalid UTF-8 fail here, and those do not arrive.
	bytes, _ := proto.MarshalOptions{Deterministic: true}.Marshal(content)
	digest := sha256.Sum256(bytes)
	c.Digest = digest[:]
	return c
}

// named gives a cause without id a random one.
func (c Cause) named() Cause {
	if c.ID == "" {
		c.ID, c.single = uuid.NewString(), true
	}
	if c.Digest == nil {
		c.Digest = []byte{}
	}
	return c
}

// key is the cause's identity in the table: parts with their lengths, so that
// no two causes read the same.
func (c Cause) key() []byte {
	h := sha256.New()
	for _, part := range []string{string(c.Kind), c.Actor, c.Action, c.ID} {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return h.Sum(nil)
}

// String names the cause in audit entries, as in "request 0198c0de-…".
func (c Cause) String() string { return string(c.Kind) + " " + c.ID }
