package rpc_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// echo is a stream as a future contract may have one: an answer for each request.
func echo(decide bool) func(grpc.ServiceRegistrar) {
	desc := &grpc.ServiceDesc{ServiceName: "danchu.test.v1.EchoService", HandlerType: (*any)(nil), Streams: []grpc.StreamDesc{{
		StreamName: "Echo", ServerStreams: true, ClientStreams: true,
		Handler: func(_ any, s grpc.ServerStream) error {
			if decide {
				decision.Record(s.Context(), "Echo")
			}
			for {
				in := &directoryv1.GetUnitRequest{}
				if err := s.RecvMsg(in); err != nil {
					return err
				}
				if err := s.SendMsg(in); err != nil {
					return err
				}
			}
		},
	}}}
	return func(r grpc.ServiceRegistrar) { r.RegisterService(desc, struct{}{}) }
}

func say(t *testing.T, h *house, name string) (*directoryv1.GetUnitRequest, error) {
	t.Helper()
	s, err := h.conn.NewStream(reading(t, "en"), &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, "/danchu.test.v1.EchoService/Echo")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SendMsg(&directoryv1.GetUnitRequest{Name: name}); err != nil {
		t.Fatal(err)
	}
	answer := &directoryv1.GetUnitRequest{}
	return answer, s.RecvMsg(answer)
}

func TestStreamsPassTheSameChain(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{}, echo(true))
	if answer, err := say(t, h, "units/08584"); err != nil || answer.GetName() != "units/08584" {
		t.Errorf("%v, %v", answer, err)
	}
	_, err := say(t, h, "xã Bằng Luân")
	if e := wantFault(t, err, fault.Invalid, "REQUEST_INVALID"); len(e.Violations) != 1 || !strings.HasPrefix(e.Violations[0].Message, "Give the unit by its code") {
		t.Errorf("%+v", e)
	}
}

func TestAStreamWithoutDecisionSaysNothing(t *testing.T) {
	t.Parallel()
	h := open(t, &units{}, rpc.Limits{}, echo(false))
	_, err := say(t, h, "units/08584")
	wantFault(t, err, fault.Internal, "INTERNAL")
}
