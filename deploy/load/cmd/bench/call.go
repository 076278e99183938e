package main

import (
	"context"
	"fmt"
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/danchu-platform/danchu/deploy/load/measure"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// publicCall compares a JSON call through the gateway, with a token that is
// verified and rates that are counted, with the same call over gRPC and with a
// bare gRPC server that answers as many bytes. Two calls: one answered from
// memory (the catalogue: the door alone) and one from PostgreSQL.
func publicCall(ctx context.Context, b *bench) error {
	h, err := b.house(ctx)
	if err != nil {
		return err
	}
	bare, address, err := startEcho()
	if err != nil {
		return err
	}
	defer func() { _ = bare.stop() }()
	toBare, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer toBare.Close()

	found, err := disclosurev1.NewPublicationServiceClient(h.toDisclosure).SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{PageSize: 100})
	if err != nil || len(found.GetPublications()) == 0 {
		return fmt.Errorf("no publication to ask for: %w", err)
	}
	one := found.GetPublications()[0]
	for _, c := range []struct {
		what, path, method string
		request            proto.Message
		reply              func() proto.Message
		least              float64
	}{
		{
			"GetCatalogueItem (from memory)", "/v1/" + one.GetItem(), disclosurev1.CatalogueService_GetCatalogueItem_FullMethodName,
			&disclosurev1.GetCatalogueItemRequest{Name: one.GetItem()}, func() proto.Message { return new(disclosurev1.CatalogueItem) }, 0.35,
		},
		{
			"GetPublication (from PostgreSQL)", "/v1/" + one.GetName(), disclosurev1.PublicationService_GetPublication_FullMethodName,
			&disclosurev1.GetPublicationRequest{Name: one.GetName()}, func() proto.Message { return new(disclosurev1.Publication) }, 0,
		},
	} {
		if err := b.compareCall(ctx, h, toBare, c.what, c.path, c.method, c.request, c.reply, c.least); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) compareCall(
	ctx context.Context, h *house, toBare *grpc.ClientConn, what, path, method string, request proto.Message, reply func() proto.Message, least float64,
) error {
	bearer := func() ([]string, error) {
		text, err := h.tokens.of(author)
		return []string{"Authorization: Bearer " + text, "Accept: application/json"}, err
	}
	headers, err := bearer()
	if err != nil {
		return err
	}
	want, _, body, err := fetch(h.webAddress(), path, headers...)
	if err != nil {
		return err
	}
	if want.status != http.StatusOK {
		return fmt.Errorf("%s answered %d: %s", path, want.status, body)
	}
	sample := reply()
	if err := h.toDisclosure.Invoke(ctx, method, request, sample); err != nil {
		return err
	}
	size := wrapperspb.UInt32(uint32(proto.Size(sample))) //nolint:gosec // far below 4 GiB
	rest := measure.Side{Name: "REST", Round: b.webRound(readers, want, h.webAddress(), path, bearer)}
	overGRPC := measure.Side{Name: "the same over gRPC", Round: func(ctx context.Context) (float64, error) {
		text, err := h.tokens.of(author)
		if err != nil {
			return 0, err
		}
		asking := metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+text)
		return b.callRound(asking, func(ctx context.Context) error { return h.toDisclosure.Invoke(ctx, method, request, reply()) })
	}}
	echoed := measure.Side{Name: "bare gRPC echo", Round: func(ctx context.Context) (float64, error) {
		return b.callRound(ctx, func(ctx context.Context) error {
			return toBare.Invoke(ctx, echoMethod, size, new(wrapperspb.BytesValue))
		})
	}}
	besideEcho, err := measure.Compare(ctx, "REST "+what, rest, echoed, b.rounds)
	if err != nil {
		return err
	}
	b.rates(besideEcho, least)
	besideGRPC, err := measure.Compare(ctx, "REST "+what, rest, overGRPC, b.rounds)
	if err != nil {
		return err
	}
	b.rates(besideGRPC, 0)
	direct, err := measure.Compare(ctx, "gRPC "+what, overGRPC, echoed, b.rounds)
	if err != nil {
		return err
	}
	b.rates(direct, 0)
	return nil
}

func (b *bench) callRound(ctx context.Context, call func(context.Context) error) (float64, error) {
	sample, err := measure.Closed(ctx, readers, b.round, func(ctx context.Context, _ int) error { return call(ctx) })
	return sample.Rate(), err
}
