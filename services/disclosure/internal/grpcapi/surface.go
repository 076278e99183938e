package grpcapi

import (
	"google.golang.org/grpc"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Surface serves every RPC of disclosure.
type Surface struct {
	actions *app.Actions
	words   *i18n.Catalogue
	db      *pg.DB // the inbox is a table of the platform's, read as it is
}

// New makes the surface. words are its own sentences (Messages).
func New(actions *app.Actions, words *i18n.Catalogue, db *pg.DB) *Surface {
	return &Surface{actions: actions, words: words, db: db}
}

// Each service is a type of its own over the one surface, because grpc wants a type for each.
type (
	catalogue struct {
		disclosurev1.UnimplementedCatalogueServiceServer
		*Surface
	}
	plans struct {
		disclosurev1.UnimplementedPlanServiceServer
		*Surface
	}
	obligations struct {
		disclosurev1.UnimplementedObligationServiceServer
		*Surface
	}
	publications struct {
		disclosurev1.UnimplementedPublicationServiceServer
		*Surface
	}
	withholdings struct {
		disclosurev1.UnimplementedWithholdingServiceServer
		*Surface
	}
	requests struct {
		disclosurev1.UnimplementedInformationRequestServiceServer
		*Surface
	}
	quarterly struct {
		disclosurev1.UnimplementedQuarterlyListServiceServer
		*Surface
	}
	notices struct {
		disclosurev1.UnimplementedNoticeServiceServer
		*Surface
	}
	openData struct {
		disclosurev1.UnimplementedOpenDataServiceServer
		*Surface
	}
	dashboard struct {
		disclosurev1.UnimplementedDashboardServiceServer
		*Surface
	}
)

// Register adds the services to the server.
func (s *Surface) Register(r grpc.ServiceRegistrar) {
	disclosurev1.RegisterCatalogueServiceServer(r, catalogue{Surface: s})
	disclosurev1.RegisterPlanServiceServer(r, plans{Surface: s})
	disclosurev1.RegisterObligationServiceServer(r, obligations{Surface: s})
	disclosurev1.RegisterPublicationServiceServer(r, publications{Surface: s})
	disclosurev1.RegisterWithholdingServiceServer(r, withholdings{Surface: s})
	disclosurev1.RegisterInformationRequestServiceServer(r, requests{Surface: s})
	disclosurev1.RegisterQuarterlyListServiceServer(r, quarterly{Surface: s})
	disclosurev1.RegisterNoticeServiceServer(r, notices{Surface: s})
	disclosurev1.RegisterOpenDataServiceServer(r, openData{Surface: s})
	disclosurev1.RegisterDashboardServiceServer(r, dashboard{Surface: s})
}
