package policy_test

import (
	"testing"

	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/authz/authztest"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/policy"
)

func attrs(scope string, head, board, public bool) map[string]any {
	return map[string]any{"scope": scope, "head": head, "board": board, "public": public}
}

var (
	ofVillage = authztest.Resource{Name: "a village's", Type: "Vote", Level: units.Village, Attrs: attrs("village", false, false, true)}
	ofDraft   = authztest.Resource{Name: "a village's draft", Type: "Vote", Level: units.Village, Attrs: attrs("village", false, false, false)}
	ofHead    = authztest.Resource{Name: "on the village head", Type: "Vote", Level: units.Village, Attrs: attrs("village", true, false, true)}
	ofBoard   = authztest.Resource{Name: "on a board", Type: "Vote", Level: units.Village, Attrs: attrs("village", false, true, true)}
	ofCommune = authztest.Resource{Name: "the commune's", Type: "Vote", Level: units.Commune, Attrs: attrs("commune", false, false, true)}
	ofPart    = authztest.Resource{Name: "a village's part of the commune's", Type: "Vote", Level: units.Village, Attrs: attrs("commune", false, false, true)}
	ofAgency  = authztest.Resource{Name: "an agency's", Type: "Vote", OfAgency: true, Attrs: attrs("agency", false, false, true)}

	votes = []authztest.Resource{ofVillage, ofDraft, ofHead, ofBoard, ofCommune, ofAgency}
	rolls = []authztest.Resource{ofVillage, ofHead, ofCommune, ofPart, ofAgency}
	desks = []authztest.Resource{
		{Name: "of a village", Type: "Desk", Level: units.Village},
		{Name: "of a commune", Type: "Desk", Level: units.Commune},
		{Name: "of an agency", Type: "Desk", OfAgency: true},
	}
)

func TestWhoMay(t *testing.T) {
	resources := map[string][]authztest.Resource{}
	for _, action := range []string{
		"GetVote", "CreateVote", "UpdateVote", "DiscardVote", "AgreeVote", "AppointTeam", "AnnounceVote", "RecordNotice", "RecordStep",
		"PostponeVote", "FallBackToPaper", "OpenVote", "CloseVote", "SettleVote", "CancelVote", "DrawUpDecision", "SignDecision",
		"SendDecision", "ReceiveDecision", "RecogniseDecision", "RefuseRecognition", "SetEffectiveDate", "RequestAmendment",
		"AnnulDecision", "PostProgress", "ListProgress",
	} {
		resources[action] = votes
	}
	for _, action := range []string{"ListRollEntries", "ListRollObjections", "CorrectRoll", "DecideRollObjection"} {
		resources[action] = rolls
	}
	for _, action := range []string{"ListVotes", "ListWaitingDecisions"} {
		resources[action] = desks
	}
	halls(resources)
	online(resources)
	authztest.Walk(t, authztest.Spec{
		Policies: policy.Text, Schema: policy.Schema, File: "testdata/who_may.txt", Resources: resources,
		Services: []*grpc.ServiceDesc{
			&votingv1.VoteService_ServiceDesc, &votingv1.RollService_ServiceDesc, &votingv1.DecisionService_ServiceDesc, &votingv1.InboxService_ServiceDesc,
			&votingv1.MeetingService_ServiceDesc, &votingv1.PaperService_ServiceDesc, &votingv1.CandidateService_ServiceDesc,
			&votingv1.InitiativeService_ServiceDesc, &votingv1.DocumentService_ServiceDesc, &votingv1.OnlineService_ServiceDesc,
		},
	})
}
