package policy_test

import (
	"testing"

	"google.golang.org/grpc"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/policy"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/units"
)

func kept(kind string) []authztest.Resource {
	return []authztest.Resource{
		{Name: "public", Type: kind, Level: units.Commune, Attrs: map[string]any{"public": true, "of_agency": false}},
		{Name: "not public", Type: kind, Level: units.Commune, Attrs: map[string]any{"public": false, "of_agency": false}},
		{Name: "not public", Type: kind, OfAgency: true, Attrs: map[string]any{"public": false, "of_agency": true}},
	}
}

func TestWhoMay(t *testing.T) {
	publication, plan, withholding := kept("Publication"), kept("Plan"), kept("Withholding")
	obligation := []authztest.Resource{
		{Type: "Obligation", Level: units.Commune, Attrs: map[string]any{"of_agency": false}},
		{Type: "Obligation", OfAgency: true, Attrs: map[string]any{"of_agency": true}},
	}
	request := []authztest.Resource{
		{Name: "someone else's", Type: "InformationRequest", Level: units.Commune, Attrs: map[string]any{"requester": "iss#other", "on_behalf": false}},
		{Name: "one's own", Type: "InformationRequest", Level: units.Commune, Attrs: map[string]any{"requester": authztest.SelfPerson, "on_behalf": false}},
		{Name: "entered for nobody's account", Type: "InformationRequest", Level: units.Commune, Attrs: map[string]any{"requester": "", "on_behalf": true}},
	}
	resources := map[string][]authztest.Resource{}
	for kind, actions := range map[*[]authztest.Resource][]string{
		&publication: {
			"GetPublication", "ListPublications", "CreatePublication", "UpdatePublication", "DiscardPublication", "SubmitPublication",
			"ApprovePublication", "ReturnPublication", "PublishPublication", "SchedulePublication", "UnschedulePublication",
			"CorrectPublication", "ApproveCorrection", "ReturnCorrection", "DiscardCorrection", "WithdrawPublication", "ArchivePublication", "RecordForm", "EndForm", "ListPublicationVersions",
			"GetPublicationDifference",
		},
		&plan:        {"GetPlan", "CreatePlan", "AddPlanLine", "UpdatePlanLine", "RemovePlanLine", "AdoptPlan"},
		&withholding: {"GetWithholding", "ProposeWithholding", "ApproveWithholding", "DeclineWithholding", "ReviewWithholding", "LiftWithholding"},
		&obligation:  {"OpenObligation", "MarkNotArisen", "DecideDueProposal", "RemindObligation"},
		&request: {
			"CreateInformationRequest", "GetInformationRequest", "WithdrawInformationRequest", "ListInformationRequests",
			"ReceiveInformationRequest", "ExtendInformationRequest", "AnswerInformationRequest", "RefuseInformationRequest", "DecideInformationRequestDueProposal",
			"TransferInformationRequest",
		},
	} {
		for _, action := range actions {
			resources[action] = *kind
		}
	}
	authztest.Walk(t, authztest.Spec{
		Policies: policy.Text, Schema: policy.Schema, File: "testdata/who_may.txt", Resources: resources,
		Services: []*grpc.ServiceDesc{
			&disclosurev1.CatalogueService_ServiceDesc, &disclosurev1.PlanService_ServiceDesc, &disclosurev1.ObligationService_ServiceDesc,
			&disclosurev1.PublicationService_ServiceDesc, &disclosurev1.WithholdingService_ServiceDesc,
			&disclosurev1.InformationRequestService_ServiceDesc, &disclosurev1.QuarterlyListService_ServiceDesc,
			&disclosurev1.NoticeService_ServiceDesc, &disclosurev1.OpenDataService_ServiceDesc, &disclosurev1.DashboardService_ServiceDesc,
		},
	})
}
