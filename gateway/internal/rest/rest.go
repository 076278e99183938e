package rest

import (
	"context"
	"fmt"
	"log/slog"
	"mime"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Deps is what the interface needs.
type Deps struct {
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	Voting     grpc.ClientConnInterface
	Words      *i18n.Catalogue // our own reasons; the services bring their sentences along
	Log        *slog.Logger
}

// New builds the handler of everything under /v1/.
func New(ctx context.Context, d Deps) (http.Handler, error) {
	a := answerer{words: d.Words, log: d.Log}
	mux := runtime.NewServeMux(
		// What a contract answers as google.api.HttpBody is sent as it is.
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &runtime.HTTPBodyMarshaler{Marshaler: &strict{JSONPb: runtime.JSONPb{
			MarshalOptions: protojson.MarshalOptions{},
		}}}),
		runtime.WithErrorHandler(a.callFailed),
		runtime.WithRoutingErrorHandler(a.routingFailed),
		// No header goes on but Authorization, which the runtime hands on by itself, once; a second one would be refused.
		runtime.WithIncomingHeaderMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithOutgoingHeaderMatcher(func(string) (string, bool) { return "", false }),
		runtime.SetQueryParameterParser(parameters{}),
		runtime.WithMetadata(noteRoute),
		runtime.WithDisablePathLengthFallback(), // a POST with a form body is not a GET
	)
	for _, register := range services(ctx, mux, d) {
		if err := register(); err != nil {
			return nil, fmt.Errorf("registering the REST interface: %w", err)
		}
	}
	return a.jsonOnly(routed(mux)), nil
}

func services(ctx context.Context, mux *runtime.ServeMux, d Deps) []func() error {
	dir, dis := d.Directory, d.Disclosure
	return append([]func() error{
		func() error {
			return directoryv1.RegisterAgencyServiceHandlerClient(ctx, mux, directoryv1.NewAgencyServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterCalendarServiceHandlerClient(ctx, mux, directoryv1.NewCalendarServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterHouseholdServiceHandlerClient(ctx, mux, directoryv1.NewHouseholdServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterImportServiceHandlerClient(ctx, mux, directoryv1.NewImportServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterPersonServiceHandlerClient(ctx, mux, directoryv1.NewPersonServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterRoleServiceHandlerClient(ctx, mux, directoryv1.NewRoleServiceClient(dir))
		},
		func() error {
			return directoryv1.RegisterUnitServiceHandlerClient(ctx, mux, directoryv1.NewUnitServiceClient(dir))
		},
		func() error {
			return disclosurev1.RegisterCatalogueServiceHandlerClient(ctx, mux, disclosurev1.NewCatalogueServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterDashboardServiceHandlerClient(ctx, mux, disclosurev1.NewDashboardServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterInformationRequestServiceHandlerClient(ctx, mux, disclosurev1.NewInformationRequestServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterNoticeServiceHandlerClient(ctx, mux, disclosurev1.NewNoticeServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterObligationServiceHandlerClient(ctx, mux, disclosurev1.NewObligationServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterOpenDataServiceHandlerClient(ctx, mux, disclosurev1.NewOpenDataServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterPlanServiceHandlerClient(ctx, mux, disclosurev1.NewPlanServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterPublicationServiceHandlerClient(ctx, mux, disclosurev1.NewPublicationServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterQuarterlyListServiceHandlerClient(ctx, mux, disclosurev1.NewQuarterlyListServiceClient(dis))
		},
		func() error {
			return disclosurev1.RegisterWithholdingServiceHandlerClient(ctx, mux, disclosurev1.NewWithholdingServiceClient(dis))
		},
	}, voting(ctx, mux, d.Voting)...)
}

// jsonOnly refuses bodies that are not JSON before anything reads them.
func (a answerer) jsonOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.ContentLength != 0 && r.Method != http.MethodGet && r.Method != http.MethodHead {
			media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
			if err != nil || media != "application/json" {
				a.answer(w, r, http.StatusUnsupportedMediaType, fault.New(fault.Invalid, "WANT_JSON", fault.Param("got", r.Header.Get("Content-Type"))))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
